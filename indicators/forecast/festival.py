"""The Spring Festival moves between January and February: what of a month's value is its doing, and the series without.

New Year's days after the calendar of the Purple Mountain Observatory (GB/T 33661-2017 says how they are computed).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from indicators.calendar.periods import Grain, Period
from indicators.statistics.arrays import Floats

NEW_YEARS = {
    2005: (2, 9), 2006: (1, 29), 2007: (2, 18), 2008: (2, 7), 2009: (1, 26), 2010: (2, 14), 2011: (2, 3),
    2012: (1, 23), 2013: (2, 10), 2014: (1, 31), 2015: (2, 19), 2016: (2, 8), 2017: (1, 28), 2018: (2, 16),
    2019: (2, 5), 2020: (1, 25), 2021: (2, 12), 2022: (2, 1), 2023: (1, 22), 2024: (2, 10), 2025: (1, 29),
    2026: (2, 17), 2027: (2, 6), 2028: (1, 26), 2029: (2, 13), 2030: (2, 3), 2031: (1, 23), 2032: (2, 11),
    2033: (1, 31), 2034: (2, 19), 2035: (2, 8),
}  # fmt: skip
BEFORE, AFTER = 7, 14  # days around the New Year in which a city works less
_CERTAIN = 2.5  # standard errors from nothing
_FEWEST = 5  # Januaries (or Februaries) with one of the year before


def festival_share(periods: Sequence[Period]) -> Floats:
    """How much of the days around the New Year fall into each month, less the mean of that month; 0 in other months."""
    raw = np.array([_share(period) for period in periods])
    for month in (1, 2):
        mine = np.array([period.grain is Grain.MONTH and period.n == month for period in periods])
        if mine.any():
            raw[mine] -= _MEAN[month]
    return raw


def festival_effect(values: Floats, periods: Sequence[Period]) -> Floats:
    """The relative change of each series [series × periods] in a month with all of the festival's days; 0: none seen.

    Told by how the change on last year's month follows the move of the festival; a slope within 2.5 standard errors
    of nothing counts as nothing.
    """
    share = festival_share(periods)
    now = np.flatnonzero(share[12:] != 0) + 12 if len(periods) > 12 else np.empty(0, int)
    if len(now) < 2 * _FEWEST or not np.all(values > 0) or not np.any(share[now] != share[now - 12]):
        return np.zeros(len(values))
    moved = share[now] - share[now - 12]
    change = np.log(values[:, now] / values[:, now - 12])
    change = change - np.median(change, axis=1, keepdims=True)
    slope = change @ moved / (moved @ moved)
    left = change - slope[:, None] * moved
    error = np.sqrt((left**2).sum(axis=1) / (len(now) - 1) / (moved @ moved))
    return np.asarray(np.where(np.abs(slope) > _CERTAIN * error, np.expm1(slope), 0.0))


def factors(effect: Floats, periods: Sequence[Period]) -> Floats:
    """What the festival multiplies each month by [series × periods], for effects [series]."""
    return np.asarray((1 + effect)[:, None] ** festival_share(periods)[None, :])


def _share(period: Period) -> float:
    if period.grain is not Grain.MONTH or period.n > 2 or period.year not in NEW_YEARS:
        return 0.0
    new_year = date(period.year, *NEW_YEARS[period.year]).toordinal()
    first, last = new_year - BEFORE, new_year + AFTER - 1
    days = min(last, period.last_day().toordinal()) - max(first, period.first_day().toordinal()) + 1
    return max(days, 0) / (BEFORE + AFTER)


_MEAN = {month: float(np.mean([_share(Period(Grain.MONTH, year, month)) for year in NEW_YEARS])) for month in (1, 2)}
