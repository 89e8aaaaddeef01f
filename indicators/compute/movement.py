"""Why a score moved: what each of its parts contributed, adding up to the change exactly."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from indicators.calendar.periods import Period
from indicators.compute.results import GroupScore
from indicators.scoring.score import ENOUGH
from indicators.statistics.apportionment import apportion
from indicators.statistics.arrays import Floats

REST = "rest"  # what no part explains: a cap that came or went


@dataclass(frozen=True)
class ScoreMovement:
    """A score in two months, and its parts (id, points) that add up to the difference, the greatest loss first."""

    before: float
    now: float
    before_month: Period
    newest: Period
    parts: tuple[tuple[str, float], ...]

    @property
    def change(self) -> float:
        """The difference in points, as the two are shown in tenths."""
        return (round(self.now * 10) - round(self.before * 10)) / 10


def score_at(score: GroupScore, month: Period) -> float:
    """The score of a month; NaN where there is none."""
    at = month.ordinal - score.periods[0].ordinal if score.periods else -1
    return float(score.score[at]) if 0 <= at < len(score.score) else math.nan


def movement(
    whole: GroupScore, parts: Mapping[str, GroupScore], before_month: Period, newest: Period
) -> ScoreMovement | None:
    """How the scores of equal parts moved a whole from one month to another; None where one of them has no score.

    A part that has no score counts as 0, as it does in the whole.
    """
    then, today = score_at(whole, before_month), score_at(whole, newest)
    if not (math.isfinite(then) and math.isfinite(today)):
        return None
    before, now = (_points(parts, month) for month in (before_month, newest))
    shares = {name: now.get(name, 0.0) - before.get(name, 0.0) for name in parts}
    total = round(today * 10) - round(then * 10)
    rest = total / 10 - sum(shares.values())
    if abs(rest) > 0.1 + 1e-9:  # more than rounding
        shares[REST] = rest
    made = {name: tenths / 10 for name, tenths in zip(shares, apportion(list(shares.values()), total), strict=True)}
    ordered = tuple(sorted(made.items(), key=lambda part: part[1]))
    return ScoreMovement(then, today, before_month, newest, ordered)


def _points(parts: Mapping[str, GroupScore], month: Period) -> dict[str, float]:
    """What each part gives to the mean in a month: nothing where it had no score."""
    counting = {name: one for name, one in parts.items() if one.judged >= ENOUGH}
    scores = {name: score_at(one, month) for name, one in counting.items()}
    return {name: value / len(counting) for name, value in scores.items() if np.isfinite(value)}


def carried_change(periods: Sequence[Period], scores: Floats, before: Period, now: Period) -> float:
    """How the score that counted in a month differs from the one that counted in another; NaN where one is not known.

    What counts in a month is the newest known score of a period that had ended by then.
    """

    def counted(month: Period) -> float:
        ended = [n for n, one in enumerate(periods) if one.last_day() <= month.last_day() and np.isfinite(scores[n])]
        return float(scores[ended[-1]]) if ended else math.nan

    return counted(now) - counted(before)
