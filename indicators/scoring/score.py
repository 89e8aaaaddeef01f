"""Scores from 0 to 100: of an indicator against its path, and of groups whose parts add up exactly.

80 is on the path, 60 the edge of "off track", 100 a whole tolerance better than expected or as good as it can get.
Where less than a tolerance lies between the path and the best there can be, being on the path scores the more, up to
100 where the path is the best there can be: nowhere does a hair's breadth cost a step.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indicators.definitions.model import Indicator
from indicators.scoring.status import Status, gap, headroom
from indicators.statistics.apportioning import apportion
from indicators.statistics.arrays import Floats
from indicators.statistics.rounding import half_up_number

CAP = 59.0  # a group with an off-track veto member cannot score more
ENOUGH = 0.5  # of the weight has to be known for a group to have a score


def score(indicator: Indicator, value: Floats, expected: Floats) -> Floats:
    """The score of each value; NaN where the value or what is expected of it is not known.

    Bounded, monotone in the good direction, the same in every unit, and full at the natural bound (no accident is
    the best day).
    """
    gaps, room = gap(indicator, value, expected), np.clip(headroom(indicator, expected), 0, 1)
    on_path = 100 - 20 * room
    above = on_path + 20 * np.clip(gaps, 0, room)
    below = np.where(gaps >= -1, on_path + (on_path - 60) * gaps, np.clip(80 + 20 * gaps, 0, 60))
    return np.where(np.isnan(gaps), np.nan, np.where(gaps >= 0, above, below))


@dataclass(frozen=True)
class ScorePart:
    """One part of a group's score. `points` of all parts add up to the score; `score` None is not known.

    A part named "veto" takes away what an off-track veto member costs.
    """

    id: str
    weight: float
    score: float | None
    points: float


@dataclass(frozen=True)
class Mix:
    """A group's score, made of its parts. `coverage` is the share of the weight that is known."""

    score: float | None
    parts: tuple[ScorePart, ...]
    coverage: float
    vetoed_by: tuple[str, ...] = ()


def mix(members: Sequence[tuple[str, float, float | None]], vetoed_by: Sequence[str] = ()) -> Mix:
    """The weighted mean of members (id, weight, score), capped by vetoes, in tenths of a point.

    Members without a score take no part. With less than half of the weight known there is no score.
    """
    whole = sum(weight for _, weight, _ in members)
    known = [(name, weight, value) for name, weight, value in members if value is not None and math.isfinite(value)]
    weights = sum(weight for _, weight, _ in known)
    coverage = weights / whole if whole else 0.0
    if not known or coverage < ENOUGH:
        return Mix(None, tuple(ScorePart(n, w, s, 0.0) for n, w, s in members), coverage, tuple(vetoed_by))
    shares = [weight * value / weights for _, weight, value in known]
    tenths = apportion(shares)
    total = sum(tenths)
    parts = [
        ScorePart(name, weight / weights, value, tenth / 10)
        for (name, weight, value), tenth in zip(known, tenths, strict=True)
    ]
    parts += [
        ScorePart(name, 0.0, None, 0.0) for name, _, value in members if value is None or not math.isfinite(value)
    ]
    capped = min(total, round(CAP * 10)) if vetoed_by else total
    if capped < total:
        parts.append(ScorePart("veto", 0.0, None, (capped - total) / 10))
    return Mix(capped / 10, tuple(parts), coverage, tuple(vetoed_by))


def score_status(value: float | None) -> Status:
    """The status that fits a score, by its whole points as they are shown: what reads 80 is on track."""
    if value is None or not np.isfinite(value):
        return Status.UNKNOWN
    value = half_up_number(value, 0)
    return Status.ON_TRACK if value >= 80 else Status.WATCH if value >= 60 else Status.OFF_TRACK
