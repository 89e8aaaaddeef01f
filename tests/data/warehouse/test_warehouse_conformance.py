"""What a warehouse promises, held against every engine family. Expectations are written out by hand."""

from collections.abc import Callable
from datetime import datetime

import numpy as np
import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import DBAPIError

from data.storage.engines import open_reader
from data.warehouse.events import NewEvents, append_events
from data.warehouse.facts import FactError, NewFacts, append_facts, read_columns
from data.warehouse.tables import batch, event, fact, fact_current
from indicators.catalogue.catalogue import Catalogue

Moments = Callable[..., datetime]
Rows = Callable[..., NewFacts]
CITY, NANHAI, SHIWAN, ZHANGCHA = 440600, 440605, 440604011, 440604012
DUE, CLOSED, ON_TIME = 1, 2, 4


def standing(engine: Engine, catalogue: Catalogue, as_of: datetime | None = None) -> dict[tuple[str, int, int], float]:
    with engine.connect() as connection:
        columns = read_columns(connection, catalogue, as_of=as_of)
    names = [columns.measures[index] for index in columns.measure]
    keys = zip(names, columns.region.tolist(), columns.period.tolist(), strict=True)
    return dict(zip(keys, columns.value.tolist(), strict=True))


def test_appended_facts_can_be_read_back(warehouse: Engine, catalogue: Catalogue, rows: Rows, at: Moments) -> None:
    facts = rows(("gdp", CITY, 202440, 13361.9), ("items_handled", SHIWAN, 202501, 12.0))
    append_facts(warehouse, catalogue, "S1", "a.csv", facts, at(2025, 2, 1))
    assert standing(warehouse, catalogue) == {
        ("gdp", CITY, 202440): 13361.9,
        ("items_handled", SHIWAN, 202501): 12.0,
    }


def test_a_later_vintage_stands_and_the_earlier_is_kept(
    warehouse: Engine, catalogue: Catalogue, rows: Rows, at: Moments
) -> None:
    append_facts(warehouse, catalogue, "S1", "forecast.csv", rows(("gdp", CITY, 202140, 11600.0)), at(2022, 1, 1))
    append_facts(warehouse, catalogue, "S1", "preliminary.csv", rows(("gdp", CITY, 202140, 12156.54)), at(2022, 3, 1))
    assert standing(warehouse, catalogue) == {("gdp", CITY, 202140): 12156.54}
    with warehouse.connect() as connection:
        assert connection.execute(select(fact.c.value).order_by(fact.c.batch)).scalars().all() == [11600.0, 12156.54]


def test_a_batch_loaded_earlier_but_landed_later_does_not_stand(
    warehouse: Engine, catalogue: Catalogue, rows: Rows, at: Moments
) -> None:
    append_facts(warehouse, catalogue, "S1", "new.csv", rows(("gdp", CITY, 202140, 12156.54)), at(2022, 3, 1))
    append_facts(warehouse, catalogue, "S1", "old.csv", rows(("gdp", CITY, 202140, 11600.0)), at(2022, 1, 1))
    assert standing(warehouse, catalogue) == {("gdp", CITY, 202140): 12156.54}
    assert standing(warehouse, catalogue, at(2022, 2, 1)) == {("gdp", CITY, 202140): 11600.0}


def test_of_two_batches_of_one_moment_the_second_stands(
    warehouse: Engine, catalogue: Catalogue, rows: Rows, at: Moments
) -> None:
    for value in (1.0, 2.0):
        append_facts(warehouse, catalogue, "S1", "x.csv", rows(("gdp", CITY, 202140, value)), at(2022, 1, 1))
    assert standing(warehouse, catalogue) == {("gdp", CITY, 202140): 2.0}
    assert standing(warehouse, catalogue, at(2022, 1, 1)) == {("gdp", CITY, 202140): 2.0}


