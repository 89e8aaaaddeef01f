"""The warehouse: loading, refreshing and reading, at one size of the city after the other."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from data.core.scope import Scope
from data.snapshots.indicator_repository import IndicatorRepository
from data.snapshots.refresh import refresh
from data.storage.engines import reading
from data.warehouse.events import NewEvents, append_events
from data.warehouse.facts import NewFacts, append_facts
from runtime.container import Container
from tests.performance.city import City
from tests.performance.report import Line
from tests.performance.timing import Took, timed

TOWN, MONTH, DEMO = 440605121, 202505, 4
KIND, EVENT_DAY, BATCH = "hotline_order", 20250612, 500
BULK = 200_000
ALL = Scope.everything()


def measure(city: City, runs: int) -> list[Line]:
    """What is asked of the warehouse of one city; each line's group names the size."""
    container = city.container()
    group = f"Warehouse, {city.scale:g} × the events"
    number = itertools.count(1)
    lines = [
        Line(group, "events", city.events, ""),
        Line(group, "facts with their vintages", city.facts, ""),
        Line(group, "size on disk", city.megabytes, "MB"),
    ]
    if city.cpu:
        lines.append(Line(group, "built and computed", city.cpu, "s", note=f"CPU; {city.wall:.0f} s by the clock"))
        rate = (city.events + city.facts) / city.wall
        lines.append(Line(group, "rows made and loaded a second", rate, "", note="generator, events, counts, marts"))
    full = timed("refreshing everything", runs, lambda: _refresh_all(container, next(number)))
    refresh(container.engine, container.catalogue, container.clock)
    small = timed("refreshing after one fact", runs * 3, lambda: _one_fact(container, next(number)))
    month = timed("refreshing after a month of one measure", runs, lambda: _one_month(container, next(number)))
    landed = timed(f"landing {BATCH} events", runs, lambda: _some_events(container, next(number)))
    page = timed("reading what the overview shows", runs * 3, lambda: _read_page(container))
    kept = timed("the same in a worker that has read before", runs * 3, lambda: _read_page_again(container))
    return [
        *lines,
        Line(group, "everything refreshed, snapshot landed", full.cpu, "s", 5, "CPU"),
        Line(group, "one fact: touched indicators, snapshot landed", small.cpu * 1000, "ms", 200, _clock(small)),
        Line(group, "a measure's month in all towns: the same", month.cpu * 1000, "ms", 200, _clock(month)),
        Line(group, f"{BATCH} events landed and their month counted", landed.cpu * 1000, "ms", None, _clock(landed)),
        Line(group, "overview read, cold reader", page.cpu * 1000, "ms", 20, _clock(page)),
        Line(group, "overview read", kept.cpu * 1000, "ms", 20, _clock(kept)),
        _bulk(group, container, next(number)),
    ]


def growth(lines: Iterable[Line]) -> list[Line]:
    """How much more each thing takes per size, against the first size."""
    by_what: dict[str, list[Line]] = {}
    for line in lines:
        if line.group.startswith("Warehouse"):
            by_what.setdefault(line.what, []).append(line)
    return [
        Line(f"Growth against {found[0].group.split(', ')[1]}", found[0].what, line.value / found[0].value, "×", None,
             line.group.split(", ")[1])
        for found in by_what.values()
        for line in found[1:]
        if found[0].value and not line.what.endswith("a second")
    ]  # fmt: skip


def _clock(took: Took) -> str:
    return f"CPU; {took.wall * 1000:.0f} ms by the clock"


def _refresh_all(container: Container, n: int) -> None:
    """A catalogue that says it is new is computed whole."""
    refresh(container.engine, replace(container.catalogue, fingerprint=f"bench-{n}"), container.clock)


def _one_fact(container: Container, n: int) -> None:
    _land(container, [TOWN], 1000.0 + n)


def _one_month(container: Container, n: int) -> None:
    _land(container, container.catalogue.regions.at("town"), 900.0 + n)


def _land(container: Container, regions: Sequence[int], value: float) -> None:
    """A batch of one measure and month, and the snapshot after it."""
    count = len(regions)
    facts = NewFacts.of(["hotline_orders_on_time"] * count, regions, [MONTH] * count, [value] * count, basis=DEMO)
    append_facts(container.engine, container.catalogue, "bench", f"bench-{value}", facts, container.clock.now())
    refresh(container.engine, container.catalogue, container.clock)


def _some_events(container: Container, n: int) -> None:
    towns = np.array(container.catalogue.regions.at("town"))
    ids = np.arange(BATCH) + 10**12 + n * BATCH
    events = NewEvents(
        np.full(BATCH, EVENT_DAY),
        towns[np.arange(BATCH) % len(towns)],
        ids,
        np.full(BATCH, 1_749_700_000),
        np.ones(BATCH, np.int64),
        np.full(BATCH, 1),
        np.zeros(BATCH),
    )
    moment = container.clock.now()
    append_events(container.engine, container.catalogue, "bench", f"bench-{n}.csv", KIND, events, moment, basis=DEMO)


def _read_page(container: Container) -> None:
    _read(IndicatorRepository(reading(container.engine), container.catalogue, container.clock), container)


def _read_page_again(container: Container) -> None:
    _read(container.reader, container)


def _read(reader: IndicatorRepository, container: Container) -> None:
    """What the overview reads."""
    version, city = reader.version(ALL), container.catalogue.regions.city.code
    reader.cells(ALL, version, city)
    reader.scores(ALL, version, city)
    reader.scores(ALL, version, subject_kind="city")
    for found in reader.attention(ALL, version, 5):
        reader.cell(ALL, version, found.indicator, found.region)
    reader.freshness(ALL)


def _bulk(group: str, container: Container, n: int) -> Line:
    """Bulk load of facts of one measure's many periods, as a department's history would come."""
    towns = np.array(container.catalogue.regions.at("town"))
    measures = [name for name, m in container.catalogue.measures.items() if m.grain == "month" and m.level == "town"]
    months = np.array([year * 100 + month for year in range(1950, 2018) for month in range(1, 13)])
    grid = np.indices((len(measures), len(months), len(towns))).reshape(3, -1)[:, :BULK]
    facts = NewFacts(
        tuple(measures),
        grid[0].astype(np.int32),
        towns[grid[2]],
        months[grid[1]].astype(np.int32),
        np.ones(grid.shape[1]),
        np.zeros(grid.shape[1], np.int16),
        np.full(grid.shape[1], DEMO, np.int16),
        np.zeros(grid.shape[1], np.int16),
    )
    took = timed(
        f"loading {grid.shape[1]:,} facts",
        1,
        lambda: append_facts(container.engine, container.catalogue, "bench", f"bulk-{n}", facts, container.clock.now()),
    )
    return Line(group, "facts loaded in bulk a second", grid.shape[1] / took.wall, "", None, "with vintages and mart")
