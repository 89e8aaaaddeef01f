"""The counts of tasks as facts in the warehouse, month by month, so that they are indicators like all others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time

from sqlalchemy import Connection, Engine, and_, func, select

from data.core.clock import BUSINESS_ZONE, business_day, from_epoch, to_epoch
from data.core.scope import Scope
from data.ingest.load_measures import REPORTED
from data.operations.core.database import Operations
from data.operations.tasks.rates import RateWindow, counted
from data.operations.tasks.task_tables import task_round
from data.pipeline.ledger import BatchCounts, Delivery
from data.storage.engines import capabilities, reading
from data.warehouse.batches import LEDGER, register_department
from data.warehouse.facts import NewFacts, land
from data.warehouse.rollup import CurrentCount, changed_only
from data.warehouse.tables import fact_current, measure_key
from indicators.calendar.periods import Grain, Period
from indicators.catalogue.catalogue import Catalogue
from indicators.definitions.regions import Regions

SOURCE = "task-record"
RECOUNTED = 13  # months, this one included
Counts = Mapping[int, Mapping[str, int]]


def land_counts(
    operations: Operations, engine: Engine, catalogue: Catalogue, now: datetime, basis: int = REPORTED
) -> int:
    """Count the months since the first task and land what differs from what stands; returns how many facts.

    Once they stand, months further back than RECOUNTED are not counted again: what happens to a task so late changes
    nothing that anybody still looks at. A month counts 0 for a region without any task. Each region is given all that
    lies in it, since a district's own tasks are nobody's in its towns. What is counted is known at `now`: a later count
    is a later vintage.
    """
    measures = {name: str(measure.tasks) for name, measure in catalogue.measures.items() if measure.tasks}
    if not measures:
        return 0
    with reading(engine).connect() as connection:
        stands = bool(_standing(connection, list(measures)[:1]))
    facts = _facts(_months(operations, catalogue.regions, now, stands), measures, catalogue.regions, basis)
    if not len(facts):
        return 0
    with engine.begin() as connection:
        capabilities(connection).lock_writers(connection)
        news = changed_only(facts, _standing(connection, list(measures)))
        if len(news):
            register_department(connection, catalogue, SOURCE)
            delivery = Delivery(SOURCE, f"tasks-{business_day(now):%Y%m%d}", now, contract="tasks/1")
            land(connection, news, LEDGER.open(connection, delivery, BatchCounts(len(news))), now)
    return len(news)


def bounds(period: Period) -> tuple[int, int]:
    """When a period begins, and when the one after it does, as times are stored."""
    starts = (period.first_day(), period.shift(1).first_day())
    first, after = (to_epoch(_midnight(day)) for day in starts)
    return first, after


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), BUSINESS_ZONE)


def _months(operations: Operations, regions: Regions, now: datetime, stands: bool) -> dict[Period, Counts]:
    """The counts of each month to be counted, each region with what lies in it."""
    everything = Scope.everything()
    with operations.reading() as connection:
        first: int | None = connection.execute(select(func.min(task_round.c.sent_at))).scalar_one()
        if first is None:
            return {}
        month, last = (Period.of(Grain.MONTH, business_day(at)) for at in (from_epoch(first), now))
        month = max(month, last.shift(1 - RECOUNTED)) if stands else month
        found: dict[Period, Counts] = {}
        while month <= last:
            stretch = RateWindow(*bounds(month), to_epoch(now))
            found[month] = _with_inner({int(k): v for k, v in _by_region(connection, everything, stretch)}, regions)
            month = month.shift(1)
    return found


def _by_region(
    connection: Connection, scope: Scope, stretch: RateWindow
) -> Iterator[tuple[int | str, Mapping[str, int]]]:
    yield from counted(connection, scope, stretch, "region").items()


def _with_inner(own: Counts, regions: Regions) -> Counts:
    """Each region's counts with those of all regions in it."""
    return {code: _sum([own[inner] for inner in regions.within(code) if inner in own]) for code in regions.codes}


def _sum(rows: list[Mapping[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for row in rows:
        for name, number in row.items():
            total[name] = total.get(name, 0) + number
    return total


def _facts(months: Mapping[Period, Counts], measures: Mapping[str, str], regions: Regions, basis: int) -> NewFacts:
    rows = [
        (measure, code, month.code, counts[code].get(count, 0))
        for month, counts in months.items()
        for code in regions.codes
        for measure, count in measures.items()
    ]
    measure, region, period, value = zip(*rows, strict=True) if rows else ((), (), (), ())
    return NewFacts.of(measure, region, period, value, basis=basis)


def _standing(connection: Connection, measures: list[str]) -> CurrentCount:
    mine = and_(measure_key.c.no == fact_current.c.measure, measure_key.c.id.in_(measures))
    rows = connection.execute(select(measure_key.c.id, fact_current).join(measure_key, mine)).all()
    return {(row.id, row.region, row.period): (row.value, row.basis) for row in rows}
