"""Facts rolled up: any measure, for every region and every period of a grain, with how trustworthy it is.

The value of a measure in a region and a period is, in this order: the fact delivered for exactly that; what its
finer periods add up to, when all are there; what the regions inside add up to, when all are there; else no value.
A partial sum is never shown. A published rate is never rolled up.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from indicators.catalogue import Catalogue
from indicators.periods import PER_YEAR, Grain, Period

Floats = NDArray[np.float64]
Codes = NDArray[np.uint8]
FIRST_YEAR = {Grain.YEAR: 2010}  # published yearly figures reach back further than monthly deliveries
FIRST = 2018


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
class Grid:
    """Values [regions × periods] with their basis; NaN is no value (basis 0)."""

    value: Floats
    basis: Codes

    def year_earlier(self, per_year: int) -> Grid:
        """The same grid moved so that each column holds what stood one year before."""
        value, basis = np.full_like(self.value, np.nan), np.zeros_like(self.basis)
        value[:, per_year:], basis[:, per_year:] = self.value[:, :-per_year], self.basis[:, :-per_year]
        return Grid(value, basis)


def axis(grain: Grain, today: date) -> tuple[Period, ...]:
    """All periods of a grain that the cube covers, up to the one that `today` lies in."""
    first = Period(grain, FIRST_YEAR.get(grain, FIRST), 1)
    count = Period.of(grain, today).ordinal - first.ordinal + 1
    return tuple(first.shift(step) for step in range(count))


@dataclass(frozen=True, eq=False)
class Cube:
    """The facts known at some moment, asked for by measure and grain; grids are kept once made."""

    facts: FactColumns
    catalogue: Catalogue
    today: date
    _spans: dict[str, tuple[int, int]]
    _grids: dict[tuple[str, Grain], Grid] = field(default_factory=dict)
    _axes: dict[Grain, tuple[Period, ...]] = field(default_factory=dict)

    def axis(self, grain: Grain) -> tuple[Period, ...]:
        """The periods of a grain, oldest first."""
        if grain not in self._axes:
            self._axes[grain] = axis(grain, self.today)
        return self._axes[grain]

    def grid(self, measure: str, grain: Grain) -> Grid:
        """A measure for all regions [in the order of `catalogue.regions.codes`] and all periods of a grain."""
        key = (measure, grain)
        if key not in self._grids:
            self._grids[key] = self._make(measure, grain)
        return self._grids[key]

    def _make(self, measure: str, grain: Grain) -> Grid:
        grid = self._direct(measure, grain)
        kind = self.catalogue.measures[measure].kind
        if kind != "rate":
            for finer in _finer(grain):
                _fill(grid, self._over_time(self.grid(measure, finer), finer, grain, kind))
            self._over_regions(grid, measure, grain, kind)
        return grid

    def _direct(self, measure: str, grain: Grain) -> Grid:
        periods = self.axis(grain)
        regions = self.catalogue.regions
        value = np.full((len(regions), len(periods)), np.nan)
        basis = np.zeros(value.shape, np.uint8)
        start, stop = self._spans.get(measure, (0, 0))
        if start == stop:
            return Grid(value, basis)
        rows = _places(self.facts.region[start:stop], np.array(regions.codes), np.arange(len(regions)))
        columns = np.full(stop - start, -1)
        for codes in _codes(grain, periods):
            found = _places(self.facts.period[start:stop], codes, np.arange(len(codes)))
            columns = np.where(found >= 0, found, columns)
        here = (rows >= 0) & (columns >= 0)
        value[rows[here], columns[here]] = self.facts.value[start:stop][here]
        basis[rows[here], columns[here]] = self.facts.basis[start:stop][here]
        return Grid(value, basis)

    def _over_time(self, finer: Grid, from_grain: Grain, to: Grain, kind: str) -> Grid:
        first = self.axis(from_grain)[0].ordinal
        value = np.full((finer.value.shape[0], len(self.axis(to))), np.nan)
        basis = np.zeros(value.shape, np.uint8)
        step = 12 // PER_YEAR[from_grain]
        for column, period in enumerate(self.axis(to)):
            months = period.months()
            if period.last_month % step or len(months) % step:
                continue
            last = Period(from_grain, period.year, period.last_month // step).ordinal - first
            begin = last - len(months) // step + 1
            if begin < 0 or last >= finer.value.shape[1]:
                continue
            part = slice(last, last + 1) if kind == "stock" else slice(begin, last + 1)
            whole = finer.value[:, part]
            value[:, column] = whole.mean(axis=1) if kind == "mean" else whole.sum(axis=1)
            basis[:, column] = finer.basis[:, part].max(axis=1)
        basis[np.isnan(value)] = 0
        return Grid(value, basis)

    def _over_regions(self, grid: Grid, measure: str, grain: Grain, kind: str) -> None:
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


def build_cube(facts: FactColumns, catalogue: Catalogue, today: date) -> Cube:
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
    return Cube(ordered, catalogue, today, spans)


def _finer(grain: Grain) -> tuple[Grain, ...]:
    """The grains a coarser one is made of, the finest first."""
    return {Grain.MONTH: (), Grain.QUARTER: (Grain.MONTH,)}.get(grain, (Grain.MONTH, Grain.QUARTER))


def _codes(grain: Grain, periods: tuple[Period, ...]) -> list[NDArray[np.int64]]:
    """Stored codes that mean the periods of a grain, weakest first: January–June is also told as 2024H1 or 2024Q…"""
    own = np.array([period.code for period in periods])
    if grain is not Grain.YTD:
        return [own]

    def told_as(other: Grain, month: int) -> NDArray[np.int64]:
        return np.array([Period(other, p.year, 1).code if p.n == month else -1 for p in periods])

    return [told_as(Grain.QUARTER, 3), told_as(Grain.HALF, 6), told_as(Grain.YEAR, 12), own]


def _places(
    wanted: NDArray[np.int64] | NDArray[np.int32], codes: NDArray[np.int64], places: NDArray[np.int64]
) -> NDArray[np.int64]:
    """For each wanted code its place, -1 where there is none."""
    order = np.argsort(codes)
    ordered = codes[order]
    at = np.clip(np.searchsorted(ordered, wanted), 0, len(ordered) - 1)
    return np.where(ordered[at] == wanted, places[order][at], -1)


def _fill(grid: Grid, other: Grid) -> None:
    open_ = np.isnan(grid.value) & ~np.isnan(other.value)
    grid.value[open_] = other.value[open_]
    grid.basis[open_] = other.basis[open_]
