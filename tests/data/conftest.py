"""A small catalogue, a clock that stands still, and two ways to write facts."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.core.clock import FixedClock
from data.warehouse.facts import NewFacts
from indicators.catalogue.catalogue import Catalogue, load_catalogue

Row = tuple[str, int, int, float]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """Three indicators, seven measures, one city with two districts and three towns."""
    return load_catalogue(Path(__file__).parent / "small_catalogue")


@pytest.fixture
def clock() -> FixedClock:
    """30 June 2025, ten o'clock in Foshan."""
    return FixedClock(datetime(2025, 6, 30, 2, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def at() -> Callable[..., datetime]:
    """A moment in UTC: at(2025, 3, 1)."""

    def moment(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)

    return moment


@pytest.fixture(scope="session")
def rows() -> Callable[..., NewFacts]:
    """Facts from rows of measure, region, period code and value."""

    def build(*given: Row, basis: int = 3) -> NewFacts:
        measure, region, period, value = zip(*given, strict=True)
        return NewFacts.of(measure, region, period, value, basis=basis)

    return build
