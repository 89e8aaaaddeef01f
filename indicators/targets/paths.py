"""Targets and the path an indicator should take to them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indicators.calendar.periods import Period
from indicators.catalogue.catalogue import Catalogue
from indicators.definitions.model import Better, Target
from indicators.statistics.arrays import Floats

JUDGING = ("register", "plan", "demo")  # in this order; another city's target is shown beside, it never judges


def judging_target(catalogue: Catalogue, indicator: str, region: int) -> Target | None:
    """The target a region is judged by: its own before that of the region around it, and the city's register before
    the plan's text before the demonstration's; of several of a kind the one that reaches furthest."""
    line = catalogue.regions.around(region)
    fitting = [
        t
        for t in catalogue.targets_of(indicator)
        if t.source_kind in JUDGING and t.region in line and (t.region == region or not t.only)
    ]
    return min(fitting, key=lambda t: (line.index(t.region), JUDGING.index(t.source_kind), -t.period), default=None)


def peer_targets(catalogue: Catalogue, indicator: str) -> tuple[Target, ...]:
    """Other cities' published targets and figures, to be drawn for comparison with their name."""
    return tuple(t for t in catalogue.targets_of(indicator) if t.source_kind == "benchmark")


def years_on(period: Period) -> float:
    """The end of a period on a scale of years: the end of 2020 is 2021.0."""
    return period.year + period.last_month / 12


def expected(target: Target, periods: Sequence[Period]) -> Floats:
    """Where the path stands at the end of each period; NaN before its beginning, the target's value after its end."""
    at = np.array([years_on(period) for period in periods])
    if target.path == "stepped":
        steps = (*target.steps, (target.period, target.value))
        path = np.full(at.shape, np.nan)
        for year, value in steps:
            path[at >= year + 1 - 1e-9] = value
        return path
    due = target.period + 1.0
    if target.path == "linear" and target.baseline is not None and target.baseline_period is not None:
        start = target.baseline_period + 1.0
        path = np.interp(at, [start, due], [target.baseline, target.value])
        return np.where(at < start - 1e-9, np.nan, path)
    return np.full(at.shape, target.value)


def elapsed(target: Target, period: Period) -> float | None:
    """How much of the time from baseline to due date has passed at the end of a period, in percent."""
    if target.baseline_period is None:
        return None
    start, due = target.baseline_period + 1.0, target.period + 1.0
    return float(np.clip((years_on(period) - start) / (due - start), 0, 1) * 100)


def attainment(target: Target, value: float) -> float | None:
    """How much of the way from baseline to target is done, in percent (may be negative or above 100)."""
    if target.baseline is None or target.value == target.baseline or not np.isfinite(value):
        return None
    return (value - target.baseline) / (target.value - target.baseline) * 100


def needed(target: Target, value: float, period: Period, per_year: int, better: Better) -> float | None:
    """The change still needed in each remaining period to meet the target; None when it is met or the time is over."""
    left = round((target.period + 1.0 - years_on(period)) * per_year)
    if left <= 0 or not np.isfinite(value):
        return None
    missing = target.value - value
    met = missing >= 0 if better == "lower" else missing <= 0
    return None if met else missing / left
