"""Which periods of an indicator a region has told something of, and which are silence.

Told is a value, that there was no case, that next to nothing was there a year before, or a cumulative figure that ends
with the period. January and February come as one: a figure that ends with February tells of both.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from indicators.calendar.periods import Grain, Period
from indicators.compute.results import IndicatorSeries

Flags = NDArray[np.bool_]


def told(native: IndicatorSeries, so_far: IndicatorSeries | None = None, from_nothing: Flags | None = None) -> Flags:
    """Where something was told, at the indicator's own grain [regions × periods].

    `so_far` is the series of the year so far, if it has one; `from_nothing` marks growths without a base.
    """
    found: Flags = ~np.isnan(native.value) | (native.denominator == 0)
    found = found if from_nothing is None else found | from_nothing
    return found if so_far is None else found | _cumulative(native, so_far)


def last_told(flags: Flags) -> NDArray[np.intp]:
    """The last column of which each region has told something; -1 for none [regions]."""
    newest = flags.shape[1] - 1 - flags[:, ::-1].argmax(axis=1)
    return np.where(flags.any(axis=1), newest, -1)


def _cumulative(native: IndicatorSeries, so_far: IndicatorSeries) -> Flags:
    known = np.hstack([~np.isnan(so_far.value), np.zeros((len(so_far.regions), 1), np.bool_)])  # none after its end
    found = known[:, _columns(native, so_far)]
    if native.grain is Grain.MONTH:
        januaries = [n for n, period in enumerate(native.periods[:-1]) if period.last_month == 1]
        found[:, januaries] |= found[:, [n + 1 for n in januaries]]
    return found


def _columns(native: IndicatorSeries, so_far: IndicatorSeries) -> list[int]:
    """The columns of the years so far that end with each period."""
    first, end = so_far.periods[0].ordinal, len(so_far.periods)
    return [min(Period(Grain.YTD, one.year, one.last_month).ordinal - first, end) for one in native.periods]
