"""Counts of requests by region, topic and day, and what would be usual: robust, by kind of day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from indicators.statistics.arrays import Floats
from indicators.statistics.robust import trimmed_mean
from indicators.statistics.significance import z_scores

WEEK = 7
_FEW = 5  # days of a kind below which a topic's own rhythm is not trusted
_CHI = 0.4549  # the median of a squared standard normal deviate
_MIDDLE = 1.2  # how much wider than a mean's the variance of the mean of the middle is, at most
Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class TopicCounts:
    """`count` float64[R, K, D] of R regions (official codes), K topics and D consecutive days, oldest first.

    `slot` int64[D] says which days are alike: working days, days off, festivals. `parent` is the position of the region
    around each one, -1 for the outermost.
    """

    regions: tuple[int, ...]
    parent: Whole
    topics: tuple[str, ...]
    slot: Whole
    count: Floats

    @property
    def days(self) -> int:
        """How many days there are."""
        return int(self.count.shape[2])

    @property
    def outermost(self) -> int:
        """The position of the region around all others."""
        return int(np.flatnonzero(self.parent < 0)[0])

    @property
    def innermost(self) -> NDArray[np.bool_]:
        """Which regions have none inside: towns."""
        return ~np.isin(np.arange(len(self.regions)), self.parent)


def rolled_up(counts: TopicCounts) -> TopicCounts:
    """The same with every region holding what lies inside it as well: counts that came by town, as of all levels.

    What came for a district or the city itself, its town unknown, counts there and above.
    """
    total = counts.count.copy()
    for place in range(len(counts.parent)):
        above = int(counts.parent[place])
        while above >= 0:
            total[above] += counts.count[place]
            above = int(counts.parent[above])
    return replace(counts, count=total)


def tree(regions: Sequence[int], parents: Mapping[int, int | None]) -> Whole:
    """`Counts.parent` of some regions, from the code around each."""
    place = {code: n for n, code in enumerate(regions)}
    return np.array([place.get(parents[code] or 0, -1) for code in regions], np.int64)


@dataclass(frozen=True, eq=False)
class BaselineCounts:
    """What is usual on a plain working day, float64[R, K]; how the days differ, float64[K, D]; and how much wider than
    Poisson weeks scatter, float64[R, K]. `weeks` is how many of them it was learnt from."""

    level: Floats
    rhythm: Floats
    spread: Floats
    weeks: int

    def expected(self, days: slice) -> Floats:
        """What is usual over some days together, float64[R, K]."""
        return np.asarray(self.level * self.rhythm[:, days].sum(axis=1))

    def by_day(self, days: slice) -> Floats:
        """What is usual on each of some days, float64[R, K, days]."""
        return np.asarray(self.level[:, :, None] * self.rhythm[None, :, days])

    def surprise(self, count: Floats, expected: Floats, weeks: float) -> Floats:
        """How surprising counts of so many weeks are; what is not known exactly of the usual makes it less so."""
        return z_scores(count, expected, self.spread * (1 + _MIDDLE * weeks / self.weeks))


def learn_baseline(counts: TopicCounts, days: slice) -> BaselineCounts:
    """What is usual by the whole weeks of some days. Weeks out of the ordinary do not move it."""
    first, last, _ = days.indices(counts.days)
    first = last - (last - first) // WEEK * WEEK
    rhythm = _rhythm(counts, slice(first, last))
    seen = _by_week(counts.count[:, :, first:last])
    worth = _by_week(rhythm[:, first:last])
    with np.errstate(divide="ignore", invalid="ignore"):
        level = np.nan_to_num(_middle(np.where(worth > 0, seen / worth, 0.0)))
    return BaselineCounts(level, rhythm, _spread(counts, seen, level[:, :, None] * worth), seen.shape[2])


def _by_week(daily: Floats) -> Floats:
    return np.asarray(daily.reshape(*daily.shape[:-1], -1, WEEK).sum(axis=-1))


def _rhythm(counts: TopicCounts, days: slice) -> Floats:
    """What each day is worth beside a working day (slot 0), for each topic, float64[K, D]; learnt from `days`.

    A kind of day that was seen too seldom has the rhythm of all topics together, and one never seen that of days off.
    """
    whole = counts.count[counts.outermost]
    learnt, slot = whole[:, days], counts.slot[days]
    worth = np.ones((len(counts.topics), int(counts.slot.max()) + 1))
    plain = _middle(learnt[:, slot == 0])
    for kind in range(1, worth.shape[1]):
        these = learnt[:, slot == kind]
        if these.shape[1] == 0:
            worth[:, kind] = worth[:, kind - 1]
            continue
        common = these.sum(axis=0).mean() / max(learnt[:, slot == 0].sum(axis=0).mean(), 1e-9)
        own = _middle(these) / np.maximum(plain, 1e-9)
        worth[:, kind] = own if these.shape[1] >= _FEW else common
        worth[plain < 1, kind] = common
    return worth[:, counts.slot]


def _middle(values: Floats) -> Floats:
    """What is usual of values along the last axis, whatever happened in the odd ones."""
    return trimmed_mean(values, 0.2)


def _spread(counts: TopicCounts, seen: Floats, expected: Floats) -> Floats:
    """How much wider than Poisson weeks scatter around the usual: half its own, half that of its topic and level."""
    with np.errstate(divide="ignore", invalid="ignore"):
        away = np.where(expected > 0, (seen - expected) ** 2 / expected, 1.0)
    own = np.median(away, axis=2) / _CHI
    depth = _depth(counts.parent)
    pooled = np.array([np.median(own[depth == level], axis=0) for level in range(depth.max() + 1)])[depth]
    return np.asarray(np.maximum(1.0, (own + pooled) / 2))


def _depth(parent: Whole) -> Whole:
    depth = np.zeros(len(parent), np.int64)
    for place in range(len(parent)):
        above = int(parent[place])
        while above >= 0:
            depth[place] += 1
            above = int(parent[above])
    return depth