def test_as_of_tells_what_was_known_then(warehouse: Engine, catalogue: Catalogue, rows: Rows, at: Moments) -> None:
    for month, value in ((1, 10.0), (2, 20.0), (3, 30.0)):
        append_facts(warehouse, catalogue, "S1", "x.csv", rows(("gdp", CITY, 202440, value)), at(2025, month, 1))
    assert standing(warehouse, catalogue, at(2024, 12, 31)) == {}
    assert standing(warehouse, catalogue, at(2025, 2, 15)) == {("gdp", CITY, 202440): 20.0}


def test_reading_some_measures_leaves_the_others_out(
    warehouse: Engine, catalogue: Catalogue, rows: Rows, at: Moments
) -> None:
    facts = rows(("gdp", CITY, 202440, 1.0), ("items_handled", SHIWAN, 202501, 2.0))
    append_facts(warehouse, catalogue, "S1", "a.csv", facts, at(2025, 2, 1))
    with warehouse.connect() as connection:
        columns = read_columns(connection, catalogue, measures=["items_handled"])
    assert (columns.measures, columns.value.tolist()) == (("items_handled",), [2.0])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("unheard_of", CITY, 202440, 1.0), "does not know: unheard_of"),
        (("gdp", 999999, 202440, 1.0), "does not know: 999999"),
        (("gdp", CITY, 202440, float("nan")), "finite"),
        (("gdp", CITY, 202440, float("inf")), "finite"),
    ],
)
def test_unsound_columns_write_nothing(
    warehouse: Engine, catalogue: Catalogue, rows: Rows, at: Moments, row: tuple[str, int, int, float], reason: str
) -> None:
    with pytest.raises(FactError, match=reason):
        append_facts(warehouse, catalogue, "S1", "a.csv", rows(row, ("gdp", NANHAI, 202440, 1.0)), at(2025, 2, 1))
    with warehouse.connect() as connection:
        assert connection.execute(select(func.count()).select_from(batch)).scalar_one() == 0


def test_a_key_twice_in_one_batch_is_refused(warehouse: Engine, catalogue: Catalogue, rows: Rows, at: Moments) -> None:
    twice = rows(("gdp", CITY, 202440, 1.0), ("gdp", NANHAI, 202440, 1.0), ("gdp", CITY, 202440, 1.0))
    with pytest.raises(FactError, match="twice"):
        append_facts(warehouse, catalogue, "S1", "a.csv", twice, at(2025, 2, 1))


def some_events(*given: tuple[int, int, int, int, float]) -> NewEvents:
    day, region, number, flags, hours = (np.array(column) for column in zip(*given, strict=True))
    return NewEvents(day, region, number, np.full(len(day), 1_700_000_000), np.ones(len(day), int), flags, hours)


def test_events_are_counted_into_months(warehouse: Engine, catalogue: Catalogue, at: Moments) -> None:
    events = some_events(
        (20250531, SHIWAN, 1, DUE | CLOSED | ON_TIME, 2.0),
        (20250601, SHIWAN, 1, DUE | CLOSED | ON_TIME, 3.0),
        (20250602, SHIWAN, 2, DUE | CLOSED, 50.0),
        (20250602, SHIWAN, 3, 0, 0.0),
        (20250602, ZHANGCHA, 1, DUE, 0.0),
    )
    append_events(warehouse, catalogue, "S1", "e", "hotline_order", events, at(2025, 6, 3), basis=4)
    assert standing(warehouse, catalogue) == {
        ("hotline_orders_due", SHIWAN, 202505): 1.0,
        ("hotline_orders_on_time", SHIWAN, 202505): 1.0,
        ("hotline_hours", SHIWAN, 202505): 2.0,
        ("hotline_orders_due", ZHANGCHA, 202505): 0.0,
        ("hotline_orders_on_time", ZHANGCHA, 202505): 0.0,
        ("hotline_hours", ZHANGCHA, 202505): 0.0,
        ("hotline_orders_due", SHIWAN, 202506): 2.0,
        ("hotline_orders_on_time", SHIWAN, 202506): 1.0,
        ("hotline_hours", SHIWAN, 202506): 53.0,
        ("hotline_orders_due", ZHANGCHA, 202506): 1.0,
        ("hotline_orders_on_time", ZHANGCHA, 202506): 0.0,
        ("hotline_hours", ZHANGCHA, 202506): 0.0,
    }


