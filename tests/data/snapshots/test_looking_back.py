"""Looking back is computed when asked for, and only the newest of what was computed stay stored."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import Engine, func, select

from data.core.clock import FixedClock
from data.core.scope import Scope
from data.snapshots.history import forget, look_back
from data.snapshots.indicator_repository import IndicatorRepository
from data.snapshots.refresh import refresh
from data.snapshots.result_types import NothingKnown
from data.warehouse.facts import NewFacts, append_facts
from data.warehouse.tables import snapshot, snapshot_cell, snapshot_part
from indicators.catalogue.catalogue import Catalogue

EVERYTHING = Scope.everything()
Moments = Callable[..., datetime]
Rows = Callable[..., NewFacts]


@pytest.fixture
def now(warehouse: Engine, catalogue: Catalogue, clock: FixedClock, rows: Rows, at: Moments) -> int:
    """A version over one delivery of April and May, made on 2 June."""
    given = [(f"items_{k}", 440604011, m, v) for m in (202504, 202505) for k, v in (("handled", 10.0), ("online", 8.0))]
    append_facts(warehouse, catalogue, "S", "f", rows(*given), at(2025, 6, 2))
    return refresh(warehouse, catalogue, clock)


def test_only_the_newest_looks_back_are_kept_and_the_present_is_untouched(
    warehouse: Engine, catalogue: Catalogue, clock: FixedClock, now: int, at: Moments
) -> None:
    before = IndicatorRepository(warehouse, catalogue, clock).cells(EVERYTHING, now, 440604011)

    looked = [look_back(warehouse, catalogue, clock, at(2025, 6, day), kept=1) for day in (10, 11, 12)]

    with warehouse.connect() as connection:
        stored = connection.execute(select(snapshot.c.version).order_by(snapshot.c.version)).scalars().all()
        parts = set(connection.execute(select(snapshot_part.c.cells)).scalars())
        cells = set(connection.execute(select(snapshot_cell.c.part)).scalars())
    assert list(stored) == [now, looked[-1]]
    assert cells <= parts
    assert IndicatorRepository(warehouse, catalogue, clock).cells(EVERYTHING, now, 440604011) == before


def test_what_was_forgotten_is_computed_anew_when_asked_for(
    warehouse: Engine, catalogue: Catalogue, clock: FixedClock, now: int, at: Moments
) -> None:
    reader = IndicatorRepository(warehouse, catalogue, clock)
    first = reader.cells_of(EVERYTHING, look_back(warehouse, catalogue, clock, at(2025, 6, 10)), "I002")
    forget(warehouse, kept=0)

    again = reader.cells_of(EVERYTHING, look_back(warehouse, catalogue, clock, at(2025, 6, 10)), "I002")

    assert again == first


def test_nothing_is_computed_for_a_day_before_the_records(
    warehouse: Engine, catalogue: Catalogue, clock: FixedClock, now: int, at: Moments
) -> None:
    for moment in (at(1, 1, 2), at(1999, 1, 1), at(2025, 6, 1)):
        with pytest.raises(NothingKnown, match="begin later"):
            look_back(warehouse, catalogue, clock, moment)
        with pytest.raises(NothingKnown, match="begin later"):
            IndicatorRepository(warehouse, catalogue, clock).version_at(EVERYTHING, moment)
    with warehouse.connect() as connection:
        assert connection.execute(select(func.count()).select_from(snapshot)).scalar_one() == 1
