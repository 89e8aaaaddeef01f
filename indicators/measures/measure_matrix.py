"""Arrays [regions × periods] of values, with how trustworthy each is and by which way it was found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np

from indicators.measures.facts import Codes
from indicators.statistics.arrays import Floats


class Derivation(IntEnum):
    """How the value of a measure in a region and a period was found."""

    NONE = 0
    DELIVERED = 1
    MONTHS = 2  # rolled up from the months inside
    QUARTERS = 3  # from the quarters inside
    HALVES = 4  # from the halves (only between cumulative values)
    DIFFERENCE = 5  # of cumulative values
    REGIONS = 6  # rolled up from the regions inside
    CARRIED = 7  # a stock that comes less often: its last value


@dataclass(frozen=True, eq=False)
class MeasureMatrix:
    """Values of a measure [regions × periods] with basis and way; NaN is no value (basis and way 0)."""

    value: Floats
    basis: Codes
    way: Codes

    @classmethod
    def empty(cls, shape: tuple[int, int]) -> MeasureMatrix:
        """No value anywhere."""
        return cls(np.full(shape, np.nan), np.zeros(shape, np.uint8), np.zeros(shape, np.uint8))

    def part(self, *index: Any) -> MeasureMatrix:
        """Some places of it, as a view where NumPy gives one."""
        return MeasureMatrix(self.value[index], self.basis[index], self.way[index])

    def copy(self) -> MeasureMatrix:
        """The same values in arrays of their own."""
        return MeasureMatrix(self.value.copy(), self.basis.copy(), self.way.copy())


def fill(matrix: MeasureMatrix, other: MeasureMatrix) -> None:
    """Put the other's values where there are none."""
    open_ = np.isnan(matrix.value) & ~np.isnan(other.value)
    matrix.value[open_] = other.value[open_]
    matrix.basis[open_] = other.basis[open_]
    matrix.way[open_] = other.way[open_]


def found(value: Floats, basis: Codes, way: Derivation) -> MeasureMatrix:
    """Values all found by one way, with basis and way where there are any."""
    known = ~np.isnan(value)
    return MeasureMatrix(value, basis * known, (known * np.uint8(way)).astype(np.uint8))
