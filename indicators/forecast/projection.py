"""A short look ahead along a straight line that single odd values do not bend, or none where there is no clear slope.

Theil (1950) and Sen (1968): the slope is the median of the slopes between all pairs of values; its limits are the
slopes at the ranks that Kendall's S gives for 95 % (Sen 1968, § 5). It is a reckoning, not a forecast of a model.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

FEWEST = 8
Z = 1.96  # of the normal distribution, 95 % between minus and plus


@dataclass(frozen=True)
class Projection:
    """A line from `start` (epoch seconds) on: its value there, its slope per second with limits, its scatter."""

    start: float
    value: float
    slope: float
    low: float
    high: float
    scatter: float

    def at(self, moment: float) -> tuple[float, float, float]:
        """Lower limit, value and upper limit at a moment after the start."""
        passed = moment - self.start
        return (
            self.value + self.low * passed - self.scatter,
            self.value + self.slope * passed,
            self.value + self.high * passed + self.scatter,
        )

    def reaches(self, limit: float, within: float) -> float | None:
        """When the line comes to a limit, not more than `within` seconds ahead; None when it does not."""
        away = limit - self.value
        if self.slope == 0 or away / self.slope <= 0:
            return None
        needed = away / self.slope
        return self.start + needed if needed <= within else None


def look_ahead(moments: Sequence[float], values: Sequence[float]) -> Projection | None:
    """The line through the newest values, oldest first; None for too few or where rising and falling both fit."""
    if len(values) < FEWEST:
        return None
    time, value = np.asarray(moments, float), np.asarray(values, float)
    older, newer = np.triu_indices(len(value), 1)
    apart = time[newer] - time[older]
    slopes = np.sort((value[newer] - value[older])[apart > 0] / apart[apart > 0])
    if not len(slopes):
        return None
    low, high = _limits(slopes, len(value))
    if low <= 0 <= high:
        return None
    slope = float(np.median(slopes))
    level = float(np.median(value - slope * (time - time[-1])))
    scatter = float(np.median(np.abs(value - level - slope * (time - time[-1])))) * 1.4826 * Z
    return Projection(float(time[-1]), level, slope, low, high, scatter)


def _limits(slopes: np.typing.NDArray[np.float64], count: int) -> tuple[float, float]:
    spread = Z * math.sqrt(count * (count - 1) * (2 * count + 5) / 18)
    first = max(int((len(slopes) - spread) / 2), 0)
    last = min(int((len(slopes) + spread) / 2) + 1, len(slopes) - 1)
    return float(slopes[first]), float(slopes[last])
