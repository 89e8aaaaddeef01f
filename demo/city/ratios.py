"""Shares and their numerators: how often something succeeds, by region and period."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from demo.city.axis import PeriodAxis, month_of, span_of
from demo.city.city import CityRegions
from demo.city.profiles import Setback
from demo.city.shapes import apportion, bridged, centred, expit, logit, path, wander
from indicators.statistics.arrays import Floats


class ShareProfile(Protocol):
    """What a share needs to be told; profiles of measures and flags of events both can."""

    @property
    def anchors(self) -> Mapping[str, float]: ...
    @property
    def spread(self) -> float: ...
    @property
    def better(self) -> str: ...
    @property
    def setbacks(self) -> tuple[Setback, ...]: ...


def line(anchors: Mapping[str, float], axis: PeriodAxis) -> Floats:
    """A path given by period ids, on an axis: float64[T]."""
    return path({month_of(name): value for name, value in anchors.items()}, axis.last_month)


def regional_lean(rng: np.random.Generator, city: CityRegions, behaviour: ShareProfile, weight: Floats) -> Floats:
    """How much better each region does than the city, float64[R], on the log-odds scale; weighted mean 0."""
    by_district = rng.normal(0.0, 0.12, len(city.districts))[city.parent]
    own = rng.normal(0.0, 0.10, len(city)) if len(city) > len(city.districts) else np.zeros(len(city))
    sign = 1.0 if behaviour.better == "higher" else -1.0
    return centred(behaviour.spread * sign * (city.quality + by_district + own), weight + 1e-9)


def setback_shifts(setbacks: Sequence[Setback], city: CityRegions, axis: PeriodAxis) -> Floats:
    """The sum of all setbacks, float64[R, T]: `by` where and while one holds, else 0."""
    shift = np.zeros((len(city), len(axis)))
    for setback in setbacks:
        first, last = span_of(setback.months[0])[0], span_of(setback.months[1])[1]
        during = (axis.last_month >= first) & (axis.last_month <= last)
        where = city.factors(dict.fromkeys(setback.regions, 1.0), 0.0 if setback.regions else 1.0)
        shift += setback.by * np.outer(where, during)
    return shift


def shares(
    rng: np.random.Generator,
    behaviour: ShareProfile,
    axis: PeriodAxis,
    city: CityRegions,
    weight: Floats,
    wobble: float,
    season: Floats,
) -> Floats:
    """The share by region and period, float64[R, T]; the city follows the path, `season` multiplies its odds."""
    middle = line(behaviour.anchors, axis)
    fixed = [month_of(name) for name in behaviour.anchors]
    common = bridged(wander(rng, (len(axis),), wobble), axis.last_month, fixed)
    apart = wander(rng, (len(city), len(axis)), 0.7 * wobble)
    lean = regional_lean(rng, city, behaviour, weight)[:, None] + centred(apart, weight + 1e-9)
    odds = logit(middle) + common + np.log(season) + lean + setback_shifts(behaviour.setbacks, city, axis)
    return np.where(middle >= 1, 1.0, np.where(middle <= 0, 0.0, expit(odds)))


def drawn(rng: np.random.Generator, whole: Floats, share: Floats) -> Floats:
    """How many of a flow succeed: binomial draws, never more than there are."""
    return rng.binomial(whole.astype(np.int64), share).astype(np.float64)


def held(rng: np.random.Generator, whole: Floats, share: Floats) -> Floats:
    """How many of a stock have it: rounded with one threshold a region, so that growth stays growth."""
    threshold = rng.random((len(whole), 1))
    return np.minimum(np.floor(whole * share + threshold), np.floor(whole))


def pinned(part: Floats, whole: Floats, pins: Mapping[str, float], axis: PeriodAxis) -> Floats:
    """Change counted parts so that the city's share over each pinned period is as published."""
    result = part.copy()
    for name, share in pins.items():
        first, last = span_of(name)
        inside = (axis.last_month >= first) & (axis.last_month <= last)
        odds = logit(np.divide(part, whole, out=np.full_like(part, 0.5), where=whole > 0)[:, inside])
        total = np.rint(share * whole[:, inside].sum())
        quota = _shifted(odds, whole[:, inside], float(total))
        result[:, inside] = apportion(np.array([total]), quota.reshape(-1, 1)).reshape(quota.shape)
    return result


def _shifted(odds: Floats, whole: Floats, total: float) -> Floats:
    """Expected parts after shifting all log-odds alike until they sum to the total (bisection)."""
    low, high = -20.0, 20.0
    smooth = np.clip(odds, -4.0, 4.0)
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if (whole * expit(smooth + middle)).sum() < total else (low, middle)
    return np.asarray(whole * expit(smooth + high))


def mean_as_published(value: Floats, weight: Floats, means: Mapping[str, float], axis: PeriodAxis) -> Floats:
    """Scale a level so that the city's mean over each named period is as published."""
    result = value.copy()
    for name, mean in means.items():
        first, last = span_of(name)
        inside = (axis.last_month >= first) & (axis.last_month <= last)
        result[:, inside] *= mean / np.average(value[:, inside], axis=0, weights=weight).mean()
    return result


def month_factors(season: Sequence[float], axis: PeriodAxis) -> Floats:
    """Twelve factors brought to an axis: the mean over each period's months, float64[T]."""
    months = axis.last_month[:, None] - np.arange(axis.step)
    return np.asarray(np.array(season)[months % 12].mean(axis=1))


def share_of_months(days: NDArray[np.bool_], month: NDArray[np.int64], axis: PeriodAxis) -> Floats:
    """Which part of each period's days carries a mark, float64[T]; `month` is each day's month index."""
    count = np.bincount(month, days, axis.last_month[-1] + 1) / np.bincount(month, minlength=axis.last_month[-1] + 1)
    months = axis.last_month[:, None] - np.arange(axis.step)
    return np.asarray(count[months].mean(axis=1))
