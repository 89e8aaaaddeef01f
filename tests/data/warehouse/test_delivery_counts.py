"""What each batch told of which period: counted by the loader, and by the migration over what stood before."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine, delete, insert, select

from data.migrations.warehouse import v0007_deliveries_watched as migration
from data.warehouse.delivery_counts import delivery_counts
from data.warehouse.facts import NewFacts, append_facts
from data.warehouse.tables import delivery_count
from indicators.calendar.periods import Period
from indicators.catalogue.catalogue import Catalogue

Moments = Callable[..., datetime]
Rows = Callable[..., NewFacts]
CITY, CHANCHENG, NANHAI, SHIWAN = 440600, 440604, 440605, 440604011
KEY = (delivery_count.c.batch, delivery_count.c.measure, delivery_count.c.period, delivery_count.c.depth)


def landed(warehouse: Engine, catalogue: Catalogue, rows: Rows, at: Moments) -> None:
    month = ("items_handled", CHANCHENG, 202505, 10.0)
    batches = [
        (at(2025, 5, 31, 15, 59), rows(month)),  # a minute before May is over in Foshan
        (at(2025, 6, 5), rows(month, ("items_handled", SHIWAN, 202505, 4.0))),
        (at(2025, 6, 9), rows(("items_handled", CHANCHENG, 202505, 11.0), ("items_handled", NANHAI, 202505, 7.0))),
        (at(2025, 6, 12), rows(("items_handled", NANHAI, 202505, 7.0), ("items_handled", CITY, 202505, 18.0))),
    ]
    for number, (moment, facts) in enumerate(batches):
        append_facts(warehouse, catalogue, "S1", f"{number}.csv", facts, moment)


def test_a_batch_tells_of_regions_anew_once_a_period_is_over_and_later_changes_them(
    warehouse: Engine, catalogue: Catalogue, rows: Rows, at: Moments
) -> None:
    landed(warehouse, catalogue, rows, at)
    with warehouse.connect() as connection:
        found = delivery_counts(connection, Period.parse("2025"))
        then = delivery_counts(connection, Period.parse("2025"), at(2025, 6, 6))

    told = [(one.batch, one.depth, one.regions, one.fresh, one.changed) for one in found]
    assert sorted(told) == [
        (1, 1, 1, 1, 0),
        (2, 1, 1, 1, 0),
        (2, 2, 1, 1, 0),
        (3, 1, 2, 1, 1),
        (4, 0, 1, 1, 0),
        (4, 1, 1, 0, 0),
    ]
    assert {one.batch for one in then} == {1, 2}


def test_a_warehouse_of_before_is_counted_as_the_loader_would_have(
    warehouse: Engine, catalogue: Catalogue, rows: Rows, at: Moments
) -> None:
    landed(warehouse, catalogue, rows, at)
    with warehouse.begin() as connection:
        loader = connection.execute(select(delivery_count).order_by(*KEY)).all()
        connection.execute(delete(delivery_count))
        connection.execute(insert(delivery_count), list(migration._counted(migration._groups(connection))))
        assert connection.execute(select(delivery_count).order_by(*KEY)).all() == loader
