"""Notices: written with the change that they tell of, read by whom they are for."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, insert, or_, select, true

from data.core.actor import Actor
from data.core.scope import required
from data.operations.notifications.notice_tables import notice, notice_read
from data.storage.engines import capabilities


@dataclass(frozen=True)
class NewNotice:
    """Something that an account, a unit, or everybody with a right in a region should learn of."""

    move: str
    region: int
    facts: Mapping[str, Any]
    task: int | None = None
    matter: int | None = None
    account: int | None = None
    unit: str | None = None
    right: str | None = None


@dataclass(frozen=True)
class Notice:
    """A notice as somebody finds it. One of neither task nor matter is of an alert or of owed data.

    Its facts name that.
    """

    id: int
    at: int
    task: int | None
    matter: int | None
    move: str
    facts: Mapping[str, Any]
    read: bool
    region: int = 0


def post(connection: Connection, notices: Iterable[NewNotice], at: int) -> None:
    """Write notices, in the transaction of the change they tell of."""
    rows = [notice_values(one, at) for one in notices]
    if rows:
        connection.execute(insert(notice), rows)


def notice_values(one: NewNotice, at: int) -> dict[str, Any]:
    """The columns of a notice, without its number."""
    return {
        "at": at,
        "task": one.task,
        "matter": one.matter,
        "move": one.move,
        "region": one.region,
        "account": one.account,
        "unit": one.unit,
        "right": one.right,
        "facts": json.dumps(dict(one.facts), ensure_ascii=False, sort_keys=True),
    }


def notices(connection: Connection, actor: Actor, *, unread_only: bool = False, limit: int = 50) -> tuple[Notice, ...]:
    """The newest notices for somebody."""
    query = (
        select(notice, notice_read.c.at.label("read"))
        .outerjoin(notice_read, _read_by(actor.account))
        .where(_for(actor), notice_read.c.at.is_(None) if unread_only else true())
        .order_by(notice.c.id.desc())
        .limit(limit)
    )
    return tuple(
        Notice(row.id, row.at, row.task, row.matter, row.move, json.loads(row.facts), row.read is not None, row.region)
        for row in connection.execute(query)
    )


def unread(connection: Connection, actor: Actor) -> int:
    """How many notices somebody has not read."""
    query = (
        select(func.count()).select_from(notice).outerjoin(notice_read, _read_by(actor.account)).where(_for(actor))
    ).where(notice_read.c.at.is_(None))
    number: int = connection.execute(query).scalar_one()
    return number


def mark_read(
    connection: Connection,
    actor: Actor,
    at: int,
    numbers: Collection[int] | None = None,
    until: int | None = None,
) -> None:
    """Somebody has read some of their notices, or all (None), or all that were posted up to a moment.

    Others who got the same keep theirs unread.
    """
    mine = select(notice.c.id).where(_for(actor))
    if until is not None:
        mine = mine.where(notice.c.at <= until)
    if numbers is not None:
        mine = mine.where(notice.c.id.in_(sorted(numbers)))
    rows = [{"account": actor.account, "notice": number, "at": at} for number in connection.execute(mine).scalars()]
    if rows:
        connection.execute(capabilities(connection).upsert(notice_read).on_conflict_do_nothing(), rows)


def newest_about(connection: Connection, move: str, fact: str, since: int) -> dict[str, int]:
    """When the newest notice of a move was posted, by what it says under `fact`; of those since a moment."""
    query = select(notice.c.facts, notice.c.at).where(notice.c.move == move, notice.c.at >= since).order_by(notice.c.at)
    return {str(json.loads(row.facts).get(fact, "")): row.at for row in connection.execute(query)}


def _for(actor: Actor) -> ColumnElement[bool]:
    scope = required(actor.scope)
    mine: list[ColumnElement[bool]] = [notice.c.account == actor.account]
    if scope.units:
        mine.append(notice.c.unit.in_(sorted(scope.units)))
    if actor.rights:
        here = true() if scope.regions is None else notice.c.region.in_(sorted(scope.regions))
        told = and_(notice.c.right.in_(sorted(actor.rights)), here)
        of_nobody = and_(notice.c.task.is_(None), notice.c.matter.is_(None))  # alerts: read by region
        mine.append(told if scope.units is None else and_(told, of_nobody))
    return or_(*mine)


def _read_by(account: int) -> ColumnElement[bool]:
    return and_(notice_read.c.notice == notice.c.id, notice_read.c.account == account)
