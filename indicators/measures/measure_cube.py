"""Facts rolled up: any measure, for every region and every period of a grain, with how trustworthy it is.

The value of a measure in a region and a period is, in this order: the fact delivered for exactly that span, under
whatever name, the newest of several; what its own finer periods add up to, when all are there; the difference of its
own cumulative values; what the finer periods add up to where the regions inside tell some of them; what the regions
inside add up to, when all are there; else no value. A partial sum is never shown. A published rate is never rolled up.
A stock that comes less often than asked keeps its last value for two of its periods.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.calendar.periods import Grain, Period
from indicators.catalogue.catalogue import Catalogue
from indicators.measures.axes import USUAL, FirstYears, axis, filling, named
from indicators.measures.cumulative import STEPS, cumulative_values, differences, needs_cumulation
from indicators.measures.facts import FactTable
from indicators.measures.kept_stocks import carried, keeps
from indicators.measures.measure_matrix import Derivation, MeasureMatrix, fill, found
from indicators.statistics.arrays import Floats

TIME = {Grain.MONTH: Derivation.MONTHS, Grain.QUARTER: Derivation.QUARTERS}


@dataclass(frozen=True, eq=False)
class MeasureCube:
    """The facts known at some moment, asked for by measure and grain; what was made once is kept."""

    facts: FactTable
    catalogue: Catalogue
    today: date
    begin: FirstYears
    _rows: NDArray[np.int64]  # of each fact the place of its region, -1 for none
    _spans: dict[str, tuple[int, int]]
    _grids: dict[tuple[str, Grain], MeasureMatrix] = field(default_factory=dict)
    _rolled: dict[tuple[str, Grain], MeasureMatrix] = field(default_factory=dict)
    _own: dict[tuple[str, Grain], MeasureMatrix] = field(default_factory=dict)
    _ladders: dict[str, MeasureMatrix | None] = field(default_factory=dict)

    def axis(self, grain: Grain) -> tuple[Period, ...]:
        """The periods of a grain, oldest first."""
        return axis(grain, self.today, self.begin)

    def reaching(self, measures: Collection[str]) -> MeasureCube:
        """This cube, or the same with longer axes where some measures have facts from before its beginning."""
        return self._longer if self.begin == USUAL and not self._early.isdisjoint(measures) else self

    @cached_property
    def _early(self) -> frozenset[str]:
        """The measures with facts from before the usual beginning."""
        early = np.unique(self.facts.measure[_before(self.facts.period, USUAL)])
        return frozenset(self.facts.measures[place] for place in early.tolist())

    @cached_property
    def _longer(self) -> MeasureCube:
        period = self.facts.period[_before(self.facts.period, USUAL)]
        yearly = _is_year(period)
        years = [
            int((part // 100).min(initial=usual)) for part, usual in zip((period, period[~yearly]), USUAL, strict=True)
        ]
        return MeasureCube(self.facts, self.catalogue, self.today, FirstYears(*years), self._rows, self._spans)

    def grid(self, measure: str, grain: Grain) -> MeasureMatrix:
        """A measure for all regions [in the order of `catalogue.regions.codes`] and all periods of a grain."""
        key = (measure, grain)
        if key not in self._grids:
            grid = self.rolled_up(measure, grain)
            periods = keeps(self.catalogue.measures[measure], grain)
            self._grids[key] = carried(grid, periods) if periods else grid
        return self._grids[key]

    def rolled_up(self, measure: str, grain: Grain) -> MeasureMatrix:
        """The same without what a stock keeps beyond the periods it was told for."""
        key = (measure, grain)
        if key not in self._rolled:
            self._rolled[key] = self._roll_up(measure, grain)
        return self._rolled[key]

    def ladder(self, measure: str) -> MeasureMatrix | None:
        """January to each month of a flow from what each region itself delivered; None where that is no help."""
        if measure not in self._ladders:
            start, stop = self._spans.get(measure, (0, 0))
            flow = self.catalogue.measures[measure].kind == "flow"
            helps = flow and needs_cumulation(self.facts.period[start:stop])
            delivered = {grain: self.delivered(measure, grain) for grain in (Grain.YTD, *STEPS)} if helps else {}
            self._ladders[measure] = cumulative_values(delivered) if helps else None
        return self._ladders[measure]

    def delivered(self, measure: str, grain: Grain) -> MeasureMatrix:
        """What facts say of the very spans."""
        grid = MeasureMatrix.empty((len(self.catalogue.regions), len(self.axis(grain))))
        facts, rows, columns = self.places(measure, grain)
        grid.value[rows, columns] = self.facts.value[facts]
        grid.basis[rows, columns] = self.facts.basis[facts]
        grid.way[rows, columns] = Derivation.DELIVERED
        return grid

    def places(self, measure: str, grain: Grain) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """The facts that tell spans of a grain, in the order of loading, with their places by region and period."""
        start, stop = self._spans.get(measure, (0, 0))
        first, column = named(grain, self.catalogue.measures[measure].kind == "stock", self.today, self.begin)
        codes, rows = self.facts.period[start:stop] - first, self._rows[start:stop]
        known = (codes >= 0) & (codes < len(column))
        columns = np.where(known, column[np.where(known, codes, 0)], -1)
        here = np.flatnonzero((rows >= 0) & (columns >= 0))
        return here + start, rows[here], columns[here]

    def _roll_up(self, measure: str, grain: Grain) -> MeasureMatrix:
        kind = self.catalogue.measures[measure].kind
        if kind == "rate":
            return self.delivered(measure, grain)
        laddered = self.ladder(measure) is not None
        grid = self._own_periods(measure, grain).copy() if laddered else self.delivered(measure, grain)
        for finer in _finer(grain):
            fill(grid, self._over_time(measure, self.rolled_up(measure, finer), finer, grain))
        self._over_regions(grid, measure, grain)
        return grid

    def _own_periods(self, measure: str, grain: Grain) -> MeasureMatrix:
        """What each region's own deliveries say, by sums and differences over time."""
        key = (measure, grain)
        if key not in self._own:
            grid, rungs = self.delivered(measure, grain), self.ladder(measure)
            least = self.catalogue.measures[measure].minimum
            told = differences(rungs, grain, self.today, self.begin, least) if rungs is not None else grid
            if grain is Grain.YTD:  # what a year has reached goes on from what it was told to have reached
                fill(grid, told)
            for finer in _finer(grain):
                fill(grid, self._over_time(measure, self._own_periods(measure, finer), finer, grain))
            fill(grid, told)
            self._own[key] = grid
        return self._own[key]

    def _over_time(self, measure: str, finer: MeasureMatrix, from_grain: Grain, to: Grain) -> MeasureMatrix:
        """Finer periods added up (of a stock: the last, of a mean: their mean, weighted where regions are); no value
        where one is missing."""
        if np.isnan(finer.value).all():
            return MeasureMatrix.empty((len(finer.value), len(self.axis(to))))
        kind, weight = self.catalogue.measures[measure].kind, self.catalogue.measures[measure].weight
        columns, count = filling(from_grain, to, self.today, self.begin)
        if kind == "stock":
            columns, count = columns[:, -1:], np.minimum(count, 1)
        value, basis = _with_a_column_more(finer.value), _with_a_column_more(finer.basis)
        if kind == "mean" and weight:
            heavy = self.grid(weight, from_grain)
            weights = _with_a_column_more(heavy.value)
            total = _ratio((value * weights)[:, columns].sum(axis=2), weights[:, columns].sum(axis=2))
            basis = np.maximum(basis, _with_a_column_more(heavy.basis))
        else:
            total = value[:, columns].sum(axis=2)
            if kind == "mean":
                total /= np.maximum(count, 1)
        total[:, count == 0] = np.nan
        return found(total, basis[:, columns].max(axis=2), TIME[from_grain])

    def _over_regions(self, grid: MeasureMatrix, measure: str, grain: Grain) -> None:
        mean, weight = self.catalogue.measures[measure].kind == "mean", self.catalogue.measures[measure].weight
        if mean and weight is None:
            return
        weights = self.grid(weight, grain) if mean and weight else None
        regions = self.catalogue.regions
        for code in (*regions.at("district"), *regions.at("city")):
            inside = [regions.index[child] for child in regions.children(code)]
            if not inside:
                continue
            value, basis = grid.value[inside], grid.basis[inside]
            total = value.sum(axis=0)
            if weights is not None:
                heavy = weights.value[inside]
                total = _ratio((value * heavy).sum(axis=0), heavy.sum(axis=0))
                basis = np.maximum(basis, weights.basis[inside])
            fill(grid.part(regions.index[code]), found(total, basis.max(axis=0), Derivation.REGIONS))


