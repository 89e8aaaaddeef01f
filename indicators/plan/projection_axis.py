"""What a history is drawn with besides its values: the periods until the target is due, and the year before."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.calendar.periods import PER_YEAR, Grain, Period
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.indicator_values import adds_up, grows_with_time
from indicators.definitions.model import Target
from indicators.targets.paths import expected


def until_due(last: Period, target: Target) -> tuple[Period, ...]:
    """The periods after `last` until the end of the target's year, oldest first; none when that lies behind."""
    due = Period(last.grain, target.period, PER_YEAR[last.grain])
    return tuple(last.shift(step) for step in range(1, due.ordinal - last.ordinal + 1))


def path_ahead(target: Target, periods: Sequence[Period]) -> list[float | None]:
    """Where the path of a target stands at the end of each period; None before its beginning."""
    return [None if value != value else float(value) for value in expected(target, periods)]


def year_before(values: Sequence[float | None], grain: Grain) -> list[float | None]:
    """The same series one year earlier, place by place; None where there is none."""
    back = PER_YEAR[grain]
    return [*([None] * min(back, len(values))), *values[: max(len(values) - back, 0)]]


def same_yardstick(catalogue: Catalogue, indicator: str, region: int, grain: Grain) -> bool:
    """Whether a figure of the whole city for one period of the indicator's own grain can stand beside the values of
    `region` at `grain`: always for shares, for a count only where it is the city's, for events (also per head) only at
    their own grain."""
    tree = catalogue.formulas[indicator]
    same_place = region == catalogue.regions.city.code or not adds_up(tree, catalogue)
    return same_place and (grain == catalogue.indicators[indicator].grain or not grows_with_time(tree, catalogue))
