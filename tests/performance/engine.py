"""The engine alone: definitions read, everything computed, in memory."""

from __future__ import annotations

from data.core.clock import business_day
from data.warehouse.facts import read_columns
from indicators.catalogue.catalogue import CATALOGUE, load_catalogue
from indicators.compute.groups import score_groups
from indicators.compute.indicator_values import compute_all
from indicators.measures.measure_cube import build_cube
from tests.performance.city import City
from tests.performance.report import Line
from tests.performance.timing import timed

GROUP = "Engine (in memory)"


def measure(city: City, runs: int) -> list[Line]:
    """Medians, CPU seconds of this process."""
    container = city.container()
    day, catalogue = business_day(container.clock.now()), container.catalogue
    with container.engine.connect().execution_options(access="read") as connection:
        facts = read_columns(connection, catalogue)
    loaded = timed("reading the definitions", runs, lambda: load_catalogue(CATALOGUE))
    computed = timed(
        "computing all indicators", runs, lambda: compute_all(build_cube(facts, catalogue, day), catalogue)
    )
    results = compute_all(build_cube(facts, catalogue, day), catalogue)
    scored = timed("scoring all groups", runs, lambda: score_groups(results, catalogue, day))
    size = f"{len(catalogue.indicators)} indicators, {len(catalogue.regions)} regions, {len(facts.value):,} facts"
    return [
        Line(GROUP, "definitions read and checked", loaded.cpu * 1000, "ms", note="CPU"),
        Line(GROUP, "all indicators, regions, periods", computed.cpu, "s", note=f"CPU; {size}"),
        Line(GROUP, "all groups scored, month by month", scored.cpu * 1000, "ms", note="CPU"),
    ]