def test_an_event_delivered_again_replaces_its_state_and_its_month_is_counted_anew(
    warehouse: Engine, catalogue: Catalogue, at: Moments
) -> None:
    opened = some_events((20250602, SHIWAN, 1, DUE, 0.0))
    closed = some_events((20250602, SHIWAN, 1, DUE | CLOSED | ON_TIME, 5.0))
    append_events(warehouse, catalogue, "S1", "e1", "hotline_order", opened, at(2025, 6, 3), basis=3)
    append_events(warehouse, catalogue, "S1", "e2", "hotline_order", closed, at(2025, 6, 9), basis=3)
    with warehouse.connect() as connection:
        assert connection.execute(select(event.c.flags)).scalars().all() == [DUE | CLOSED | ON_TIME]
    assert standing(warehouse, catalogue)["hotline_orders_on_time", SHIWAN, 202506] == 1.0
    assert standing(warehouse, catalogue, at(2025, 6, 4))["hotline_orders_on_time", SHIWAN, 202506] == 0.0


def test_a_count_that_did_not_change_makes_no_vintage(warehouse: Engine, catalogue: Catalogue, at: Moments) -> None:
    for number in (1, 2):
        events = some_events((20250602, SHIWAN, number, DUE, 0.0))
        append_events(warehouse, catalogue, "S1", "e", "hotline_order", events, at(2025, 6, 2 + number), basis=3)
    with warehouse.connect() as connection:
        vintages = connection.execute(select(func.count()).select_from(fact)).scalar_one()
        facts = connection.execute(select(func.count()).select_from(fact_current)).scalar_one()
    assert (facts, vintages) == (3, 4)  # only the orders due were counted twice


def test_a_month_counted_from_demo_and_real_events_stays_marked_demo(
    warehouse: Engine, catalogue: Catalogue, at: Moments
) -> None:
    for number, basis in ((1, 4), (2, 3)):
        events = some_events((20250602, SHIWAN, number, DUE, 0.0))
        append_events(warehouse, catalogue, "S1", "e", "hotline_order", events, at(2025, 6, 3), basis=basis)
    with warehouse.connect() as connection:
        assert set(connection.execute(select(fact_current.c.basis)).scalars()) == {4}


def test_a_reader_of_either_family_cannot_write(
    warehouse: Engine, warehouse_url: str, catalogue: Catalogue, rows: Rows, at: Moments
) -> None:
    append_facts(warehouse, catalogue, "S1", "a.csv", rows(("gdp", CITY, 202440, 1.0)), at(2025, 2, 1))
    reader = open_reader(warehouse_url)
    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        append_facts(reader, catalogue, "S1", "b.csv", rows(("gdp", CITY, 202440, 2.0)), at(2025, 2, 2))
    assert standing(reader, catalogue) == {("gdp", CITY, 202440): 1.0}
    reader.dispose()


def test_a_large_batch_lands_whole(warehouse: Engine, catalogue: Catalogue, at: Moments) -> None:
    count = 250_001  # more than one handful for the driver
    towns = np.array([SHIWAN, ZHANGCHA])
    events = NewEvents(
        day=np.full(count, 20250603),
        region=towns[np.arange(count) % 2],
        id=np.arange(count),
        at=np.full(count, 1_748_900_000),
        topic=np.ones(count, dtype=int),
        flags=np.where(np.arange(count) % 5 == 0, DUE, DUE | CLOSED | ON_TIME),
        hours=np.full(count, 0.5),
    )
    append_events(warehouse, catalogue, "S1", "e", "hotline_order", events, at(2025, 6, 4), basis=4)
    found = standing(warehouse, catalogue)
    assert sum(found["hotline_orders_due", town, 202506] for town in (SHIWAN, ZHANGCHA)) == 250_001
    assert sum(found["hotline_orders_on_time", town, 202506] for town in (SHIWAN, ZHANGCHA)) == 200_000
    assert sum(found["hotline_hours", town, 202506] for town in (SHIWAN, ZHANGCHA)) == 100_000.0
