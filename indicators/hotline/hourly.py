"""The newest hours: counts by region, topic and hour against the same hours of days of the same kind."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from indicators.hotline.counts import Whole
from indicators.statistics.arrays import Floats

DAY = 24
_CHI = 0.4549  # the median of a squared standard normal deviate


@dataclass(frozen=True, eq=False)
class Hourly:
    """`count` float64[R, K, D, 24] of R regions, K topics and D consecutive days, oldest first.

    `outer` is the position of the region around all others; `slot` int64[D] says which days are alike; `known` is how
    many hours of the last day have passed.
    """

    regions: tuple[int, ...]
    outer: int
    topics: tuple[str, ...]
    slot: Whole
    count: Floats
    known: int = DAY


@dataclass(frozen=True, eq=False)
class Window:
    """The newest hours, float64[R, K] each: how many there were, how many are usual, how wide that scatters."""

    count: Floats
    usual: Floats
    spread: Floats


def newest(hourly: Hourly, hours: int) -> Window | None:
    """The newest `hours` (24 at most) against what they usually hold; None where too few days are alike.

    Usual is the mean of the middle of the days of the same kind; around a district, what the rest of the city has more
    than usual is usual too.
    """
    before, last = hourly.count[:, :, :-1], hourly.count[:, :, -1]
    profile = _profile(before, hourly.slot[:-1], int(hourly.slot[-1]))
    yesterday = _profile(before, hourly.slot[:-1], int(hourly.slot[-2]))
    if profile is None or yesterday is None:
        return None
    today = slice(max(hourly.known - hours, 0), hourly.known)
    earlier = slice(DAY + hourly.known - hours, DAY) if hours > hourly.known else slice(DAY, DAY)
    count = last[:, :, today].sum(axis=2) + before[:, :, -1, earlier].sum(axis=2)
    usual = profile[:, :, today].sum(axis=2) + yesterday[:, :, earlier].sum(axis=2)
    return Window(count, usual * _tide(count, usual, hourly.outer), _spread(before, hourly.slot[:-1]))


def _profile(before: Floats, slot: Whole, kind: int) -> Floats | None:
    """What each hour of a day of a kind holds usually, float64[R, K, 24]."""
    alike = before[:, :, slot == kind]
    days = alike.shape[2]
    if days < 5:
        return None
    cut = days // 5
    return np.asarray(np.sort(alike, axis=2)[:, :, cut : days - cut].mean(axis=2))


def _tide(count: Floats, usual: Floats, outer: int) -> Floats:
    """How many times the usual the rest of the city has, at least 1; 1 for the city itself."""
    with np.errstate(divide="ignore", invalid="ignore"):
        rest = (count[outer] - count) / (usual[outer] - usual)
    rest[outer] = 1.0
    return np.asarray(np.maximum(1.0, np.nan_to_num(rest, nan=1.0, posinf=1.0, neginf=1.0)))


def _spread(before: Floats, slot: Whole) -> Floats:
    """How much wider than Poisson whole days scatter around those of their kind, at least 1."""
    daily = before.sum(axis=3)
    away = np.ones_like(daily)
    for kind in np.unique(slot):
        alike = daily[:, :, slot == kind]
        middle = np.maximum(np.median(alike, axis=2, keepdims=True), 1.0)
        away[:, :, slot == kind] = (alike - middle) ** 2 / middle
    return np.asarray(np.maximum(1.0, np.median(away, axis=2) / _CHI))
