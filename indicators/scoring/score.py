"""Scores from 0 to 100: of an indicator against its path, and of groups whose parts add up exactly.

80 is on the path, 60 the edge of "off track", 100 a whole tolerance better than expected or as good as it can get.
Where less than a tolerance lies between the path and the best there can be, being on the path scores the more, up to
100 where the path is the best there can be: nowhere does a hair's breadth cost a step.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from indicators.definitions.model import Indicator
from indicators.scoring.status import Status, headroom, normalised_deviation
from indicators.statistics.apportionment import apportion
from indicators.statistics.arrays import Floats
from indicators.statistics.rounding import half_up_number

CAP = 59.0  # a group with a veto member that is off track, or silent, cannot score more
ENOUGH = 0.5  # of the weight has to be known for a group to have a score
WATCH = 60.0  # below it a score is off track
VETO = "veto"  # the part that a veto takes away


def score(indicator: Indicator, value: Floats, expected: Floats) -> Floats:
    """The score of each value; NaN where the value or what is expected of it is not known.

    Bounded, monotone in the good direction, the same in every unit, and full at the natural bound (no accident is
    the best day).
    """
    gaps, room = normalised_deviation(indicator, value, expected), np.clip(headroom(indicator, expected), 0, 1)
    on_path = 100 - 20 * room
    above = on_path + 20 * np.clip(gaps, 0, room)
    below = np.where(gaps >= -1, on_path + (on_path - 60) * gaps, np.clip(80 + 20 * gaps, 0, 60))
    return np.where(np.isnan(gaps), np.nan, np.where(gaps >= 0, above, below))


@dataclass(frozen=True)
class WeightedMember:
    """A member of a group as it is mixed. `score` None: silent. `counts` False: there is nothing to judge it by."""

    id: str
    weight: float
    score: float | None
    counts: bool = True


@dataclass(frozen=True)
class ScorePart:
    """One part of a group's score. `points` of all parts add up to the score.

    `weight` is its share of what counts; `score` None is silent, or, with a weight of 0, not judged at all. A part
    named "veto" takes away what a veto costs.
    """

    id: str
    weight: float
    score: float | None
    points: float


@dataclass(frozen=True)
class WeightedScore:
    """A group's score, made of its parts. `coverage` is the share of the weight that is known."""

    score: float | None
    parts: tuple[ScorePart, ...]
    coverage: float
    vetoed_by: tuple[str, ...] = ()


def weighted_score(members: Sequence[WeightedMember], vetoed_by: Sequence[str] = ()) -> WeightedScore:
    """The weighted mean of the members that count, capped by vetoes, in tenths of a point.

    A silent member counts as 0. The score is therefore the lowest there can be once all have delivered, and the highest
    that nobody can raise by staying silent: a member that counted for more could do worse by delivering. With less than
    half of the weight known, of all members, there is no score.
    """
    weight = math.fsum(one.weight for one in members if one.counts)
    asked = math.fsum(one.weight for one in members)
    known = math.fsum(one.weight for one in members if one.counts and one.score is not None)
    coverage = known / asked if asked else 0.0
    shares = [one.weight / weight if one.counts else 0.0 for one in members]
    scores = [one.score if one.counts else None for one in members]
    scored = bool(known) and coverage >= ENOUGH
    tenths = apportion([share * (score or 0.0) * scored for share, score in zip(shares, scores, strict=True)])
    parts = [
        ScorePart(one.id, share, score, tenth / 10)
        for one, share, score, tenth in zip(members, shares, scores, tenths, strict=True)
    ]
    if not scored:
        return WeightedScore(None, tuple(parts), coverage, tuple(vetoed_by))
    total = sum(tenths)
    capped = min(total, round(CAP * 10)) if vetoed_by else total
    if capped < total:
        parts.append(ScorePart(VETO, 0.0, None, (capped - total) / 10))
    return WeightedScore(capped / 10, tuple(parts), coverage, tuple(vetoed_by))


def reported(made: WeightedScore, silent: Collection[str]) -> float | None:
    """What has come scores by itself, capped by the vetoes that have come; None where nothing is silent or known.

    It leaves the silent out and rises with silence: to be shown beside the score, and to judge or rank nothing.
    """
    known = [part for part in made.parts if part.score is not None]
    weight = math.fsum(part.weight for part in known)
    if not silent or not weight:
        return None
    mean = math.fsum(part.weight * (part.score or 0.0) for part in known) / weight
    return min(mean, CAP) if set(made.vetoed_by) - set(silent) else mean


def score_status(value: float | None) -> Status:
    """The status that fits a score, by its whole points as they are shown: what reads 80 is on track."""
    if value is None or not np.isfinite(value):
        return Status.UNKNOWN
    value = half_up_number(value, 0)
    return Status.ON_TRACK if value >= 80 else Status.WATCH if value >= WATCH else Status.OFF_TRACK
