"""Notices on their way to other systems: what waits, what was sent, what was given up.

A notice is taken for a while: who took it and died leaves it to the next turn. So each is sent at least once, and the
receiver tells repeated ones by their number.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from data.core.scope import Scope, required
from data.operations.notifications.notice_tables import notice, outgoing, outgoing_hook

LEASE = 120  # seconds that a notice is kept for whoever took it


@dataclass(frozen=True)
class QueuedNotice:
    """A notice to be sent: its number, how often it was tried, and what it says to whom."""

    notice: int
    attempts: int
    at: int
    task: int | None
    matter: int | None
    move: str
    to: Mapping[str, Any]
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class DeadLetter:
    """A notice that was given up, and why."""

    notice: int
    task: int | None
    matter: int | None
    move: str
    attempts: int
    fault: str
    at: int


def queue_new(connection: Connection, hook: str, now: int) -> int:
    """Queue the notices that are new since the last time; returns how many. A new hook begins with those to come."""
    newest = connection.execute(select(func.coalesce(func.max(notice.c.id), 0))).scalar_one()
    upto = connection.execute(select(outgoing_hook.c.upto).where(outgoing_hook.c.name == hook)).scalar_one_or_none()
    if upto is None:
        connection.execute(insert(outgoing_hook).values(name=hook, upto=newest))
        return 0
    numbers = connection.execute(select(notice.c.id).where(notice.c.id > upto, notice.c.id <= newest)).scalars().all()
    rows = [
        {"hook": hook, "notice": n, "state": "waiting", "attempts": 0, "next_at": now, "fault": ""} for n in numbers
    ]
    if rows:
        connection.execute(insert(outgoing), rows)
        connection.execute(update(outgoing_hook).where(outgoing_hook.c.name == hook).values(upto=newest))
    return len(rows)


def take(connection: Connection, hook: str, now: int, limit: int) -> tuple[QueuedNotice, ...]:
    """Notices whose turn it is, the oldest first; they are kept for the taker for a while."""
    query = (
        select(outgoing.c.attempts, notice)
        .join(notice, notice.c.id == outgoing.c.notice)
        .where(outgoing.c.hook == hook, outgoing.c.state == "waiting", outgoing.c.next_at <= now)
        .order_by(notice.c.id)
        .limit(limit)
    )
    taken = tuple(_waiting(row) for row in connection.execute(query))
    mine = (outgoing.c.hook == hook, outgoing.c.notice.in_([one.notice for one in taken]))
    connection.execute(update(outgoing).where(*mine).values(next_at=now + LEASE))
    return taken


def mark_sent(connection: Connection, hook: str, number: int, now: int) -> None:
    """A notice was taken by the other side."""
    _conclude(connection, hook, number, state="sent", done_at=now, fault="")


def mark_failed(connection: Connection, hook: str, number: int, now: int, fault: str, next_at: int | None) -> None:
    """A notice was not taken: it is tried again at `next_at`, or given up (None)."""
    if next_at is None:
        _conclude(connection, hook, number, state="dead", done_at=now, fault=fault)
    else:
        _conclude(connection, hook, number, state="waiting", next_at=next_at, fault=fault)


def dead_letters(connection: Connection, scope: Scope, hook: str, limit: int = 100) -> tuple[DeadLetter, ...]:
    """What was given up, the newest first. For administrators: the scope is that of all regions and units."""
    if required(scope) != Scope.everything():
        return ()
    query = (
        select(outgoing, notice.c.task, notice.c.matter, notice.c.move)
        .join(notice, notice.c.id == outgoing.c.notice)
        .where(outgoing.c.hook == hook, outgoing.c.state == "dead")
        .order_by(outgoing.c.notice.desc())
        .limit(limit)
    )
    return tuple(
        DeadLetter(row.notice, row.task, row.matter, row.move, row.attempts, row.fault, row.done_at or 0)
        for row in connection.execute(query)
    )


def revive(connection: Connection, hook: str, numbers: Collection[int], now: int) -> int:
    """Try again what was given up; returns how many."""
    given_up = (outgoing.c.hook == hook, outgoing.c.state == "dead", outgoing.c.notice.in_(sorted(numbers)))
    values = {"state": "waiting", "attempts": 0, "next_at": now, "done_at": None}
    return connection.execute(update(outgoing).where(*given_up).values(**values)).rowcount


def _conclude(connection: Connection, hook: str, number: int, **values: object) -> None:
    here = (outgoing.c.hook == hook, outgoing.c.notice == number)
    connection.execute(update(outgoing).where(*here).values(attempts=outgoing.c.attempts + 1, **values))


def _waiting(row: Row[Any]) -> QueuedNotice:
    to = {"account": row.account, "unit": row.unit, "right": row.right, "region": row.region}
    said = {name: value for name, value in to.items() if value is not None}
    return QueuedNotice(row.id, row.attempts, row.at, row.task, row.matter, row.move, said, json.loads(row.facts))
