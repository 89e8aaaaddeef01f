"""Rounding as people do it (四舍五入): a half goes away from zero."""

from __future__ import annotations

import math

import numpy as np

from indicators.statistics.arrays import Floats

LOST = 2.0**-50  # the share that multiplying may lose: 1.005 is 1.00499…9 to a machine, yet a half of its hundredth
NUDGE = 1e-6  # of the last digit at most: a number so near to a half is one
WHOLE = 2.0**52  # from here on a number has no fraction to round


def half_up(values: Floats, decimals: int) -> Floats:
    """Each number rounded to so many decimals; NaN and infinities stay."""
    scale = 10.0**decimals
    large = np.abs(values) * scale
    rounded = np.copysign(np.floor(large + np.minimum(large * LOST, NUDGE) + 0.5) / scale, values)
    return np.where(large < WHOLE, rounded, values)


def half_up_number(value: float, decimals: int) -> float:
    """The same for one number, to the same bit; never a negative zero."""
    scale = 10.0**decimals
    large = abs(value) * scale
    if not large < WHOLE:
        return value
    return math.copysign(math.floor(large + min(large * LOST, NUDGE) + 0.5) / scale, value) + 0.0
