"""Facts rolled up: any measure, for every region and every period of a grain, with how trustworthy it is.

The value of a measure in a region and a period is, in this order: the fact delivered for exactly that; what its
finer periods add up to, when all are there; what the regions inside add up to, when all are there; else no value.
A partial sum is never shown. A published rate is never rolled up.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.calendar.periods import PER_YEAR, Grain, Period
from indicators.catalogue.catalogue import Catalogue
from indicators.statistics.arrays import Floats

Codes = NDArray[np.uint8]
FIRST_YEAR = {Grain.YEAR: 2010}  # published yearly figures reach back further than monthly deliveries
FIRST = 2018
SAME_AS_YTD = {Grain.QUARTER: 3, Grain.HALF: 6, Grain.YEAR: 12}  # the year's first of a grain is January to month n


class Basis(IntEnum):
    """Where a value comes from, from the firmest to the weakest; a result is as firm as its weakest input."""

    UNKNOWN = 0
    PUBLISHED = 1
    PLAN = 2
    REPORTED = 3
    DEMO = 4


@dataclass(frozen=True, eq=False)
class FactColumns:
    """Facts as columns of equal length N: place in `measures`, region code, period code, value, basis."""

    measure: NDArray[np.int32]
    region: NDArray[np.int64]
    period: NDArray[np.int32]
    value: Floats
    basis: Codes
    measures: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class MeasureMatrix:
    """Values [regions × periods] with their basis; NaN is no value (basis 0)."""

    value: Floats
    basis: Codes

    def year_earlier(self, per_year: int) -> MeasureMatrix:
        """The same grid moved so that each column holds what stood one year before."""
        value, basis = np.full_like(self.value, np.nan), np.zeros_like(self.basis)
        value[:, per_year:], basis[:, per_year:] = self.value[:, :-per_year], self.basis[:, :-per_year]
        return MeasureMatrix(value, basis)


@lru_cache(maxsize=64)
def axis(grain: Grain, today: date) -> tuple[Period, ...]:
    """All periods of a grain that the cube covers, up to the one that `today` lies in."""
    first = Period(grain, FIRST_YEAR.get(grain, FIRST), 1)
    count = Period.of(grain, today).ordinal - first.ordinal + 1
    return tuple(first.shift(step) for step in range(count))


@dataclass(frozen=True, eq=False)
class MeasureCube:
    """The facts known at some moment, asked for by measure and grain; grids are kept once made."""

    facts: FactColumns
    catalogue: Catalogue
    today: date
    _spans: dict[str, tuple[int, int]]
    _grids: dict[tuple[str, Grain], MeasureMatrix] = field(default_factory=dict)
    _axes: dict[Grain, tuple[Period, ...]] = field(default_factory=dict)
    _fillings: dict[tuple[Grain, Grain], tuple[NDArray[np.intp], NDArray[np.intp]]] = field(default_factory=dict)
    _codes: dict[Grain, list[NDArray[np.int64]]] = field(default_factory=dict)

    def axis(self, grain: Grain) -> tuple[Period, ...]:
        """The periods of a grain, oldest first."""
        if grain not in self._axes:
            self._axes[grain] = axis(grain, self.today)
        return self._axes[grain]

    def grid(self, measure: str, grain: Grain) -> MeasureMatrix:
        """A measure for all regions [in the order of `catalogue.regions.codes`] and all periods of a grain."""
        key = (measure, grain)
        if key not in self._grids:
            self._grids[key] = self._make(measure, grain)
        return self._grids[key]

    def _make(self, measure: str, grain: Grain) -> MeasureMatrix:
        grid = self._direct(measure, grain)
        kind = self.catalogue.measures[measure].kind
        if kind != "rate":
            for finer in _finer(grain):
                _fill(grid, self._over_time(self.grid(measure, finer), finer, grain, kind))
            self._over_regions(grid, measure, grain, kind)
        return grid

    def _direct(self, measure: str, grain: Grain) -> MeasureMatrix:
        regions = self.catalogue.regions
        grid = _empty((len(regions), len(self.axis(grain))))
        start, stop = self._spans.get(measure, (0, 0))
        if start == stop:
            return grid
        rows = _places(self.facts.region[start:stop], np.array(regions.codes))
        for codes in self._told_as(grain):
            columns = _places(self.facts.period[start:stop], codes)
            here = (rows >= 0) & (columns >= 0)
            grid.value[rows[here], columns[here]] = self.facts.value[start:stop][here]
            grid.basis[rows[here], columns[here]] = self.facts.basis[start:stop][here]
        return grid

    def _told_as(self, grain: Grain) -> list[NDArray[np.int64]]:
        if grain not in self._codes:
            self._codes[grain] = _codes(grain, self.axis(grain))
        return self._codes[grain]

    def _over_time(self, finer: MeasureMatrix, from_grain: Grain, to: Grain, kind: str) -> MeasureMatrix:
        """Finer periods added up (of a stock: the last, of a mean: their mean); no value where one is missing."""
        if np.isnan(finer.value).all():
            return _empty((len(finer.value), len(self.axis(to))))
        columns, count = self._inside(from_grain, to)
        if kind == "stock":
            columns, count = columns[:, -1:], np.minimum(count, 1)
        value, basis = _with_a_column_more(finer.value), _with_a_column_more(finer.basis)
        total = value[:, columns].sum(axis=2)
        if kind == "mean":
            total /= np.maximum(count, 1)
        total[:, count == 0] = np.nan
        weakest = basis[:, columns].max(axis=2)
        weakest[np.isnan(total)] = 0
        return MeasureMatrix(total, weakest)

    def _inside(self, finer: Grain, to: Grain) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """For each period of a grain the columns of the finer periods that fill it, oldest first, and how many.

        Rows are filled up at the front with the column behind the last. None where they do not fill it evenly or
        reach out of the axis.
        """
        if (finer, to) not in self._fillings:
            step, first, end = 12 // PER_YEAR[finer], self.axis(finer)[0].ordinal, len(self.axis(finer))
            rows = [_filling(period, finer, step, first, end) for period in self.axis(to)]
            longest = max(1, *map(len, rows))
            columns = np.array([[end] * (longest - len(row)) + row for row in rows], dtype=np.intp)
            self._fillings[finer, to] = columns, np.array([len(row) for row in rows], dtype=np.intp)
        return self._fillings[finer, to]

    def _over_regions(self, grid: MeasureMatrix, measure: str, grain: Grain, kind: str) -> None:
        weight = self.catalogue.measures[measure].weight
        if kind == "mean" and weight is None:
            return
        weights = self.grid(weight, grain) if kind == "mean" and weight else None
        regions = self.catalogue.regions
        for code in (*regions.at("district"), *regions.at("city")):
            inside = [regions.index[child] for child in regions.children(code)]
            if not inside:
                continue
            value, basis = grid.value[inside], grid.basis[inside]
            total = value.sum(axis=0)
            if weights is not None:
                heavy = weights.value[inside]
                whole = heavy.sum(axis=0)
                total = np.divide((value * heavy).sum(axis=0), whole, out=np.full_like(whole, np.nan), where=whole > 0)
                basis = np.maximum(basis, weights.basis[inside])
            row = regions.index[code]
            open_ = np.isnan(grid.value[row]) & ~np.isnan(total)
            grid.value[row, open_] = total[open_]
            grid.basis[row, open_] = basis.max(axis=0)[open_]


def build_cube(facts: FactColumns, catalogue: Catalogue, today: date) -> MeasureCube:
    """A cube over facts in any order. Of two facts for the same measure, region and period the later row stands."""
    order = np.argsort(facts.measure, kind="stable")
    ordered = FactColumns(
        facts.measure[order],
        facts.region[order],
        facts.period[order],
        facts.value[order],
        facts.basis[order],
        facts.measures,
    )
    bounds = np.searchsorted(ordered.measure, np.arange(len(facts.measures) + 1))
    spans = {name: (int(bounds[n]), int(bounds[n + 1])) for n, name in enumerate(facts.measures)}
    return MeasureCube(ordered, catalogue, today, spans)


def _with_a_column_more(grid: NDArray[Any]) -> NDArray[Any]:
    """A grid with a column of zeros behind it (`np.pad` takes ten times as long for arrays of this size)."""
    wider = np.zeros((grid.shape[0], grid.shape[1] + 1), grid.dtype)
    wider[:, :-1] = grid
    return wider


def _empty(shape: tuple[int, int]) -> MeasureMatrix:
    return MeasureMatrix(np.full(shape, np.nan), np.zeros(shape, np.uint8))


def _filling(period: Period, finer: Grain, step: int, first: int, end: int) -> list[int]:
    length = period.length
    if period.last_month % step or length % step:
        return []
    last = Period(finer, period.year, period.last_month // step).ordinal - first
    begin = last - length // step + 1
    return list(range(begin, last + 1)) if begin >= 0 and last < end else []


def _finer(grain: Grain) -> tuple[Grain, ...]:
    """The grains a coarser one is made of, the finest first."""
    return {Grain.MONTH: (), Grain.QUARTER: (Grain.MONTH,)}.get(grain, (Grain.MONTH, Grain.QUARTER))


def _codes(grain: Grain, periods: tuple[Period, ...]) -> list[NDArray[np.int64]]:
    """Stored codes that mean the periods of a grain (-1 for none), weakest first.

    January to June is told as 2024C06 and as 2024H1: what is delivered under the period's own name goes before.
    """
    own = np.array([period.code for period in periods])

    def told_as(other: Grain, own_n: int, n: int) -> NDArray[np.int64]:
        return np.array([Period(other, p.year, n).code if p.n == own_n else -1 for p in periods])

    if grain is Grain.YTD:
        return [*(told_as(other, last, 1) for other, last in SAME_AS_YTD.items()), own]
    return [told_as(Grain.YTD, 1, SAME_AS_YTD[grain]), own] if grain in SAME_AS_YTD else [own]


def _places(wanted: NDArray[np.int64] | NDArray[np.int32], codes: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each wanted code its place in `codes`, -1 where there is none."""
    order = np.argsort(codes)
    ordered = codes[order]
    at = np.clip(np.searchsorted(ordered, wanted), 0, len(ordered) - 1)
    return np.where(ordered[at] == wanted, order[at], -1)


def _fill(grid: MeasureMatrix, other: MeasureMatrix) -> None:
    open_ = np.isnan(grid.value) & ~np.isnan(other.value)
    grid.value[open_] = other.value[open_]
    grid.basis[open_] = other.basis[open_]
