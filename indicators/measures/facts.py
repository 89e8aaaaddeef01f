"""Facts as the engine takes them: columns, with how trustworthy each value is and which batch brought it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from indicators.statistics.arrays import Floats

Codes = NDArray[np.uint8]


class Basis(IntEnum):
    """Where a value comes from, from the firmest to the weakest; a result is as firm as its weakest input."""

    UNKNOWN = 0
    PUBLISHED = 1
    PLAN = 2
    REPORTED = 3
    DEMO = 4


@dataclass(frozen=True, eq=False)
class FactTable:
    """Facts as columns of equal length N: place in `measures`, region code, period code, value, basis, batch number.

    Rows stand in the order in which they were loaded: of two for the same the later one holds.
    """

    measure: NDArray[np.int32]
    region: NDArray[np.int64]
    period: NDArray[np.int32]
    value: Floats
    basis: Codes
    batch: NDArray[np.int32]
    measures: tuple[str, ...]

    def taken(self, rows: NDArray[np.integer]) -> FactTable:
        """Some of the rows, in the order given."""
        return FactTable(
            self.measure[rows],
            self.region[rows],
            self.period[rows],
            self.value[rows],
            self.basis[rows],
            self.batch[rows],
            self.measures,
        )
