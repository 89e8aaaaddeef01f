"""The whole way of a number: a file's figure, the warehouse, the engine, the answer to a question."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data.ingest.published_figures import load_published
from data.warehouse.connection import open_warehouse
from data.warehouse.facts import NewFacts, append_facts, read_columns
from indicators.calendar.periods import Period
from indicators.catalogue.catalogue import CATALOGUE, Catalogue, load_catalogue
from indicators.compute.indicator_values import compute
from indicators.measures.measure_cube import build_cube

Ask = Callable[..., float]
Row = tuple[str, int, str, float]
TODAY = date(2026, 3, 31)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The cockpit's definitions and a few that only the oracles ask for."""
    return load_catalogue(CATALOGUE, Path(__file__).parent / "definitions")


def actor(engine: Engine, catalogue: Catalogue) -> Ask:
    """The engine's value of an indicator for a region and a period id, from what the warehouse holds."""
    with engine.connect() as connection:
        cube = build_cube(read_columns(connection, catalogue), catalogue, TODAY)

    def ask(indicator: str, period: str, region: int = 440600) -> float:
        wanted = Period.parse(period)
        series = compute(indicator, cube, catalogue).series[wanted.grain]
        return float(series.value[series.regions.index(region), series.periods.index(wanted)])

    return ask


@pytest.fixture(scope="session")
def published_warehouse(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Path:
    """A SQLite file that holds every published figure."""
    file = tmp_path_factory.mktemp("oracles") / "published.db"
    engine = open_warehouse(f"sqlite:///{file}")
    load_published(engine, catalogue)
    engine.dispose()
    return file


@pytest.fixture(scope="session")
def ask(published_warehouse: Path, catalogue: Catalogue) -> Iterator[Ask]:
    """Asks the warehouse of published figures."""
    engine = open_warehouse(f"sqlite:///{published_warehouse}")
    yield actor(engine, catalogue)
    engine.dispose()


@pytest.fixture
def ask_of(tmp_path: Path, catalogue: Catalogue) -> Iterator[Callable[..., Ask]]:
    """Lands rows of measure, region, period id and value in a warehouse of their own and asks that."""
    engine = open_warehouse(f"sqlite:///{tmp_path / 'own.db'}")

    def make(*rows: Row) -> Ask:
        measures, regions, periods, values = zip(*rows, strict=True)
        codes = [Period.parse(period).code for period in periods]
        facts = NewFacts.of(measures, regions, codes, values, basis=3)
        append_facts(engine, catalogue, "test", "rows", facts, datetime(2025, 1, 1, tzinfo=UTC))
        return actor(engine, catalogue)

    yield make
    engine.dispose()
