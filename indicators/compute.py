"""One indicator, computed for all regions and periods: value, path, status, score."""

from __future__ import annotations

import numpy as np

from indicators.catalogue import Catalogue
from indicators.cells import cells
from indicators.cube import Cube, Floats, Grid
from indicators.definitions import Indicator
from indicators.evaluate import evaluate
from indicators.formula import Call, Name, Node, fraction, measures
from indicators.periods import Grain, Period
from indicators.results import Result, Series
from indicators.score import score
from indicators.status import gap, judge
from indicators.targets import expected as path
from indicators.targets import judging_target

ALSO = {
    Grain.MONTH: (Grain.QUARTER, Grain.YEAR, Grain.YTD, Grain.R12),
    Grain.QUARTER: (Grain.YEAR, Grain.YTD, Grain.R12),
    Grain.YEAR: (),
}


def compute(indicator: str, cube: Cube, catalogue: Catalogue) -> Result:
    """The series of an indicator at its own grain and all coarser ones, and its newest cell in each region."""
    native = Grain(catalogue.indicators[indicator].grain)
    series = {grain: _series(indicator, cube, catalogue, grain) for grain in (native, *ALSO[native])}
    return Result(indicator, series, tuple(cells(indicator, series, catalogue, cube.today)))


def compute_all(cube: Cube, catalogue: Catalogue) -> dict[str, Result]:
    """Every indicator of the catalogue."""
    return {name: compute(name, cube, catalogue) for name in catalogue.indicators}


def _series(name: str, cube: Cube, catalogue: Catalogue, grain: Grain) -> Series:
    indicator, tree = catalogue.indicators[name], catalogue.formulas[name]
    grid = _deep_enough(evaluate(tree, cube, grain), catalogue, indicator)
    quotient = fraction(tree)
    top, bottom = (
        (evaluate(quotient.numerator, cube, grain).value, evaluate(quotient.denominator, cube, grain).value)
        if quotient
        else (np.full_like(grid.value, np.nan),) * 2
    )
    judged = grain == indicator.grain or not adds_up(tree, catalogue)
    periods = cube.axis(grain)
    way = _expected(name, catalogue, periods) if judged else np.full_like(grid.value, np.nan)
    dwell = 1 if grain is Grain.YEAR else 2
    status = judge(gap(indicator, grid.value, way), dwell) if indicator.better != "none" else np.zeros_like(grid.basis)
    points = score(indicator, grid.value, way) if indicator.better != "none" else np.full_like(grid.value, np.nan)
    return Series(
        name, grain, periods, catalogue.regions.codes, grid.value, top, bottom, way, points, grid.basis, status
    )


def _deep_enough(grid: Grid, catalogue: Catalogue, indicator: Indicator) -> Grid:
    """The grid without regions that are too small for the indicator to mean something."""
    for row, code in enumerate(catalogue.regions.codes):
        if not catalogue.regions.reaches(code, indicator.level):
            grid.value[row], grid.basis[row] = np.nan, 0
    return grid


def _expected(name: str, catalogue: Catalogue, periods: tuple[Period, ...]) -> Floats:
    """The path of each region's judging target [regions × periods]; NaN where there is none."""
    paths: dict[int, Floats] = {}
    way = np.full((len(catalogue.regions), len(periods)), np.nan)
    counted = adds_up(catalogue.formulas[name], catalogue)
    for row, code in enumerate(catalogue.regions.codes):
        target = judging_target(catalogue, name, code)
        if target is None or (counted and code != target.region):
            continue
        if id(target) not in paths:
            paths[id(target)] = path(target, periods)
        way[row] = paths[id(target)]
    return way


def adds_up(tree: Node, catalogue: Catalogue) -> bool:
    """Whether the value grows with the region or the length of the period (a count, a sum), so that a target for the
    city's month says nothing about a town or a year. Shares, rates per head, growth and means do not."""
    if fraction(tree) or (isinstance(tree, Call) and tree.function == "growth"):
        return False
    if isinstance(tree, Name):
        return catalogue.measures[tree.measure].kind in {"flow", "stock"}
    return any(catalogue.measures[m].kind in {"flow", "stock"} for m in measures(tree))
