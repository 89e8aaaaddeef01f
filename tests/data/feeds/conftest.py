"""A city that fetches, over SQLite: what runs work with, and a quick way to declare a feed and run it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from data.core.clock import FixedClock
from data.feeds.definitions import FeedDefinition
from data.feeds.feed_runner import FeedDependencies, run_feed
from data.geography.grids import load_grids
from data.ingest.delivery_kinds import IntakeDependencies
from data.operations import open_operations
from data.operations.feeds.feed_store import FeedRun, FeedState, runs_of, state_of
from data.storage.engines import reading
from data.telemetry import open_readings
from data.warehouse.connection import open_warehouse
from data.warehouse.tables import fact, measure_key
from indicators.catalogue.catalogue import Catalogue


@dataclass
class MovingClock:
    """A clock that moves when it is told to."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment

    def forward(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


@dataclass
class FeedCity:
    """A city's databases and clock; `waits` are the pauses that runs have made."""

    given: FeedDependencies
    clock: MovingClock
    waits: list[float] = field(default_factory=list)

    def run(self, feed: FeedDefinition, name: str = "feed") -> FeedRun:
        found = run_feed(self.given, name, feed)
        with self.given.operations.reading() as connection:
            assert runs_of(connection, name, 1) == (found,)
        return found

    def state(self, name: str = "feed") -> FeedState:
        with self.given.operations.reading() as connection:
            return state_of(connection, name)

    def facts(self) -> list[tuple[str, int, int, float]]:
        """Every vintage that has landed, in the order of landing."""
        query = (
            select(measure_key.c.id, fact.c.region, fact.c.period, fact.c.value)
            .join(measure_key, measure_key.c.no == fact.c.measure)
            .order_by(fact.c.batch, measure_key.c.id, fact.c.region, fact.c.period)
        )
        with reading(self.given.intake.engine).connect() as connection:
            return [tuple(row) for row in connection.execute(query)]


@pytest.fixture
def environment() -> dict[str, str]:
    """The environment in which secrets stand."""
    return {}


@pytest.fixture
def city(tmp_path: Path, catalogue: Catalogue, clock: FixedClock, environment: Mapping[str, str]) -> Iterator[FeedCity]:
    moving, waits = MovingClock(clock.now()), list[float]()
    warehouse = open_warehouse(f"sqlite:///{tmp_path / 'warehouse.db'}")
    readings = open_readings(f"sqlite:///{tmp_path / 'readings.db'}")
    operations = open_operations(f"sqlite:///{tmp_path / 'operations.db'}")

    def wait(seconds: float) -> bool:
        if seconds:
            waits.append(seconds)
        return True

    intake = IntakeDependencies(warehouse, readings, catalogue, lambda: load_grids(tmp_path), {}, moving)
    given = FeedDependencies(operations, intake, environment, wait, time.monotonic, lambda: 0.5)
    yield FeedCity(given, moving, waits)
    for opened in (warehouse, readings, operations):
        opened.dispose()


@pytest.fixture
def declare() -> Callable[..., FeedDefinition]:
    """A feed that fetches so; `more` are its other settings."""

    def make(fetch: Mapping[str, Any], **more: Any) -> FeedDefinition:
        usual: dict[str, Any] = {
            "name": {"zh": "报送", "en": "Feed"},
            "source": "statistics",
            "delivers": "facts",
            "schedule": {"every": 60},
            "timeout": 5,
            "retries": {"times": 0},
        }
        return FeedDefinition.model_validate({**usual, **more, "fetch": fetch})

    return make
