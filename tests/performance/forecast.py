"""How good forecasts are on real public series that nobody tuned them for, and what they cost.

Each series is cut at moments half a season apart; what was said then is held against what came. Errors are told as a
part of those of last year's value, first for each series, then in the mean of all.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from indicators.calendar.periods import Grain, Period
from indicators.catalogue.catalogue import load_catalogue
from indicators.forecast.bands import INNER, OUTER
from indicators.forecast.outlook import FEWEST, History, Outlook, outlooks
from indicators.statistics.arrays import Floats
from tests.performance.public_series import PublicSeries, public_series
from tests.performance.report import Line

YEARS = 5  # of moments at the end of a series
NAIVE_PACE = "at last year's pace"


@dataclass(frozen=True, eq=False)
class Case:
    """A series up to a moment, and what came in the year after."""

    series: str
    history: History
    truth: Floats


def measure(folder: Path) -> list[Line]:
    """The lines of this area."""
    series = public_series(folder)
    cases = [case for one in series for case in _cases(one)]
    began = time.process_time()
    said = outlooks([case.history for case in cases])
    spent = time.process_time() - began
    told = [(case, one) for case, one in zip(cases, said, strict=True) if one.points]
    note = f"{len(series)} series, {len(told)} moments"
    chances = [(one.probability, _met(case)) for case, one in told if one.probability is not None]
    met = float(np.mean([came for _, came in chances]))
    brier = float(np.mean([(chance - came) ** 2 for chance, came in chances]))
    group = "forecasts of public series"
    return [
        Line(group, "error at half a year ÷ last year's value", _relative(told, _of_forecast), "×", 0.70, note),
        Line(group, f"the same {NAIVE_PACE}", _relative(told, _of_pace), "×"),
        Line(group, "within the band of 80 %", _within(told, OUTER), "", None, "75–85 % wanted"),
        Line(group, "within the band of 50 %", _within(told, INNER), ""),
        Line(group, "Brier score of the chances", brier, "", 0.20, f"{met * (1 - met):.3f} for the base rate"),
        Line(group, "CPU a series and moment", spent / len(cases) * 1000, "ms"),
    ]


def _cases(one: PublicSeries) -> Iterable[Case]:
    """The series cut at moments half a season apart; the aim is its newest value: half of all reach it."""
    indicator = load_catalogue().indicators["I108"].model_copy(update={"bounds": (None, None), "better": "higher"})
    grain = Grain.MONTH if one.season == 12 else Grain.QUARTER
    first = max(FEWEST[grain], len(one.values) - one.season * (YEARS + 1))
    for end in range(first, len(one.values) - one.season + 1, one.season // 2):
        known = one.values[max(0, end - 10 * one.season) : end]
        last = Period(grain, 2000, one.season)
        periods = tuple(last.shift(step - len(known) + 1) for step in range(len(known)))
        history = History(one.name, indicator, 1, periods, known, Period(grain, 2001, one.season), float(known[-1]))
        yield Case(one.name, history, one.values[end : end + one.season])


def _met(case: Case) -> bool:
    return bool(case.history.aim is not None and case.truth[-1] >= case.history.aim)


def _half(case: Case) -> int:
    return len(case.truth) // 2 - 1


def _of_forecast(case: Case, outlook: Outlook) -> float:
    return outlook.points[_half(case)].middle


def _of_pace(case: Case, _: Outlook) -> float:
    """The newest value and half of its change over the last year."""
    known, season = case.history.values, len(case.truth)
    return float(known[-1] + (known[-1] - known[-1 - season]) * (_half(case) + 1) / season)


def _relative(told: list[tuple[Case, Outlook]], say: Callable[[Case, Outlook], float]) -> float:
    """The mean over series of their mean error half a year on, as a part of the error of last year's value."""
    own, naive = defaultdict(list), defaultdict(list)
    for case, outlook in told:
        truth, season = case.truth[_half(case)], len(case.truth)
        own[case.series].append(abs(say(case, outlook) - truth))
        naive[case.series].append(abs(case.history.values[-season + _half(case)] - truth))
    return float(np.mean([np.mean(own[name]) / np.mean(naive[name]) for name in own]))


def _within(told: list[tuple[Case, Outlook]], width: float) -> float:
    found = defaultdict(list)
    for case, outlook in told:
        for point, truth in zip(outlook.points, case.truth, strict=True):
            low, high = point.band(width)
            found[case.series].append(low <= truth <= high)
    return float(np.mean([np.mean(inside) for inside in found.values()]))
