"""Counts of tasks become facts, and facts indicators: what lies in a region counts for it, and only news is landed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select

from data.core.clock import FixedClock
from data.ingest.task_measures import bounds, land_counts
from data.snapshots.indicator_repository import IndicatorRepository
from data.snapshots.refresh import refresh
from data.warehouse.connection import open_warehouse
from data.warehouse.tables import batch, fact, fact_current, measure_key
from indicators.calendar.periods import Period
from indicators.catalogue.catalogue import Catalogue
from tasks.tasks.transitions import TaskTransition
from tests.tasks.moments import local
from tests.tasks.people import EVERYWHERE, LEADER, SUPERVISOR, WATER, Office


@pytest.fixture
def warehouse_beside(container: Office, warehouse_url: str) -> Iterator[Engine]:
    """A warehouse on the same engine as the operations database."""
    engine = open_warehouse(warehouse_url)
    yield engine
    engine.dispose()


def value(engine: Engine, measure: str, region: int, period: int) -> float | None:
    query = select(fact_current.c.value).join(measure_key, measure_key.c.no == fact_current.c.measure)
    with engine.connect() as connection:
        found: float | None = connection.execute(
            query.where(measure_key.c.id == measure, fact_current.c.region == region, fact_current.c.period == period)
        ).scalar_one_or_none()
    return found


def land(container: Office, engine: Engine, catalogue: Catalogue, basis: int = 4) -> int:
    return land_counts(container.operations, engine, catalogue, container.now, basis)


def test_a_region_counts_what_lies_in_it(container: Office, warehouse_beside: Engine, catalogue: Catalogue) -> None:
    container.sent()
    container.sent(region=440607)
    container.sent(region=440607103)
    container.sent(region=440607103)
    container.sent(region=440605)
    land(container, warehouse_beside, catalogue)

    found = {code: value(warehouse_beside, "dispatch_received", code, 202506) for code in catalogue.regions.codes}

    assert {code: number for code, number in found.items() if number} == {
        440600: 5,
        440607: 3,
        440607103: 2,
        440605: 1,
    }
    assert found[440604] == 0


def test_every_month_since_the_first_task_is_there(
    container: Office, warehouse_beside: Engine, catalogue: Catalogue
) -> None:
    container.closed()
    container.now = local("2025-08-02 09:00")
    land(container, warehouse_beside, catalogue)

    assert [value(warehouse_beside, "dispatch_due", 440600, month) for month in (202505, 202506, 202507, 202508)] == [
        None,
        0,
        1,
        0,
    ]


def test_only_news_is_landed_and_what_was_known_stays_known(
    container: Office, warehouse_beside: Engine, catalogue: Catalogue
) -> None:
    task = container.closed()
    first = land(container, warehouse_beside, catalogue)
    again = land(container, warehouse_beside, catalogue)
    container.later(hours=1)
    container.do(LEADER, task, TaskTransition.RATE, stars=4)
    container.do(WATER, container.sent(), TaskTransition.ACCEPT)
    third = land(container, warehouse_beside, catalogue)

    per_month = len([m for m in catalogue.measures.values() if m.tasks]) * len(catalogue.regions)
    assert (first, again) == (per_month, 0)
    assert third == 3  # received, rated and stars of the city
    with warehouse_beside.connect() as connection:
        assert [row.accepted for row in connection.execute(select(batch).order_by(batch.c.id))] == [first, third]
        assert connection.execute(select(batch.c.source_id)).scalars().first() == "task-record"
        received = select(fact.c.value).join(measure_key, measure_key.c.no == fact.c.measure)
        vintages = connection.execute(
            received.where(measure_key.c.id == "dispatch_received", fact.c.region == 440600).order_by(fact.c.batch)
        )
        assert list(vintages.scalars()) == [1, 2]


def test_without_tasks_nothing_is_landed(container: Office, warehouse_beside: Engine, catalogue: Catalogue) -> None:
    assert land(container, warehouse_beside, catalogue) == 0


def test_they_are_indicators_like_all_others(container: Office, warehouse_beside: Engine, catalogue: Catalogue) -> None:
    for _ in range(3):
        container.closed(region=440607)
    container.sent(region=440607)
    container.now = local("2025-08-10 09:00")
    land(container, warehouse_beside, catalogue)
    clock = FixedClock(container.now)
    version = refresh(warehouse_beside, catalogue, clock)
    reader = IndicatorRepository(warehouse_beside, catalogue, clock)

    cells = {code: reader.cell(EVERYWHERE, version, "I233", code) for code in (440600, 440607, 440605)}
    series = reader.series(EVERYWHERE, version, "I233", 440607, "month")

    assert cells[440607] is not None
    assert cells[440607].basis == 4
    assert dict(zip(series.periods, series.value.tolist(), strict=True))["2025-07"] == 75.0
    assert cells[440605] is not None
    assert cells[440605].value is None


def test_a_period_begins_and_ends_at_midnight_in_foshan() -> None:
    assert bounds(Period.parse("2025-12")) == tuple(
        int(local(day).timestamp()) for day in ("2025-12-01 00:00", "2026-01-01 00:00")
    )


def test_a_supervisor_s_call_back_counts_in_its_month(
    container: Office, warehouse_beside: Engine, catalogue: Catalogue
) -> None:
    task = container.closed()
    container.now = local("2025-07-02 09:00")
    container.do(SUPERVISOR, task, TaskTransition.CALL_BACK, resolved=True, satisfied=False)
    land(container, warehouse_beside, catalogue)

    names = ("called_back", "resolved", "satisfied")
    assert [value(warehouse_beside, f"dispatch_{name}", 440600, 202507) for name in names] == [1, 1, 0]


def test_months_long_past_are_counted_once(container: Office, warehouse_beside: Engine, catalogue: Catalogue) -> None:
    task = container.closed()
    container.now = local("2025-08-02 09:00")
    land(container, warehouse_beside, catalogue)
    container.now = local("2026-06-02 09:00")
    container.do(LEADER, task, TaskTransition.REOPEN, reason="不满意")
    within = land(container, warehouse_beside, catalogue)
    container.now = local("2026-09-02 09:00")
    container.do(SUPERVISOR, task, TaskTransition.TERMINATE, reason="并案")
    land(container, warehouse_beside, catalogue)

    assert within > 0
    assert value(warehouse_beside, "dispatch_reopened", 440600, 202606) == 1
    assert value(warehouse_beside, "dispatch_due", 440600, 202507) == 1
    assert value(warehouse_beside, "dispatch_due", 440600, 202606) == 0
