"""The level of how far a value lies from what is expected."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from indicators.alerts.levels import LevelName, level_number


def levels_of(distance: ArrayLike, steps: Mapping[LevelName, float], side: int = 0) -> NDArray[np.int8]:
    """The level of each distance (from `outside` or `sudden`): 0 inside, and where nothing is known.

    `side` 1 counts distances upwards only, -1 downwards only, 0 both.
    """
    away = np.nan_to_num(np.asarray(distance, np.float64), nan=0.0, posinf=np.inf, neginf=-np.inf)
    away = np.abs(away) if side == 0 else away * side
    names = sorted(steps, key=level_number)
    numbers = np.array([0, *map(level_number, names)], np.int8)
    found: NDArray[np.int8] = numbers[np.searchsorted([steps[name] for name in names], away, side="right")]
    return found
