"""The newest value of an indicator in each region, with everything a screen says about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from indicators.calendar.periods import PER_YEAR, Grain, Period
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.open_periods import open_column
from indicators.compute.results import IndicatorSeries, IndicatorValue
from indicators.compute.told_periods import Flags, last_told
from indicators.definitions.model import Indicator, Target
from indicators.scoring.judgement import Judgement, judgement, unjudged
from indicators.scoring.status import Status, dwell_of, normalised_deviation, possible, tolerance, too_few
from indicators.statistics.arrays import Floats
from indicators.targets.paths import attainment, elapsed, judging_target, needed, years_on

RECENT = {Grain.MONTH: 3, Grain.QUARTER: 2, Grain.YEAR: 1}  # periods that are compared with as many before: the trend
STEADY = 0.25  # of a tolerance: a smaller change is no trend


def newest_values(
    name: str,
    series: Mapping[Grain, IndicatorSeries],
    catalogue: Catalogue,
    today: date,
    from_nothing: Flags,
    came: Flags,
) -> Iterator[IndicatorValue]:
    """The cells of all regions in which the indicator means something.

    `from_nothing` marks periods of its own grain without a value because next to nothing was there a year before: the
    newest of them is the cell, with that reason, where no later value is known. `came` are the periods of which
    something was told: where the last of them lies before the last that counts by today, the cell is stale.
    """
    indicator = catalogue.indicators[name]
    native, least = series[Grain(indicator.grain)], catalogue.least_cases(name)
    few, late = too_few(least, native.denominator), last_told(came) < open_column(native, catalogue, today)
    gaps = normalised_deviation(
        indicator, np.where((native.status == Status.UNKNOWN) | few, np.nan, native.value), native.expected
    )
    for row, region in enumerate(native.regions):
        if catalogue.regions.reaches(region, indicator.level):
            told = np.flatnonzero(from_nothing[row] | ~np.isnan(native.value[row]))
            if len(told) and from_nothing[row, told[-1]]:
                period = native.periods[told[-1]].id
                yield IndicatorValue(name, region, native.grain, period, None, judgement=unjudged("from_nothing"))
                continue
            target = judging_target(catalogue, name, region)
            last = _newest(native, row)
            if last is None:
                yield IndicatorValue(name, region, native.grain, native.periods[-1].id, None)
                continue
            if late[row]:
                judged = _stale(native, row, last, today)
            else:
                judged = _judgement(indicator, series, row, last, gaps[row], least)
                if last and not came[row, last - 1] and judged.held == "better":
                    judged = replace(judged, gapped=True)
            yield _cell(indicator, series, row, last, target, judged)


def _newest(native: IndicatorSeries, row: int) -> int | None:
    known = np.nonzero(~np.isnan(native.value[row]))[0]
    return int(known[-1]) if len(known) else None


def _cell(
    indicator: Indicator,
    series: Mapping[Grain, IndicatorSeries],
    row: int,
    last: int,
    target: Target | None,
    judged: Judgement,
) -> IndicatorValue:
    native = series[Grain(indicator.grain)]
    period, value = native.periods[last], float(native.value[row, last])
    return IndicatorValue(
        native.indicator,
        native.regions[row],
        native.grain,
        period.id,
        value,
        numerator=_number(native.numerator[row, last]),
        denominator=_number(native.denominator[row, last]),
        basis=int(native.basis[row, last]),
        judgement=judged,
        ytd=_companion(series, Grain.YTD, row, period),
        r12=_companion(series, Grain.R12, row, period),
        score=None if judged.code == "stale" else _number(native.score[row, last]),
        trend=_trend(indicator, native, row, last),
        **_changes(native, row, last),
        **_aims(indicator, native, row, last, target, value),
    )


def _judgement(
    indicator: Indicator,
    series: Mapping[Grain, IndicatorSeries],
    row: int,
    last: int,
    gaps: Floats,
    least: int,
) -> Judgement:
    native = series[Grain(indicator.grain)]
    beyond = _beyond(indicator, float(native.value[row, last]))
    if beyond is not None:
        return beyond
    if indicator.better == "none":
        return unjudged("not_judged")
    if native.denominator[row, last] < least:
        return unjudged("few", least=float(least), **_cases(series, row, last, native))
    if native.status[row, last] == Status.UNKNOWN:
        return unjudged("no_target")
    value, way, dwell = float(native.value[row, last]), float(native.expected[row, last]), dwell_of(native.grain)
    return judgement(indicator, value, way, gaps[: last + 1], native.status[row, : last + 1], dwell)


def _beyond(indicator: Indicator, value: float) -> Judgement | None:
    """That a value lies outside what it can be, with the bound that it breaks; None where it does not."""
    low, high = indicator.bounds
    if possible(indicator, np.array([value]))[0]:
        return None
    if low is not None and value < low:
        return unjudged("impossible", side="below", limit=low)
    return unjudged("impossible", side="above", limit=float(high or 0.0))


def _cases(series: Mapping[Grain, IndicatorSeries], row: int, last: int, native: IndicatorSeries) -> dict[str, float]:
    """The two sides of a fraction of few cases, and those of the twelve months that end with it."""
    found = {"part": float(native.numerator[row, last]), "cases": float(native.denominator[row, last])}
    year, at = _ending_with(series, Grain.R12, native.periods[last])
    if year is not None and np.isfinite(year.denominator[row, at]):
        found |= {"year_part": float(year.numerator[row, at]), "year_cases": float(year.denominator[row, at])}
    return found


def _ending_with(
    series: Mapping[Grain, IndicatorSeries], grain: Grain, period: Period
) -> tuple[IndicatorSeries | None, int]:
    """The series of a grain that ends with each month, and the place of the span that ends with a period."""
    other = series.get(grain)
    if other is None:
        return None, 0
    at = Period(grain, period.year, period.last_month).ordinal - other.periods[0].ordinal
    return (other, at) if 0 <= at < len(other.periods) else (None, 0)


def _stale(native: IndicatorSeries, row: int, last: int, today: date) -> Judgement:
    period = native.periods[last]
    return unjudged("stale", days=float((today - period.last_day()).days), period=period.id)


def _number(value: float | None) -> float | None:
    return float(value) if value is not None and np.isfinite(value) else None


def _changes(native: IndicatorSeries, row: int, last: int) -> dict[str, Any]:
    """Differences to last year and to the period before, absolute and in percent."""
    values, found = native.value[row], {}
    for name, back in (("yoy", PER_YEAR[native.grain]), ("mom", 1)):
        before = _number(values[last - back]) if last >= back else None
        found[name] = None if before is None else float(values[last]) - before
        found[f"{name}_rate"] = None if not before else (float(values[last]) / before - 1) * 100
    return found


def _aims(
    indicator: Indicator, native: IndicatorSeries, row: int, last: int, target: Target | None, value: float
) -> dict[str, Any]:
    """What the target says about the value: where it should be, how far it is, what is still needed."""
    way = _number(native.expected[row, last])
    if target is None or way is None:
        return {"expected": None}
    period, per_year = native.periods[last], PER_YEAR[native.grain]
    return {
        "expected": way,
        "target_value": target.value,
        "target_period": target.period,
        "target_kind": target.source_kind,
        "baseline": target.baseline,
        "attainment": attainment(target, value),
        "elapsed": elapsed(target, period),
        "needed_per_period": needed(target, value, period, per_year, indicator.better),
        "projected": _projected(indicator, native, row, last, target),
    }


def _projected(indicator: Indicator, native: IndicatorSeries, row: int, last: int, target: Target) -> float | None:
    """The value at the due date if the change of the last twelve months goes on at its pace, within its bounds."""
    back = PER_YEAR[native.grain]
    before = _number(native.value[row, last - back]) if last >= back else None
    left = target.period + 1.0 - years_on(native.periods[last])
    if before is None or left < 0:
        return None
    value = float(native.value[row, last])
    low, high = indicator.bounds
    ahead = value + (value - before) * left
    ahead = ahead if low is None else max(ahead, min(low, value))
    return ahead if high is None else min(ahead, max(high, value))


def _companion(series: Mapping[Grain, IndicatorSeries], grain: Grain, row: int, period: Period) -> float | None:
    """The cumulative or twelve-month value that ends with the same month."""
    other, at = _ending_with(series, grain, period)
    return None if other is None else _number(other.value[row, at])


def _trend(indicator: Indicator, native: IndicatorSeries, row: int, last: int) -> int:
    """1 when the last periods stand better against those before by more than a quarter tolerance, -1 when worse.

    Better is nearer to the middle where a band is aimed at. Without a target the tolerance is a share of the value.
    """
    count = RECENT[native.grain]
    if last + 1 < 2 * count or indicator.better == "none":
        return 0
    values = native.value[row, last + 1 - 2 * count : last + 1]
    aim = native.expected[row, last]
    width = tolerance(indicator, np.array([values[count:].mean() if np.isnan(aim) else aim]))[0]
    if indicator.band is not None:
        values = -np.abs(values - sum(indicator.band) / 2)
    move = float(values[count:].mean() - values[:count].mean()) / width
    if np.isnan(move) or abs(move) < STEADY:
        return 0
    return int(np.sign(-move if indicator.better == "lower" else move))
