"""On track, watch, off track or unknown: how far a value stands from where it should be, without flapping."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from indicators.cube import Codes, Floats
from indicators.definitions import Indicator

MARGIN = 0.1  # of a tolerance: a status is left a little beyond where it is entered
DWELL = 2  # periods an improvement has to last before it counts
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
        return np.minimum(value - low, high - value) / width
    sign = -1.0 if indicator.better == "lower" else 1.0
    return sign * (value - expected) / width


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

    A worsening counts at once, but only MARGIN beyond the limit; an improvement counts when it has lasted `dwell`
    periods. After a period without a value the memory starts anew.
    """
    status = np.zeros(gaps.shape, np.uint8)
    known, plain, lenient = ~np.isnan(gaps), _class(gaps), _class(gaps + MARGIN)
    state = np.zeros(gaps.shape[0], np.uint8)
    better_for = np.zeros(gaps.shape[0], np.int64)
    for t in np.nonzero(known.any(axis=0))[0]:
        if t and not known[:, t - 1].any():
            state, better_for = np.zeros_like(state), np.zeros_like(better_for)
        state, better_for = _step(state, better_for, known[:, t], plain[:, t], lenient[:, t], dwell)
        status[:, t] = state
    return status


def _step(
    state: Codes, better_for: NDArray[np.int64], known: NDArray[np.bool_], plain: Codes, lenient: Codes, dwell: int
) -> tuple[Codes, NDArray[np.int64]]:
    """One period: `plain` is the status by the limits alone, `lenient` the one by limits moved by the margin."""
    improves = (plain < state) & known
    better_for = np.where(improves, better_for + 1, 0)
    following = np.where(improves & (better_for >= dwell), plain, np.maximum(lenient, state))
    following = np.where(state == Status.UNKNOWN, plain, following)
    better_for[following != state] = 0
    return following * known, better_for


def _class(gaps: Floats) -> Codes:
    return np.where(gaps >= 0, Status.ON_TRACK, np.where(gaps >= -1, Status.WATCH, Status.OFF_TRACK)).astype(np.uint8)


def run_length(status: Codes) -> int:
    """How many periods at the end of a row of status codes are the same."""
    if not len(status):
        return 0
    different = np.nonzero(status != status[-1])[0]
    return int(len(status) - (different[-1] + 1 if len(different) else 0))
