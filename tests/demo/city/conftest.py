"""The demonstration city, made once for all tests of this folder."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlalchemy import Engine

from data.core.clock import DEMO_START
from data.warehouse.connection import open_warehouse
from data.warehouse.events import NewEvents
from data.warehouse.facts import NewFacts, append_facts
from demo.city import build_demo, deliveries
from demo.city.build import Delivered
from demo.city.deliveries import EventDelivery, FactDelivery
from indicators.calendar.periods import Period
from indicators.catalogue.catalogue import Catalogue

Cell = tuple[int, int]


@dataclass(frozen=True)
class Standing:
    """The standing facts of the demonstration: value by measure, then by region and period code."""

    values: Mapping[str, Mapping[Cell, float]]

    def city(self, measure: str, *periods: str) -> float:
        """Sum of a measure over all its regions of one level and the named periods."""
        codes = {Period.parse(period).code for period in periods}
        return sum(value for (_, period), value in self.values[measure].items() if period in codes)

    def district(self, measure: str, code: int, period: str) -> float:
        """Sum of a measure over a district's towns (or the district itself) in a period."""
        wanted = Period.parse(period).code
        return sum(
            value
            for (region, period), value in self.values[measure].items()
            if period == wanted and code in (region, region // 1000)
        )


@dataclass(frozen=True)
class BuiltCity:
    """A warehouse with the demonstration in it, and what its builder reported on the way."""

    engine: Engine
    progress: tuple[tuple[int, int, str], ...]


@pytest.fixture(scope="session")
def batches(catalogue: Catalogue) -> tuple[Delivered, ...]:
    """Every batch of the demonstration city in the order of loading."""
    return tuple(deliveries(catalogue))


@pytest.fixture(scope="session")
def fact_batches(batches: tuple[Delivered, ...]) -> tuple[FactDelivery, ...]:
    """The batches of facts."""
    return tuple(batch for batch in batches if isinstance(batch, FactDelivery))


@pytest.fixture(scope="session")
def standing(fact_batches: tuple[FactDelivery, ...]) -> Standing:
    """What stands after all batches."""
    values: dict[str, dict[Cell, float]] = {}
    for batch in fact_batches:
        for measure, region, period, value in rows_of(batch.facts):
            values.setdefault(measure, {})[(region, period)] = value
    return Standing(values)


def rows_of(facts: NewFacts) -> Iterable[tuple[str, int, int, float]]:
    """The facts as rows."""
    names = [facts.measures[place] for place in facts.measure.tolist()]
    return zip(names, facts.region.tolist(), facts.period.tolist(), facts.value.tolist(), strict=True)


@pytest.fixture(scope="session")
def events(batches: tuple[Delivered, ...]) -> Mapping[str, Mapping[str, NewEvents]]:
    """All events: by kind, then by month as it is in the file's name (`202405`)."""
    made: dict[str, dict[str, NewEvents]] = {}
    for batch in batches:
        if isinstance(batch, EventDelivery):
            made.setdefault(batch.kind, {})[batch.file_name.split("-")[1]] = batch.make()
    return made


def column(of_kind: Mapping[str, NewEvents], name: str) -> NDArray[np.float64]:
    """One column of all events of a kind."""
    return np.concatenate([getattr(month, name) for month in of_kind.values()])


@pytest.fixture(scope="session")
def built(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterable[BuiltCity]:
    """A warehouse in which a published figure stood before the demonstration was built, with a tenth of the events."""
    folder: Path = tmp_path_factory.mktemp("demo")
    engine = open_warehouse(f"sqlite:///{folder / 'warehouse.db'}")
    measures, regions = ["rd_expenditure", "app_registered_users"], [440605, 440600]
    published = NewFacts.of(measures, regions, [202240, 202140], [99.5, 365.7], basis=1)
    append_facts(engine, catalogue, "R1", "published.csv", published, DEMO_START)
    said: list[tuple[int, int, str]] = []
    build_demo(engine, catalogue, scale=0.1, progress=lambda *step: said.append(step))
    yield BuiltCity(engine, tuple(said))
    engine.dispose()
