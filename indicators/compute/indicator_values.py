"""One indicator, computed for all regions and periods: value, path, status, score."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from indicators.calendar.periods import Grain, Period
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.current_values import newest_values
from indicators.compute.results import IndicatorResult, IndicatorSeries
from indicators.compute.told_periods import Flags, told
from indicators.formula.meaning import expanded, fraction
from indicators.formula.tree import Binary, Name, Node, parts_of
from indicators.measures.formula_evaluation import ValueMatrix, evaluate, evaluate_part, from_nothing
from indicators.measures.measure_cube import MeasureCube
from indicators.scoring.score import score
from indicators.scoring.status import dwell_of, judge, normalised_deviation, possible, too_few
from indicators.statistics.arrays import Floats
from indicators.targets.paths import expected as path
from indicators.targets.paths import judging_target

ALSO = {
    Grain.MONTH: (Grain.QUARTER, Grain.HALF, Grain.YEAR, Grain.YTD, Grain.R12),
    Grain.QUARTER: (Grain.HALF, Grain.YEAR, Grain.YTD, Grain.R12),
    Grain.YEAR: (),
}


def compute(indicator: str, cube: MeasureCube, catalogue: Catalogue) -> IndicatorResult:
    """The series of an indicator at its own grain and all coarser ones, and its newest cell in each region."""
    native = Grain(catalogue.indicators[indicator].grain)
    cube = cube.reaching(catalogue.measures_of(indicator))
    series = {grain: _series(indicator, cube, catalogue, grain) for grain in (native, *ALSO[native])}
    baseless = from_nothing(catalogue.formulas[indicator], cube, native)
    came = told(series[native], series.get(Grain.YTD), baseless)
    series[native] = _told_of(series[native], came, catalogue)
    return IndicatorResult(
        indicator, series, tuple(newest_values(indicator, series, catalogue, cube.today, baseless, came))
    )


def compute_all(cube: MeasureCube, catalogue: Catalogue) -> dict[str, IndicatorResult]:
    """Every indicator of the catalogue."""
    return {name: compute(name, cube, catalogue) for name in catalogue.indicators}


def _series(name: str, cube: MeasureCube, catalogue: Catalogue, grain: Grain) -> IndicatorSeries:
    indicator, periods = catalogue.indicators[name], cube.axis(grain)
    grid, top, bottom = _values(name, cube, catalogue, grain)
    way = _expected(name, catalogue, grain, periods)
    usable = ~too_few(catalogue.least_cases(name), bottom) & possible(indicator, grid.value)
    judged = np.where(judged_rows(name, catalogue, grain) & usable, grid.value, np.nan)
    status, points = judge(normalised_deviation(indicator, judged, way), dwell_of(grain)), score(indicator, judged, way)
    return IndicatorSeries(
        name, grain, periods, catalogue.regions.codes, grid.value, top, bottom, way, points, grid.basis, status
    )


def _told_of(native: IndicatorSeries, came: Flags, catalogue: Catalogue) -> IndicatorSeries:
    """The same with what a target judges, and nobody told or what cannot be, as off track in the status's inertia."""
    name = native.indicator
    indicator, least = catalogue.indicators[name], catalogue.least_cases(name)
    rows, few = judged_rows(name, catalogue, native.grain), too_few(least, native.denominator)
    can_be = possible(indicator, native.value)
    silent = rows & ~(came & can_be) & ~few & (~np.isnan(native.expected) | (indicator.band is not None))
    gaps = normalised_deviation(indicator, np.where(rows & ~few & can_be, native.value, np.nan), native.expected)
    return replace(native, status=judge(gaps, dwell_of(native.grain), silent)) if silent.any() else native


def _values(name: str, cube: MeasureCube, catalogue: Catalogue, grain: Grain) -> tuple[ValueMatrix, Floats, Floats]:
    """Value, numerator and denominator; none in regions that are too small for the indicator to mean something."""
    tree, regions = catalogue.formulas[name], catalogue.regions
    grid, quotient = evaluate(tree, cube, grain), fraction(tree)
    nodes = (quotient.numerator, quotient.denominator) if quotient else ()
    top, bottom = [evaluate_part(node, cube, grain).value for node in nodes] or np.full((2, *grid.value.shape), np.nan)
    for row, code in enumerate(regions.codes):
        if not regions.reaches(code, catalogue.indicators[name].level):
            grid.value[row] = top[row] = bottom[row] = np.nan
            grid.basis[row] = 0
    return grid, top, bottom


def _expected(name: str, catalogue: Catalogue, grain: Grain, periods: tuple[Period, ...]) -> Floats:
    """The path of each region's judging target [regions × periods]; NaN where there is none."""
    paths: dict[int, Floats] = {}
    way = np.full((len(catalogue.regions), len(periods)), np.nan)
    if grain != catalogue.indicators[name].grain and grows_with_time(catalogue.formulas[name], catalogue):
        return way
    counted = adds_up(catalogue.formulas[name], catalogue)
    for row, code in enumerate(catalogue.regions.codes):
        target = judging_target(catalogue, name, code)
        if target is None or (counted and code != target.region):
            continue
        if id(target) not in paths:
            paths[id(target)] = path(target, periods)
        way[row] = paths[id(target)]
    return way


def judged_rows(name: str, catalogue: Catalogue, grain: Grain) -> NDArray[np.bool_]:
    """The rows that may have a status [regions × 1]: a band meant for the city's month judges no sum of a town or a
    year; what has no good direction is judged nowhere."""
    indicator, tree = catalogue.indicators[name], catalogue.formulas[name]
    rows = np.full((len(catalogue.regions), 1), indicator.better != "none")
    if indicator.band and adds_up(tree, catalogue):
        rows[1:] = False
    if indicator.band and grain != indicator.grain and grows_with_time(tree, catalogue):
        rows[:] = False
    return rows


def adds_up(tree: Node, catalogue: Catalogue) -> bool:
    """Whether the value grows with the region (a count, a sum), so that a target for the city says nothing about a
    town. Shares, rates per head, growth and means do not."""
    return _degree(tree, catalogue, {"flow", "stock"}) != 0


def grows_with_time(tree: Node, catalogue: Catalogue) -> bool:
    """Whether the value grows with the length of the period (events, also events per head), so that a target for a
    month says nothing about a year."""
    return _degree(tree, catalogue, {"flow"}) != 0


def _degree(node: Node, catalogue: Catalogue, kinds: Set[str]) -> int:
    """The power with which measures of some kinds enter a formula."""
    node = expanded(node)
    if isinstance(node, Name):
        return int(catalogue.measures[node.measure].kind in kinds)
    inner = [_degree(part, catalogue, kinds) for part in parts_of(node)]
    if isinstance(node, Binary) and node.sign in "*/":
        return inner[0] + inner[1] if node.sign == "*" else inner[0] - inner[1]
    return max(inner, key=abs, default=0)
