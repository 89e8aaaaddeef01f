"""Counting orders inside the warehouse: by day, by hour, by what became of them, by grid, by step."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, case, func, literal, or_, select

from data.warehouse.tables import batch, event, order_times

OFFSET = 8 * 3600  # of the one business zone, which has no summer time
CONTRACTS = ("events/%", "orders/%")
Whole = NDArray[np.int64]


def last_event_batch(connection: Connection) -> int:
    """The newest batch that brought events; 0 when there is none."""
    brought = [batch.c.contract.like(pattern) for pattern in CONTRACTS]
    query = select(func.coalesce(func.max(batch.c.id), 0)).where(or_(*brought))
    found: int = connection.execute(query).scalar_one()
    return found


def newest_event(connection: Connection, kind: int) -> tuple[int, int] | None:
    """Day and moment of the newest event of a kind."""
    day = connection.execute(select(func.max(event.c.day)).where(event.c.kind == kind)).scalar()
    if day is None:
        return None
    at = connection.execute(select(func.max(event.c.at)).where(event.c.kind == kind, event.c.day == day)).scalar_one()
    return int(day), int(at)


def by_day(connection: Connection, kind: int, days: tuple[int, int], masks: Sequence[int]) -> Whole:
    """Rows of day, region, topic, count, and for each mask how many carry all its flags, int64[n, 4 + masks]."""
    asked = [_carrying(mask) for mask in masks]
    query = select(event.c.day, event.c.region, event.c.topic, func.count(), *asked).where(*_within(kind, days))
    return _rows(connection, query.group_by(event.c.day, event.c.region, event.c.topic), 4 + len(masks))


def by_hour(connection: Connection, kind: int, days: tuple[int, int]) -> Whole:
    """Rows of day, region, topic, hour of the day and count, int64[n, 5]."""
    hour = ((event.c.at + OFFSET) % 86400 // 3600).label("hour")
    query = select(event.c.day, event.c.region, event.c.topic, hour, func.count()).where(*_within(kind, days))
    return _rows(connection, query.group_by(event.c.day, event.c.region, event.c.topic, hour), 5)


def by_flags(connection: Connection, kind: int, days: tuple[int, int], masks: Sequence[int]) -> Whole:
    """Rows of region, topic, count, and for each mask how many carry all its flags, int64[n, 3 + masks]."""
    asked = [_carrying(mask) for mask in masks]
    query = select(event.c.region, event.c.topic, func.count(), *asked).where(*_within(kind, days))
    return _rows(connection, query.group_by(event.c.region, event.c.topic), 3 + len(masks))


def by_grid(connection: Connection, kind: int, days: tuple[int, int], newer: int, again: int) -> Whole:
    """Rows of grid, region, topic, count, count from day `newer` on, how many carry the flags `again`, first and last
    day, int64[n, 8]; without events whose grid is unknown."""
    lately = func.sum(case((event.c.day >= newer, 1), else_=0))
    said = _carrying(again) if again else literal(0)
    query = (
        select(
            event.c.grid, event.c.region, event.c.topic, func.count(), lately, said,
            func.min(event.c.day), func.max(event.c.day),
        )
        .where(*_within(kind, days), event.c.grid > 0)
        .group_by(event.c.grid, event.c.region, event.c.topic)
    )  # fmt: skip
    return _rows(connection, query, 8)


def times(connection: Connection, kind: int, days: tuple[int, int]) -> Whole:
    """Rows of region and the moments of the steps (received, accepted, contacted, closed, rated), int64[n, 6]."""
    t = order_times.c
    query = select(t.region, t.received, t.accepted, t.contacted, t.closed, t.rated)
    return _rows(connection, query.where(t.kind == kind, t.day.between(*days)), 6)


def _within(kind: int, days: tuple[int, int]) -> tuple[ColumnElement[bool], ...]:
    return event.c.kind == kind, event.c.day.between(*days)


def _carrying(mask: int) -> ColumnElement[Any]:
    return func.sum(case((event.c.flags.bitwise_and(mask) == mask, 1), else_=0))


def _rows(connection: Connection, query: Any, width: int) -> Whole:
    """Straight from the driver: hundreds of thousands of rows need no objects of their own."""
    with connection.execute(query) as result:
        found = result.cursor.fetchall()
    flat = np.fromiter(chain.from_iterable(found), np.int64, count=len(found) * width)
    return flat.reshape(-1, width)
