"""On track, watch, off track or unknown: how far a value stands from where it should be, without flapping."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from indicators.definitions.model import Indicator
from indicators.measures.facts import Codes
from indicators.statistics.arrays import Floats

MARGIN = 0.1  # of a tolerance: a status is left a little beyond where it is entered
DWELL = 2  # periods an improvement has to last before it counts
EXACT = 9  # decimals of a gap: 29 of 50 is 57.99999999999999 % to a machine, and yet it meets a target of 58
SHARE = 0.05  # of the expected value: the tolerance where none is given


class Status(IntEnum):
    """How a value stands. Unknown is never green."""

    UNKNOWN = 0
    ON_TRACK = 1
    WATCH = 2
    OFF_TRACK = 3


def tolerance(indicator: Indicator, expected: Floats) -> Floats:
    """The width of "watch" at each expected value, in the indicator's unit; NaN where it would be 0."""
    if indicator.tolerance is not None:
        return np.full_like(expected, indicator.tolerance)
    width = np.abs(expected) * SHARE
    if indicator.band is not None:
        width = np.full_like(expected, (indicator.band[1] - indicator.band[0]) / 4)
    return np.where(width > 0, width, np.nan)


def gap(indicator: Indicator, value: Floats, expected: Floats) -> Floats:
    """How many tolerances a value stands on the good side (negative: on the bad side) of what is expected."""
    width = tolerance(indicator, expected)
    if indicator.band is not None:
        low, high = indicator.band
        return np.round(np.minimum(value - low, high - value) / width, EXACT)
    sign = -1.0 if indicator.better == "lower" else 1.0
    return np.round(sign * (value - expected) / width, EXACT)


def too_few(indicator: Indicator, cases: Floats) -> NDArray[np.bool_]:
    """Where the cases below the line are fewer than the indicator needs to be judged."""
    return cases < (indicator.least or 0)


def headroom(indicator: Indicator, expected: Floats) -> Floats:
    """The gap of the best value there can be (infinite where nothing bounds the good side)."""
    if indicator.band is not None:
        return gap(indicator, np.full_like(expected, sum(indicator.band) / 2), expected)
    bound = indicator.bounds[0 if indicator.better == "lower" else 1]
    if bound is None:
        return np.full_like(expected, np.inf)
    return gap(indicator, np.full_like(expected, bound), expected)


def judge(gaps: Floats, dwell: int = DWELL) -> Codes:
    """Status codes for gaps [regions × periods] in time order.

    A worsening counts at once, but only MARGIN beyond the limit; an improvement counts as far as it has lasted
    `dwell` periods. After a period without a value the memory starts anew.
    """
    known, plain = ~np.isnan(gaps), _class(gaps)
    best, worst = _class(gaps + MARGIN), _lasting(plain, dwell)
    afresh = known & ~np.pad(known, ((0, 0), (1, 0)))[:, :-1]
    best[afresh] = worst[afresh] = plain[afresh]
    status = np.zeros(gaps.shape, np.uint8)
    state = np.zeros(gaps.shape[0], np.uint8)
    for t in np.nonzero(known.any(axis=0))[0]:
        state = np.minimum(np.maximum(state, best[:, t]), worst[:, t])
        status[:, t] = state
    return status * known


def _lasting(plain: Codes, dwell: int) -> Codes:
    """The worst of each `dwell` periods in a row up to each period."""
    worst = plain.copy()
    for back in range(1, dwell):
        worst[:, back:] = np.maximum(worst[:, back:], plain[:, :-back])
        worst[:, :back] = Status.OFF_TRACK
    return worst


def _class(gaps: Floats) -> Codes:
    return np.where(gaps >= 0, Status.ON_TRACK, np.where(gaps >= -1, Status.WATCH, Status.OFF_TRACK)).astype(np.uint8)


def run_length(status: Codes) -> int:
    """How many periods at the end of a row of status codes are the same."""
    if not len(status):
        return 0
    different = np.nonzero(status != status[-1])[0]
    return int(len(status) - (different[-1] + 1 if len(different) else 0))
