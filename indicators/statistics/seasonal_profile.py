"""What is usual at this hour of the week: a robust seasonal baseline, and how far a value lies from it.

SciPy has no profile of the week. Plain arithmetic over arrays: moments are UTC epoch seconds, a missing value is
NaN, an answer nobody can give is NaN.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from indicators.statistics.arrays import Floats
from indicators.statistics.robust import SIGMA, median

HOURS = 168  # of a week, from Monday 00:00 local time
_DAY, _HOUR, _MONDAY = 86400, 3600, 3  # 1970-01-01 was a Thursday
_WEEK = tuple(range(7))
Whole = NDArray[np.int64]


class ProfileRules(Protocol):
    """How a profile is learnt: from how many days an hour speaks for itself, in which zone hours are counted, and the
    least spread as a part of the middle one (`floor`) and of the centre (`share`)."""

    @property
    def days(self) -> int: ...
    @property
    def utc_offset_hours(self) -> int: ...
    @property
    def floor(self) -> float: ...
    @property
    def share(self) -> float: ...


@dataclass(frozen=True, eq=False)
class Baseline:
    """What is usual: `centre` and `spread` (as a standard deviation) at the middle of each hour of the week.

    NaN where too few days were seen. `days`: how many different days each hour rests on, neighbours included.
    """

    centre: Floats
    spread: Floats
    days: Whole
    utc_offset_hours: int
    weekdays: Mapping[int, int]


def learn_profile(
    at: ArrayLike,
    values: ArrayLike,
    rules: ProfileRules,
    resolution: float = 0.0,
    weekdays: Mapping[int, int] | None = None,
) -> Baseline:
    """The baseline of a series: median, and median absolute deviation from it, of the same hour of the same weekday.

    An hour that was seen on fewer than `rules.days` days is pooled with its neighbours: the hours beside it, then the
    same hour of like days (working days, weekend), then of all days. `resolution`: the smallest step of the sensor;
    the spread never counts as less. `weekdays`: local days (days since 1970) that go as another weekday (0 Monday),
    such as public holidays and make-up days.
    """
    moments, series, shifted = np.asarray(at, np.int64), np.asarray(values, np.float64), dict(weekdays or {})
    known = np.isfinite(series)
    moments, series = moments[known], series[known]
    slot, day = _slots(moments, rules.utc_offset_hours, shifted)
    pools = _pools(slot, day, rules.days)
    days = np.array([len(np.unique(day[pool])) for pool in pools])
    centre = np.array([median(series[pool]) for pool in pools])
    unspread = Baseline(centre, centre, days, rules.utc_offset_hours, shifted)
    away = np.abs(series - expected(unspread, moments))
    spread = np.array([SIGMA * median(away[pool]) for pool in pools])
    floor = np.fmax(rules.floor * median(spread), rules.share * np.abs(centre))
    return replace(unspread, spread=np.maximum(spread, np.fmax(floor, resolution)))


def expected(baseline: Baseline, at: ArrayLike) -> Floats:
    """The usual value at each moment."""
    return _at_hours(baseline, np.asarray(at, np.int64), baseline.centre)


def outside(baseline: Baseline, at: ArrayLike, value: ArrayLike) -> Floats:
    """How many robust standard deviations each value lies above (negative: below) what is usual at its moment."""
    moments, values = np.asarray(at, np.int64), np.asarray(value, np.float64)
    return _ratio(values - expected(baseline, moments), _at_hours(baseline, moments, baseline.spread))


def ratio(baseline: Baseline, at: ArrayLike, value: ArrayLike) -> Floats:
    """How many times what is usual at its moment each value is; NaN where that is not above 0."""
    usual = expected(baseline, at)
    return np.asarray(value, np.float64) / np.where(usual > 0, usual, np.nan)


def _slots(at: Whole, offset: int, weekdays: Mapping[int, int]) -> tuple[Whole, Whole]:
    """The hour of the week and the local day of each moment."""
    local = at + offset * _HOUR
    day = local // _DAY
    weekday = (day + _MONDAY) % 7
    for moved, as_weekday in weekdays.items():
        weekday = np.where(day == moved, as_weekday, weekday)
    return weekday * 24 + local // _HOUR % 24, day


def _pools(slot: Whole, day: Whole, days: int) -> list[NDArray[np.intp]]:
    """Which samples speak for each hour of the week: its own, or with as many neighbours as it takes."""
    order = np.argsort(slot, kind="stable")
    own = np.split(order, np.searchsorted(slot[order], np.arange(1, HOURS)))
    return [_pool(hour, own, day, days) for hour in range(HOURS)]


def _pool(hour: int, own: list[NDArray[np.intp]], day: Whole, days: int) -> NDArray[np.intp]:
    for neighbours in _wider(hour):
        pool = np.concatenate([own[neighbour] for neighbour in neighbours])
        if len(np.unique(day[pool])) >= days:
            return pool
    return np.array([], np.intp)


def _wider(slot: int) -> Iterator[list[int]]:
    """The hours of the week to look at, wider and wider."""
    weekday, hour = divmod(slot, 24)
    alike = _WEEK[:5] if weekday < 5 else _WEEK[5:]
    for days, reach in (((weekday,), 0), ((weekday,), 1), (alike, 0), (alike, 1), (_WEEK, 1)):
        yield [(d * 24 + hour + step) % HOURS for d in days for step in range(-reach, reach + 1)]


def _at_hours(baseline: Baseline, at: Whole, hourly: Floats) -> Floats:
    """Between the middles of two hours in proportion; where only one of them is known, that one."""
    slot, _ = _slots(at, baseline.utc_offset_hours, baseline.weekdays)
    part = (at + baseline.utc_offset_hours * _HOUR) % _HOUR / _HOUR - 0.5
    other = (slot + np.where(part < 0, -1, 1)) % HOURS
    here, there, weight = hourly[slot], hourly[other], np.abs(part)
    return np.where(np.isnan(there), here, here * (1 - weight) + there * weight)


def _ratio(difference: Floats, spread: Floats) -> Floats:
    """A difference in spreads: infinite for what never moved and now does."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where((spread == 0) & (difference == 0), 0.0, difference / spread)
