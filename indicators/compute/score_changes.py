"""Changes of a score between two months for which there are data, and the month whose data have not come.

A score carries the last value of a member on until it is stale. So in the first days of a month the newest score
repeats the one before: a change over it is no news, and is not told as one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from indicators.calendar.periods import Grain, Period
from indicators.compute.results import GroupScore, IndicatorValue
from indicators.scoring.score import ENOUGH

MONTH, YEAR = 1, 12  # months back


@dataclass(frozen=True)
class ScoreChange:
    """The score of a month against that of an earlier one; `delta` is None where one of them has none."""

    newest: Period
    before: Period
    delta: float | None


@dataclass(frozen=True)
class ScoreChanges:
    """The changes on the month before and on a year before, between months with data.

    `waits`: the months after them, up to that of the score, for which most has not come; empty when it has.
    """

    month: ScoreChange
    year: ScoreChange
    waits: tuple[Period, ...] = ()


def newest_month(cells: Iterable[IndicatorValue]) -> Period | None:
    """The newest month for which at least half of the monthly members have a value.

    Of members none of which is monthly, the last month of the newest value; None when none has a value.
    """
    known = [cell for cell in cells if cell.value is not None]
    monthly = [cell for cell in known if cell.grain == Grain.MONTH]
    spans = (Period.parse(cell.period) for cell in monthly or known)
    months = sorted((Period(Grain.MONTH, one.year, one.last_month) for one in spans), key=lambda one: -one.ordinal)
    half = math.ceil(ENOUGH * len(monthly)) - 1 if monthly else 0
    return months[half] if months else None


def score_changes(score: GroupScore, came: Period | None) -> ScoreChanges:
    """The changes of a score whose members' newest data are of the month `came` (None: of none)."""
    last = len(score.periods) - 1
    at = last if came is None else min(max(came.ordinal - score.periods[0].ordinal, 0), last)
    return ScoreChanges(_change(score, at, MONTH), _change(score, at, YEAR), tuple(score.periods[at + 1 :]))


def _change(score: GroupScore, at: int, back: int) -> ScoreChange:
    newest, known = score.periods[at], at >= back
    now, before = score.score[at], score.score[at - back] if known else np.nan
    delta = float(now - before) if np.isfinite(now) and np.isfinite(before) else None
    return ScoreChange(newest, newest.shift(-back), delta)