def build_cube(facts: FactTable, catalogue: Catalogue, today: date) -> MeasureCube:
    """A cube over facts. Of two facts for the same measure, region and span the later row stands."""
    ordered = facts.taken(np.argsort(facts.measure, kind="stable"))
    bounds = np.searchsorted(ordered.measure, np.arange(len(facts.measures) + 1))
    spans = {name: (int(bounds[n]), int(bounds[n + 1])) for n, name in enumerate(facts.measures)}
    return MeasureCube(ordered, catalogue, today, USUAL, _places(ordered.region, catalogue.regions.codes), spans)


def _ratio(above: Floats, below: Floats) -> Floats:
    """A weighted mean; no value without weight."""
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)


def _with_a_column_more(grid: NDArray[Any]) -> NDArray[Any]:
    """A grid with a column of zeros behind it (`np.pad` takes ten times as long for arrays of this size)."""
    wider = np.zeros((grid.shape[0], grid.shape[1] + 1), grid.dtype)
    wider[:, :-1] = grid
    return wider


def _finer(grain: Grain) -> tuple[Grain, ...]:
    """The grains a coarser one is made of, the finest first."""
    return {Grain.MONTH: (), Grain.QUARTER: (Grain.MONTH,)}.get(grain, (Grain.MONTH, Grain.QUARTER))


def _is_year(period: NDArray[np.int32]) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = period % 100 // 10 == 4
    return found


def _before(period: NDArray[np.int32], begin: FirstYears) -> NDArray[np.bool_]:
    """Which period codes lie before a beginning."""
    early: NDArray[np.bool_] = period // 100 < np.where(_is_year(period), begin.yearly, begin.finer)
    return early


def _places(wanted: NDArray[np.int64], codes: tuple[int, ...]) -> NDArray[np.int64]:
    """For each wanted code its place in `codes`, -1 where there is none."""
    order = np.argsort(np.array(codes))
    ordered = np.array(codes)[order]
    at = np.clip(np.searchsorted(ordered, wanted), 0, len(ordered) - 1)
    return np.where(ordered[at] == wanted, order[at], -1)
