"""How far the plan has come: the way done from baselines to targets, beside the time that has passed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from indicators.catalogue.catalogue import Catalogue
from indicators.compute.indicator_values import adds_up
from indicators.compute.results import IndicatorValue
from indicators.targets.paths import judging_target


def time_passed(today: date, first_year: int = 2021, last_year: int = 2025) -> float:
    """How much of the plan's time has passed, in percent (0–100)."""
    start, end = date(first_year, 1, 1).toordinal(), date(last_year + 1, 1, 1).toordinal()
    return min(max((today.toordinal() - start) / (end - start), 0.0), 1.0) * 100


def attained_share(cell: IndicatorValue, catalogue: Catalogue) -> float | None:
    """How far an indicator has come on its way from baseline to target, between 0 and 100 %.

    0 where its value is missing, stale or impossible, None where it has no way to go: no target here, or none with a
    baseline.
    """
    good = not cell.stale and not cell.impossible
    if cell.attainment is not None and good:
        return min(max(cell.attainment, 0.0), 100.0)
    if cell.value is not None and good:
        return None
    target = judging_target(catalogue, cell.indicator, cell.region)
    if target is None or target.baseline is None or target.baseline == target.value:
        return None
    counted = adds_up(catalogue.formulas[cell.indicator], catalogue)
    return None if counted and target.region != cell.region else 0.0


def goal_progress(cells: Iterable[IndicatorValue], catalogue: Catalogue) -> dict[str, float | None]:
    """For each goal the weighted mean of its indicators' way from baseline to target, in percent.

    Each indicator counts between 0 and 100, so that one far ahead does not hide one that lags; one that is silent
    counts as 0. None where no indicator of the goal has both a baseline and a target.
    """
    sums = {goal: [0.0, 0.0] for goal in catalogue.plan.goals}
    for cell in cells:
        indicator, way = catalogue.indicators[cell.indicator], attained_share(cell, catalogue)
        if indicator.goal in sums and way is not None:
            sums[indicator.goal][0] += indicator.weight * way
            sums[indicator.goal][1] += indicator.weight
    return {goal: done / weight if weight else None for goal, (done, weight) in sums.items()}
