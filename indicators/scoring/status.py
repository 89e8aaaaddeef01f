"""On track, watch, off track or unknown: how far a value stands from where it should be, without flapping."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from indicators.calendar.periods import Grain
from indicators.definitions.model import Indicator
from indicators.measures.facts import Codes
from indicators.statistics.arrays import Floats
from indicators.statistics.rounding import half_up

MARGIN = 0.1  # of a tolerance: a status is left a little beyond where it is entered
DWELL = 2  # periods an improvement has to last before it counts
FINER = 3  # decimals beyond those shown that are compared: 57.99999999999999 is 58
EXACT = 9  # decimals of a gap
SHARE = 0.05  # of the expected value: the tolerance where none is given


class Status(IntEnum):
    """How a value stands. Unknown is never green."""

    UNKNOWN = 0
    ON_TRACK = 1
    WATCH = 2
    OFF_TRACK = 3


def dwell_of(grain: Grain) -> int:
    """Periods an improvement has to last: yearly values count at once."""
    return 1 if grain is Grain.YEAR else DWELL


def tolerance(indicator: Indicator, expected: Floats) -> Floats:
    """The width of "watch" at each expected value, in the indicator's unit; NaN where it would be 0."""
    if indicator.tolerance is not None:
        return np.full_like(expected, indicator.tolerance)
    width = np.abs(expected) * SHARE
    if indicator.band is not None:
        width = np.full_like(expected, (indicator.band[1] - indicator.band[0]) / 4)
    return np.where(width > 0, width, np.nan)


def normalised_deviation(indicator: Indicator, value: Floats, expected: Floats) -> Floats:
    """How many tolerances a value stands on the good side (negative: on the bad side) of what is expected.

    0 where the two are the same to FINER decimals than the indicator is shown with: nothing is short by what no screen
    can show.
    """
    width = tolerance(indicator, expected)
    if indicator.band is not None:
        low, high = indicator.band
        away = np.minimum(_away(indicator, value, low), _away(indicator, high, value))
        return np.round(away / width, EXACT)
    sign = -1.0 if indicator.better == "lower" else 1.0
    return np.round(sign * _away(indicator, value, expected) / width, EXACT)


def _away(indicator: Indicator, value: Floats | float, other: Floats | float) -> Floats:
    value, other = np.asarray(value, np.float64), np.asarray(other, np.float64)
    return np.where(compared(indicator, value) == compared(indicator, other), 0.0, value - other)


def compared(indicator: Indicator, value: Floats) -> Floats:
    """Values as they are compared: rounded half up, FINER than they are shown."""
    return half_up(value, indicator.decimals + FINER)


def possible(indicator: Indicator, value: Floats) -> NDArray[np.bool_]:
    """Where a value lies within the natural bounds of its indicator, as it is compared; no value is possible, too."""
    low, high = indicator.bounds
    shown = compared(indicator, value)
    below = np.zeros(value.shape, np.bool_) if low is None else shown < low
    above = np.zeros(value.shape, np.bool_) if high is None else shown > high
    return ~(below | above)


def too_few(least: int, cases: Floats) -> NDArray[np.bool_]:
    """Where the cases below the line are fewer than it takes to judge."""
    return cases < least


def headroom(indicator: Indicator, expected: Floats) -> Floats:
    """The gap of the best value there can be (infinite where nothing bounds the good side)."""
    if indicator.band is not None:
        return normalised_deviation(indicator, np.full_like(expected, sum(indicator.band) / 2), expected)
    bound = indicator.bounds[0 if indicator.better == "lower" else 1]
    if bound is None:
        return np.full_like(expected, np.inf)
    return normalised_deviation(indicator, np.full_like(expected, bound), expected)


def judge(gaps: Floats, dwell: int = DWELL, silent: NDArray[np.bool_] | None = None) -> Codes:
    """Status codes for gaps [regions × periods] in time order.

    A worsening counts at once, but only MARGIN beyond the limit; an improvement counts as far as it has lasted
    `dwell` known periods. A period without a value is unknown; what was known before is not forgotten over it.
    Where it is missing though it was asked for (`silent`), it counts as off track: whoever kept a bad period back would
    else come out of it better than by telling it.
    """
    known, plain, best = ~np.isnan(gaps), classify(gaps), classify(gaps + MARGIN)
    status = np.zeros(gaps.shape, np.uint8)
    state = np.zeros(gaps.shape[0], np.uint8)
    earlier = np.zeros((dwell - 1, gaps.shape[0]), np.uint8)  # classes of the known periods before; 0: there was none
    kept_back = np.zeros_like(known) if silent is None else silent & ~known
    for t in np.nonzero((known | kept_back).any(axis=0))[0]:
        lasting = np.maximum(plain[:, t], earlier.max(axis=0, initial=0))
        moved = np.where(state == 0, plain[:, t], np.minimum(np.maximum(state, best[:, t]), lasting))
        here, gone = known[:, t], kept_back[:, t] & (state > 0)
        state = np.where(here, moved, np.where(gone, Status.OFF_TRACK, state))
        status[:, t] = state * here
        newest = np.where(gone, Status.OFF_TRACK, plain[:, t])[None]
        earlier = np.where(here | gone, np.vstack([earlier[1:], newest])[: dwell - 1], earlier)
    return status


def classify(gaps: Floats) -> Codes:
    """The status of each gap by its limits alone, without memory; unknown where there is none."""
    codes = np.where(gaps >= 0, Status.ON_TRACK, np.where(gaps >= -1, Status.WATCH, Status.OFF_TRACK))
    return np.where(np.isnan(gaps), Status.UNKNOWN, codes).astype(np.uint8)


def run_length(fits: NDArray[np.bool_]) -> int:
    """How many entries at the end of a row are true."""
    missed = np.nonzero(~fits)[0]
    return int(len(fits) - (missed[-1] + 1 if len(missed) else 0))
