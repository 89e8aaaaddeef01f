"""A stock that comes less often than it is asked for keeps its last value for some of its own periods."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from indicators.calendar.periods import PER_YEAR, Grain
from indicators.definitions.model import Measure
from indicators.measures.measure_matrix import Derivation, MeasureMatrix, fill, found

KEPT_FOR = 2  # of its own periods


def keeps(measure: Measure, grain: Grain) -> int:
    """For how many periods of a grain a stock keeps its last value: those finer than its own; else for none."""
    length = 12 // PER_YEAR[grain]  # a value so far and a rolling one come every month
    own = 12 // PER_YEAR[Grain(measure.grain)]
    return KEPT_FOR * own // length if measure.kind == "stock" and length < own else 0


def last_known(known: NDArray[np.bool_], periods: int) -> NDArray[np.intp]:
    """For each place the column of the last known one at most so many periods before; -1 for none."""
    columns = np.arange(known.shape[1])
    last = np.maximum.accumulate(np.where(known, columns, -1), axis=1)
    return np.where(columns - last <= periods, last, -1)


def carried(grid: MeasureMatrix, periods: int) -> MeasureMatrix:
    """The same with each last value kept for so many periods where none is told."""
    known = ~np.isnan(grid.value)
    last = last_known(known, periods)
    before = np.maximum(last, 0)
    value = np.where(last >= 0, np.take_along_axis(grid.value, before, axis=1), np.nan)
    kept = grid.copy()
    fill(kept, found(value, np.take_along_axis(grid.basis, before, axis=1), Derivation.CARRIED))
    return kept
