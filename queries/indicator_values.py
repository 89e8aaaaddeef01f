"""Reads that several screens make in the same way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from indicators.compute.results import GroupScore, IndicatorValue
from indicators.plan.maturity import telling
from indicators.statistics.arrays import Floats
from queries.request_context import RequestContext

RECENT = {"month": 18, "quarter": 10, "year": 6}  # periods in a spark


def recent_values(context: RequestContext, indicators: Iterable[str], region: int) -> dict[str, Floats]:
    """The values of the last periods of several indicators in a region, each at its own grain: three reads in all."""
    found: dict[str, Floats] = {}
    names = list(indicators)
    for grain, count in RECENT.items():
        wanted = [name for name in names if context.catalogue.indicators[name].grain == grain]
        if wanted:
            series = context.reader.many_series(context.scope, context.version, wanted, region, grain, count)
            found |= {name: one.value for name, one in series.items()}
    return found


def cells_in(context: RequestContext, region: int, wanted: Iterable[str] | None = None) -> list[IndicatorValue]:
    """The newest cells of a region, of some indicators or all."""
    kept = None if wanted is None else set(wanted)
    return [
        c for c in context.reader.cells(context.scope, context.version, region) if kept is None or c.indicator in kept
    ]


def telling_cells(context: RequestContext, cells: Sequence[IndicatorValue]) -> dict[str, IndicatorValue | None]:
    """For each of the home region's cells the one that tells whether its indicator is fed: itself, else one inside."""
    empty = [cell.indicator for cell in cells if cell.value is None]
    regions = [code for code in context.catalogue.regions.codes if context.scope.permits(code)]
    inside = context.reader.many_cells(context.scope, context.version, empty, regions) if empty else {}
    found: dict[str, list[IndicatorValue]] = {cell.indicator: [cell] for cell in cells}
    for (name, _), cell in inside.items():
        found[name].append(cell)
    return {name: telling(candidates, context.home) for name, candidates in found.items()}


def scores_by_region(
    context: RequestContext, kind: str, subject: str, regions: Sequence[int]
) -> Mapping[int, GroupScore]:
    """One group's scores in several regions."""
    found = context.reader.scores(context.scope, context.version, subject_kind=kind)
    return {score.region: score for score in found if score.subject == subject and score.region in regions}


def function_scores(context: RequestContext, regions: Iterable[int]) -> dict[tuple[str, int], GroupScore]:
    """The scores of all functions in several regions, by function and region."""
    found = (context.reader.scores(context.scope, context.version, region, "function") for region in regions)
    return {(score.subject, score.region): score for scores in found for score in scores}
