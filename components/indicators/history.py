"""An indicator's history put together for a picture: values, path, last year, stages, baseline, other cities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from components.charts.trend import Fan, Trend
from components.formatting.display_values import basis_name, points, status_name, unit
from components.formatting.numbers import DisplayValue
from components.framework.view import View
from indicators.calendar.periods import Grain, Period
from indicators.catalogue.catalogue import Catalogue
from indicators.definitions.model import Indicator, Target
from indicators.forecast.bands import INNER, OUTER
from indicators.forecast.outlook import Outlook, Point
from indicators.plan.projection_axis import path_ahead, same_yardstick, until_due, year_before
from indicators.standards.model import breaks
from indicators.targets.paths import judging_target, peer_targets


class SeriesHistory(Protocol):
    """A stored series of one indicator in one region at one grain."""

    @property
    def indicator(self) -> str: ...
    @property
    def region(self) -> int: ...
    @property
    def grain(self) -> str: ...
    @property
    def periods(self) -> tuple[str, ...]: ...
    @property
    def value(self) -> Any: ...
    @property
    def expected(self) -> Any: ...
    @property
    def status(self) -> Any: ...
    @property
    def basis(self) -> Any: ...


@dataclass(frozen=True)
class HistoryRow:
    """One row of the table twin."""

    figure: DisplayValue
    expected: float | None
    earlier: float | None


@dataclass(frozen=True)
class HistoryChart:
    """A history as a picture, and as the rows of its table twin (newest first)."""

    trend: Trend
    lines: tuple[HistoryRow, ...]


def chart(
    view: View, catalogue: Catalogue, series: SeriesHistory, compare: bool, outlook: Outlook | None = None
) -> HistoryChart | None:
    """The picture of a series, with last year's values where `compare` and what is expected where it is at its grain.

    None when no value was ever known.
    """
    first, last = _span(series)
    if first is None or last is None:
        return None
    indicator = catalogue.indicators[series.indicator]
    grain = Grain(series.grain)
    target = judging_target(catalogue, series.indicator, series.region)
    drawn = same_yardstick(catalogue, series.indicator, series.region, grain)
    shown = [Period.parse(period) for period in series.periods[first : last + 1]]
    expected = _ahead(outlook, shown[-1])
    ahead = max(until_due(shown[-1], target) if target is not None and drawn else (), tuple(expected), key=len)
    axis = [*shown, *ahead]
    value = [*points(series.value)[first : last + 1], *([None] * len(ahead))]
    before = year_before(points(series.value)[: last + 1], grain)[first:]
    path = path_ahead(target, axis) if target is not None and drawn else []
    trend = Trend(
        labels=[period.id for period in axis],
        value=value,
        value_name=view.translate("indicator.line.value"),
        unit=unit(view, indicator).strip(),
        decimals=indicator.decimals,
        expected=path,
        expected_name=view.translate("indicator.line.path"),
        earlier=before if compare else (),
        earlier_name=view.translate("indicator.line.earlier"),
        marks=[*_stages(view, catalogue, axis), *_breaks(view, catalogue, series.indicator, axis)],
        rivals=_rivals(view, catalogue, series.indicator) if drawn else (),
        dots=_dots(view, target, axis, indicator.decimals) if target is not None and path else (),
        fan=_fan(view, indicator, axis, value[len(shown) - 1], expected) if expected else None,
    )
    lines = [
        HistoryRow(_figure(view, catalogue, series, first + n), path[n] if path else None, before[n])
        for n in range(len(shown))
    ]
    return HistoryChart(trend, tuple(reversed(lines)))


def _ahead(outlook: Outlook | None, last: Period) -> dict[Period, Point]:
    """The points of an outlook that goes on from a period, by their periods; none of one of another grain or day."""
    if outlook is None or outlook.origin != last.id:
        return {}
    return {Period.parse(point.period): point for point in outlook.points}


def _fan(
    view: View, indicator: Indicator, axis: Sequence[Period], newest: float | None, ahead: Mapping[Period, Point]
) -> Fan:
    """The fan from the newest value on, within what the indicator can be."""
    low, high = indicator.bounds

    def within(value: float) -> float:
        return min(max(value, value if low is None else low), value if high is None else high)

    def line(width: float) -> list[float | None]:
        points = (ahead.get(period) for period in axis)
        found = [None if point is None else within(point.middle + width * point.spread) for point in points]
        begins = next(place for place, value in enumerate(found) if value is not None) - 1
        return [newest if place == begins else value for place, value in enumerate(found)]

    name = view.translate("indicator.line.forecast")
    return Fan(name, line(0), (line(-OUTER), line(OUTER)), (line(-INNER), line(INNER)))


def _span(series: SeriesHistory) -> tuple[int | None, int | None]:
    """The places of the first and the last known value."""
    known = [n for n, value in enumerate(series.value) if value == value]
    return (known[0], known[-1]) if known else (None, None)


def _figure(view: View, catalogue: Catalogue, series: SeriesHistory, at: int) -> DisplayValue:
    indicator = catalogue.indicators[series.indicator]
    value = float(series.value[at])
    return DisplayValue(
        series.indicator,
        series.region,
        series.periods[at],
        None if value != value else value,
        unit(view, indicator),
        indicator.decimals,
        status_name(int(series.status[at])),
        basis_name(int(series.basis[at])),
    )


def _stages(view: View, catalogue: Catalogue, axis: Sequence[Period]) -> list[tuple[int, str]]:
    """Where on the axis each stage of the plan begins."""
    found = []
    for order, stage in enumerate(catalogue.plan.stages, 1):
        at = next((n for n, period in enumerate(axis) if period.year == stage.start), None)
        if at is not None:
            found.append((at, view.translate("indicator.stage", order=order)))
    return found


def _breaks(view: View, catalogue: Catalogue, indicator: str, axis: Sequence[Period]) -> list[tuple[int, str]]:
    """Where on the axis the values begin to be judged by another edition of their standard."""
    standard = catalogue.standards.by_name().get(catalogue.indicators[indicator].standard or "")
    if standard is None:
        return []
    return [
        (
            next(n for n, period in enumerate(axis) if change.day <= period.last_day()),
            view.translate("indicator.break", standard=view.localise(change.after.title)),
        )
        for change in breaks(standard, axis[0].first_day(), axis[-1].last_day())
    ]


def _rivals(view: View, catalogue: Catalogue, indicator: str) -> list[tuple[float, str]]:
    """Other cities' published figures with their name and mark; also the limits of a band."""
    mark = view.translate("target.benchmark.short")
    found = [(t.value, f"{view.localise(t.source)} {t.value:g} · {mark}") for t in peer_targets(catalogue, indicator)]
    band = catalogue.indicators[indicator].band
    return [*found, *((limit, view.translate("indicator.line.band", value=f"{limit:g}")) for limit in band or ())]


def _dots(view: View, target: Target, axis: Sequence[Period], decimals: int) -> list[tuple[int, float, str]]:
    """Baseline and target as points on the path."""
    found = []
    for year, value, key in (
        (target.baseline_period, target.baseline, "indicator.dot.baseline"),
        (target.period, target.value, "indicator.dot.target"),
    ):
        at = max((n for n, period in enumerate(axis) if period.year == year), default=None)
        if at is not None and value is not None:
            found.append((at, value, view.translate(key, value=f"{value:,.{decimals}f}")))
    return found
