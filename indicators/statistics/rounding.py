"""Rounding as people do it (四舍五入): a half goes away from zero."""

from __future__ import annotations

import math

import numpy as np

from indicators.statistics.arrays import Floats

NUDGE = 1 + 1e-12  # 89.95 is 89.9499…97 to a machine, and yet a half: it rounds to 90.0


def half_up(values: Floats, decimals: int) -> Floats:
    """Each number rounded to so many decimals; NaN and infinities stay."""
    scale = 10.0**decimals
    return np.copysign(np.floor(np.abs(values) * scale * NUDGE + 0.5) / scale, values)


def half_up_number(value: float, decimals: int) -> float:
    """The same for one number, to the same bit; never a negative zero."""
    if not math.isfinite(value):
        return value
    scale = 10.0**decimals
    return math.copysign(math.floor(abs(value) * scale * NUDGE + 0.5) / scale, value) + 0.0
