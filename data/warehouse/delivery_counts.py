"""What each batch told of which measure and period: a table that the loader keeps, so that a calendar reads no facts.

Of each batch, measure, period and depth in the tree of regions it holds how many regions were told, of how many of
them nothing had been told since the period was over, and of how many something else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, and_, case, func, insert, select, true

from data.core.clock import BUSINESS_ZONE, from_epoch, to_epoch
from data.core.states import EXPECTED
from data.warehouse.tables import batch, delivery_count, fact_current, measure_key
from indicators.calendar.periods import Period

_KEY = ("measure", "region", "period")


@dataclass(frozen=True)
class DeliveryCount:
    """One row: which batch, when and by which deliverer it was loaded, and what it told of a measure in a period."""

    batch: int
    source: str
    loaded_at: datetime
    measure: str
    period: Period
    depth: int
    regions: int
    fresh: int
    changed: int


def note_delivery_counts(connection: Connection, stage: FromClause, batch_no: int) -> None:
    """Count what staged facts tell, before they become the standing ones; inside the loader's transaction."""
    rows = [{"batch": batch_no, **row} for row in _counted(connection, stage)]
    if rows:
        connection.execute(insert(delivery_count), rows)


def _counted(connection: Connection, stage: FromClause) -> Iterator[dict[str, int]]:
    for key, parts in groupby(_groups(connection, stage), lambda row: (row.measure, row.period, row.depth)):
        over, regions, fresh, changed = to_epoch(over_at(Period.from_code(key[1]))), 0, 0, 0
        for part in parts:
            told = part.before is not None and part.before >= over
            regions, fresh = regions + part.n, fresh + (0 if told else part.n)
            changed += part.n if told and part.differs else 0
        yield dict(zip(("measure", "period", "depth"), key, strict=True)) | {
            "regions": regions,
            "fresh": fresh,
            "changed": changed,
        }


def _groups(connection: Connection, stage: FromClause) -> Any:
    """Actual figures by measure, period and depth, parted by when their region was told before and whether the same."""
    same = and_(*(fact_current.c[name] == stage.c[name] for name in _KEY))
    key = (stage.c.measure, stage.c.period, _depth(stage.c.region).label("depth"))
    before = fact_current.c.loaded_at.label("before")
    differs = case((fact_current.c.value != stage.c.value, 1), else_=0).label("differs")
    query = select(*key, before, differs, func.count().label("n")).select_from(stage.outerjoin(fact_current, same))
    query = query.where(stage.c.state.not_in(EXPECTED)).group_by(*key, before, differs)
    return connection.execute(query.order_by(*key))


def over_at(period: Period) -> datetime:
    """The moment from which a period lies behind: midnight after its last day in the business zone."""
    return datetime.combine(period.last_day() + timedelta(days=1), time(), BUSINESS_ZONE)


def _depth(region: ColumnElement[Any]) -> ColumnElement[int]:
    """How deep in the tree a region lies by its official code: a town has nine digits, a city's six end with 00."""
    return case((region >= 1_000_000, 2), (region % 100 == 0, 0), else_=1)


def delivery_counts(
    connection: Connection, since: Period, known_at: datetime | None = None
) -> tuple[DeliveryCount, ...]:
    """What was told of the periods of a year and those after it, by what was loaded by a moment; oldest load first."""
    known = true() if known_at is None else batch.c.loaded_at <= to_epoch(known_at)
    query = (
        select(delivery_count, measure_key.c.id.label("name"), batch.c.loaded_at, batch.c.source_id)
        .join(measure_key, measure_key.c.no == delivery_count.c.measure)
        .join(batch, batch.c.id == delivery_count.c.batch)
        .where(delivery_count.c.period >= since.year * 100, known)
        .order_by(batch.c.loaded_at, batch.c.id)
    )
    periods: dict[int, Period] = {}
    return tuple(_delivery_count(row, periods) for row in connection.execute(query))


def _delivery_count(row: Any, periods: dict[int, Period]) -> DeliveryCount:
    period = periods.get(row.period) or periods.setdefault(row.period, Period.from_code(row.period))
    at = from_epoch(row.loaded_at)
    return DeliveryCount(row.batch, row.source_id, at, row.name, period, row.depth, row.regions, row.fresh, row.changed)
