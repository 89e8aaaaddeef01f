"""How likely a group (goal, function, city) reaches a score at a date: its members drawn together, many times over.

Members miss together: what their past errors had in common is kept, or a goal would seem surer than it is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from indicators.definitions.model import Indicator
from indicators.forecast.backtest import SHRINKAGE
from indicators.forecast.outlook import Point
from indicators.forecast.probability import CERTAIN
from indicators.scoring.score import CAP, ENOUGH, WATCH, score
from indicators.statistics.arrays import Floats

ON_TRACK = 79.5  # what is shown as 80
DRAWS = 2000
LIKEST = 0.9  # of one mind: errors cannot be seen to agree more than that
_QUANTILES = (0.1, 0.5, 0.9)


@dataclass(frozen=True, eq=False)
class Aimed:
    """A member of a group: its weight, and what is expected of it at the date, or the score that it keeps until then.

    `point` is its forecast at the date, `errors` what it missed by in the past at such a distance, as parts of the
    spread, by origin. `expected`: where its target's path stands at the date. `score` None: silent, which counts as 0.
    `veto`: off track it caps the group.
    """

    name: str
    indicator: Indicator
    weight: float
    point: Point | None = None
    errors: tuple[tuple[int, float], ...] = ()
    expected: float | None = None
    score: float | None = None
    veto: bool = False


@dataclass(frozen=True)
class GroupOutlook:
    """A group's score at a date: the middle and the limits of 80 %, and the probability that it is on track then.

    None with `reason` `too_short`: less than half of the weight can be looked ahead at. `foreseen` is that share,
    `common` what its members' errors have in common (0 to 0.9).
    """

    probability: float | None
    reason: str
    low: float | None = None
    middle: float | None = None
    high: float | None = None
    foreseen: float = 0.0
    common: float = 0.0


def group_outlook(groups: Sequence[Sequence[Aimed]]) -> GroupOutlook:
    """The outlook of a group, or of several in equal weight (the functions of a region). Alike each time."""
    members = [member for group in groups for member in group]
    weight = math.fsum(member.weight for member in members)
    seen = [member for member in members if _foreseen(member)]
    foreseen = math.fsum(member.weight for member in seen) / weight if weight else 0.0
    if foreseen < ENOUGH:
        return GroupOutlook(None, "too_short", foreseen=foreseen)
    common = common_errors([_good(member) for member in seen])
    drawn = np.mean([draws(group, common) for group in groups if group], axis=0)
    low, middle, high = (float(limit) for limit in np.quantile(drawn, _QUANTILES))
    share = float((drawn >= ON_TRACK).mean())
    return GroupOutlook(min(max(share, 1 - CERTAIN), CERTAIN), "", low, middle, high, foreseen, common)


def draws(members: Sequence[Aimed], common: float) -> Floats:
    """Scores of a group [draws], each from members that miss together as far as their errors have in common.

    What is common is the same for all groups, and what is a member's own follows from its name: an answer comes again.
    """
    shared = np.random.default_rng(0).standard_normal(DRAWS)
    total, vetoed = np.zeros(DRAWS), np.zeros(DRAWS, bool)
    for member in members:
        own = np.random.default_rng(crc32(member.name.encode())).standard_normal(DRAWS)
        scores = _scores(member, math.sqrt(common) * shared + math.sqrt(1 - common) * own)
        total += member.weight * scores
        vetoed |= member.veto & (scores < WATCH)
    total /= math.fsum(member.weight for member in members)
    return np.where(vetoed, np.minimum(total, CAP), total)


def common_errors(errors: Sequence[Mapping[int, float]]) -> float:
    """The mean correlation of the members' errors in the good direction, by origin; few origins count little.

    From the spread of the mean over the members: n independent errors would have a mean n times less spread.
    """
    common = set.intersection(*(set(one) for one in errors if one)) if any(errors) else set()
    table = np.array([[one[origin] for origin in sorted(common)] for one in errors if one])
    if len(common) < SHRINKAGE or len(table) < 2:
        return 0.0
    count, single, joint = len(table), float((table**2).mean()), float((table.mean(axis=0) ** 2).mean())
    if single <= 0:
        return 0.0
    found = (joint * count / single - 1) / (count - 1)
    return float(np.clip(found * len(common) / (len(common) + SHRINKAGE), 0, LIKEST))


def _foreseen(member: Aimed) -> bool:
    return member.point is not None and member.expected is not None


def _good(member: Aimed) -> Mapping[int, float]:
    """A member's errors by origin, positive where it came out better than expected."""
    sign = -1.0 if member.indicator.better == "lower" else 1.0
    return {origin: sign * error for origin, error in member.errors}


def _scores(member: Aimed, drawn: Floats) -> Floats:
    """A member's score in each draw; the same in all where nothing can be said of it."""
    if member.point is None or member.expected is None:
        return np.full(len(drawn), member.score or 0.0)
    sign = -1.0 if member.indicator.better == "lower" else 1.0
    low, high = member.indicator.bounds
    values = np.clip(
        member.point.middle + sign * member.point.spread * drawn,
        -np.inf if low is None else low,
        np.inf if high is None else high,
    )
    return score(member.indicator, values, np.full(len(drawn), member.expected))
