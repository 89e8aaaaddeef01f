"""The queue of moments to look back to: one row a moment, computed one at a time; a row goes when it is answered.

All times are epoch seconds of real time, the moments of the city's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from data.operations.processes.look_back_tables import look_back

LEASE = 60  # seconds without a word after which a process counts as dead
TRIES = 3  # of a moment before it counts as failed
RETRY = 600  # seconds that a failure stands; then it may be asked for again
OPEN_EACH = 3  # moments that one account may have open
OPEN_ALL = 24  # in all: as many answers as are kept, so that none is pushed out before it was read


class TooManyLookBacks(RuntimeError):
    """An account (or everybody together) has as many moments open as it may."""


@dataclass(frozen=True)
class LookBackProgress:
    """How a wanted moment stands: how much of it is done, how many are before it, whether it was given up."""

    done: int
    total: int
    before: int
    failed: bool


def find(connection: Connection, moment: int, now: int) -> LookBackProgress | None:
    """How a moment stands; None when nobody asked for it, or it failed long ago."""
    row = connection.execute(select(look_back).where(look_back.c.moment == moment)).one_or_none()
    if row is None or (row.state == "failed" and row.told_at < now - RETRY):
        return None
    before = select(func.count()).select_from(look_back)
    before = before.where(look_back.c.state != "failed", look_back.c.asked_at < row.asked_at)
    return LookBackProgress(row.done, row.total, connection.execute(before).scalar_one(), row.state == "failed")


def ask(connection: Connection, moment: int, asked_by: str, now: int) -> LookBackProgress:
    """Put a moment into the queue, unless it is there. TooManyLookBacks past the limits."""
    found = find(connection, moment, now)
    if found is not None:
        return found
    connection.execute(delete(look_back).where(look_back.c.state == "failed", look_back.c.told_at < now - RETRY))
    waiting = select(func.count()).select_from(look_back).where(look_back.c.state != "failed")
    if connection.execute(waiting.where(look_back.c.asked_by == asked_by)).scalar_one() >= OPEN_EACH:
        raise TooManyLookBacks(f"{OPEN_EACH} moments of yours are still to be computed: wait for one of them")
    if connection.execute(waiting).scalar_one() >= OPEN_ALL:
        raise TooManyLookBacks(f"{OPEN_ALL} moments are still to be computed: ask again later")
    empty = {"worker": "", "told_at": now, "done": 0, "total": 0, "tries": 0}
    connection.execute(
        insert(look_back).values(moment=moment, asked_by=asked_by, asked_at=now, state="waiting", **empty)
    )
    found = find(connection, moment, now)
    assert found is not None
    return found


def take(connection: Connection, worker: str, alive: Callable[[str], bool], now: int) -> int | None:
    """Claim the moment whose turn it is; None when there is none or another process computes one.

    What a dead process (`alive` says which, or a lease that ran out) had claimed is taken again; a moment over which
    processes died again and again counts as failed.
    """
    for row in connection.execute(select(look_back).where(look_back.c.state == "running")):
        if row.told_at >= now - LEASE and alive(row.worker) and row.worker != worker:
            return None
        give_back(connection, row.moment, now)
    query = select(look_back.c.moment).where(look_back.c.state == "waiting")
    moment: int | None = connection.execute(query.order_by(look_back.c.asked_at, look_back.c.moment).limit(1)).scalar()
    if moment is not None:
        claimed: dict[str, Any] = {"state": "running", "worker": worker, "told_at": now}
        _set(connection, moment, tries=look_back.c.tries + 1, **claimed)
    return moment


def tell(connection: Connection, moment: int, done: int, total: int, now: int) -> None:
    """Say how far a claimed moment is."""
    _set(connection, moment, done=done, total=total, told_at=now)


def give_back(connection: Connection, moment: int, now: int) -> None:
    """A moment could not be computed: it waits again, or has failed too often."""
    row: Row[Any] | None = connection.execute(select(look_back).where(look_back.c.moment == moment)).one_or_none()
    if row is not None:
        state = "failed" if row.tries >= TRIES else "waiting"
        _set(connection, moment, state=state, worker="", told_at=now, done=0)


def answered(connection: Connection, moment: int) -> None:
    """The answer is stored: nobody waits for it any more."""
    connection.execute(delete(look_back).where(look_back.c.moment == moment))


def _set(connection: Connection, moment: int, **values: Any) -> None:
    connection.execute(update(look_back).where(look_back.c.moment == moment).values(**values))


def any_open(connection: Connection) -> bool:
    """Whether anything waits or is claimed."""
    return (
        connection.execute(select(look_back.c.moment).where(look_back.c.state != "failed").limit(1)).first() is not None
    )


def claimed(connection: Connection) -> int:
    """How many moments are being computed: one or none."""
    query = select(func.count()).select_from(look_back).where(look_back.c.state == "running")
    found: int = connection.execute(query).scalar_one()
    return found
