"""A straight line that single odd values do not bend.

Theil (1950) and Sen (1968): the slope is the median of the slopes between all pairs of values; its limits are the
slopes at the ranks that Kendall's S gives for 95 % (Sen 1968, § 5). By hand: a wall draws it while somebody waits, and
SciPy, which has it (`theilslopes`, with other ranks for its limits), takes a second to load.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from indicators.statistics.arrays import Floats

Z = 1.96  # of the normal distribution, 95 % between minus and plus


@dataclass(frozen=True)
class Slope:
    """The slope of values over time, with its limits for 95 %."""

    middle: float
    low: float
    high: float


def slope_of(time: Floats, value: Floats) -> Slope | None:
    """The slope of values at moments in order; None where all are of one moment."""
    older, newer = np.triu_indices(len(value), 1)
    apart = time[newer] - time[older]
    slopes = np.sort((value[newer] - value[older])[apart > 0] / apart[apart > 0])
    if not len(slopes):
        return None
    count = len(value)
    spread = Z * math.sqrt(count * (count - 1) * (2 * count + 5) / 18)
    first = max(int((len(slopes) - spread) / 2), 0)
    last = min(int((len(slopes) + spread) / 2) + 1, len(slopes) - 1)
    return Slope(float(np.median(slopes)), float(slopes[first]), float(slopes[last]))
