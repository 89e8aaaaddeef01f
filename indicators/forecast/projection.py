"""A short look ahead along a straight line that single odd values do not bend, or none where there is no clear slope.

It is a reckoning, not a forecast of a model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indicators.statistics.robust import SIGMA
from indicators.statistics.theil_sen import Z, slope_of

FEWEST = 8


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


def projection_of(moments: Sequence[float], values: Sequence[float]) -> Projection | None:
    """The line through the newest values, oldest first; None for too few or where rising and falling both fit."""
    if len(values) < FEWEST:
        return None
    time, value = np.asarray(moments, float), np.asarray(values, float)
    found = slope_of(time, value)
    if found is None or found.low <= 0 <= found.high:
        return None
    slope = found.middle
    level = float(np.median(value - slope * (time - time[-1])))
    scatter = float(np.median(np.abs(value - level - slope * (time - time[-1])))) * SIGMA * Z
    return Projection(float(time[-1]), level, slope, found.low, found.high, scatter)
