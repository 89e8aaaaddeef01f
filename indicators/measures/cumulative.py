"""Cumulative deliveries: the year so far, month by month, and every other period as a difference of it.

Most Chinese statistics are told as January to month n. What a region itself delivered is taken together as one ladder
of values for January to month n; March is C03 − C02, the second quarter C06 − C03. Where January and February come as
one, neither has a value of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.calendar.periods import PER_YEAR, Grain
from indicators.measures.axes import FirstYears, cumulative
from indicators.measures.facts import Codes
from indicators.measures.measure_matrix import Derivation, MeasureMatrix, fill
from indicators.statistics.arrays import Floats

STEPS = {Grain.MONTH: Derivation.MONTHS, Grain.QUARTER: Derivation.QUARTERS, Grain.HALF: Derivation.HALVES}
NOTHING = 1e-9  # of the larger of two: a difference below is what machine numbers leave over


def needs_cumulation(codes: NDArray[np.int32]) -> bool:
    """Whether facts with these period codes hold more than periods of one length that add up by themselves."""
    bands = {int(band) for band in np.unique(codes % 100 // 10)}
    single = ({0, 1}, {2}, {4})  # months; quarters; years
    return not any(bands <= one for one in single)


def cumulative_values(delivered: Mapping[Grain, MeasureMatrix]) -> MeasureMatrix:
    """January to each month [regions × months] from what was delivered: itself, else an earlier one and what follows.

    `delivered` has the facts by grain, all axes beginning with the same January. The way says with which step the
    value was reached.
    """
    length = delivered[Grain.YTD].value.shape[1]
    years = -(-length // 12)
    made = _by_year(delivered[Grain.YTD], years, 12)
    steps = {grain: _by_year(delivered[grain], years, PER_YEAR[grain]) for grain in STEPS}
    for month in range(12):
        for grain, way in STEPS.items():
            width = 12 // PER_YEAR[grain]
            if (month + 1) % width == 0:
                _step(made, steps[grain], month, width, way)
    rows = len(made.value)
    flat = MeasureMatrix(made.value.reshape(rows, -1), made.basis.reshape(rows, -1), made.way.reshape(rows, -1))
    return flat.part(slice(None), slice(length))


def _step(made: MeasureMatrix, steps: MeasureMatrix, month: int, width: int, way: Derivation) -> None:
    """Fill a month's cumulative value with the one `width` months before and the period between, in all years."""
    value, basis = steps.value[:, :, month // width], steps.basis[:, :, month // width]
    if month >= width:
        value = value + made.value[:, :, month - width]
        basis = np.maximum(basis, made.basis[:, :, month - width])
    fill(made.part(..., month), MeasureMatrix(value, basis, np.full(value.shape, way, np.uint8)))


def _by_year(matrix: MeasureMatrix, years: int, per_year: int) -> MeasureMatrix:
    """A copy as [regions × years × periods of the year], the last year filled up with no value."""
    rows, missing = len(matrix.value), years * per_year - matrix.value.shape[1]

    def shaped(array: NDArray[Any], nothing: float) -> NDArray[Any]:
        return np.pad(array, ((0, 0), (0, missing)), constant_values=nothing).reshape(rows, years, per_year)

    return MeasureMatrix(shaped(matrix.value, np.nan), shaped(matrix.basis, 0), shaped(matrix.way, 0))


def differences(
    made: MeasureMatrix, grain: Grain, today: date, begin: FirstYears, least: float | None
) -> MeasureMatrix:
    """The periods of a grain from a ladder; no value where a rung is missing, or below the least that can be."""
    places = cumulative(grain, today, begin)
    value, basis = _with_ends(made.value, np.nan), _with_ends(made.basis, 0)
    whole = value[:, places.end] + value[:, places.before]
    taken = value[:, places.start]
    total: Floats = whole - taken
    total[np.abs(total) < NOTHING * np.maximum(np.abs(whole), np.abs(taken))] = 0.0
    if least is not None:
        total[(total < least) & (places.start >= 0)] = np.nan
    weakest: Codes = np.maximum.reduce([basis[:, column] for column in places])
    weakest[np.isnan(total)] = 0
    way = np.where(np.isnan(total), Derivation.NONE, Derivation.DIFFERENCE).astype(np.uint8)
    return MeasureMatrix(total, weakest, way)


def _with_ends(array: NDArray[Any], nothing: float) -> NDArray[Any]:
    """Two columns more: one without a value, and (at -1) one of zeros."""
    wider = np.zeros((array.shape[0], array.shape[1] + 2), array.dtype)
    wider[:, :-2] = array
    wider[:, -2] = nothing
    return wider
