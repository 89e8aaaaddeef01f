"""Where a value came from: the ways recorded beside the values, walked back to the facts.

Nothing is computed here and nothing guessed: each step reads the way that the roll-up noted when it found the value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from indicators.calendar.periods import PER_YEAR, Grain, Period
from indicators.catalogue.catalogue import Catalogue
from indicators.formula.meaning import expanded
from indicators.formula.tree import Name, Node, YearEarlier, parts_of
from indicators.measures.axes import cumulative, filling
from indicators.measures.cumulative import STEPS
from indicators.measures.kept_stocks import keeps, last_known
from indicators.measures.measure_cube import MeasureCube
from indicators.measures.measure_matrix import Derivation, MeasureMatrix

FINER = {way: grain for grain, way in STEPS.items()}


@dataclass(frozen=True, eq=False)
class LineageNode:
    """One value of a measure, the way it was found, and the values it was found from.

    `added` and, of a difference, `taken_away` are values of the same measure; `weights` (of a mean) stand beside the
    added. `row` is the fact's row in the cube's columns where the value was delivered, else -1.
    """

    measure: str
    region: int
    period: Period
    way: Derivation
    value: float
    basis: int
    row: int = -1
    added: tuple[LineageNode, ...] = ()
    taken_away: tuple[LineageNode, ...] = ()
    weights: tuple[LineageNode, ...] = ()

    def rows(self) -> frozenset[int]:
        """The facts of the measure itself, each once."""
        return frozenset(one.row for one in self._all() if one.row >= 0)

    def weighed_by(self) -> tuple[LineageNode, ...]:
        """The values that weighted it, at whatever depth."""
        return tuple(weight for one in self._all() for weight in one.weights)

    def _all(self) -> Iterator[LineageNode]:
        seen: set[int] = set()
        waiting = [self]
        while waiting:
            one = waiting.pop()
            if id(one) not in seen:
                seen.add(id(one))
                waiting += [*one.added, *one.taken_away]
                yield one


@dataclass(frozen=True, eq=False)
class Lineage:
    """Walks a cube. Origins found once are kept, since many values share their parts."""

    cube: MeasureCube
    _known: dict[tuple[str, int, Period, bool], LineageNode] = field(default_factory=dict)
    _facts: dict[tuple[str, Grain], dict[tuple[int, int], int]] = field(default_factory=dict)

    def of_indicator(self, indicator: str, region: int, period: Period) -> tuple[LineageNode, ...]:
        """The values that an indicator's formula took for a region and a period, in its order, each once.

        A growth takes two of one measure. What lies off the axis, or is not known, has the way NONE.
        """
        catalogue: Catalogue = self.cube.catalogue
        walker = self._reaching(catalogue.measures_of(indicator))
        asked = dict.fromkeys(_asked(catalogue.formulas[indicator], 0))
        return tuple(walker.of(measure, region, _years_earlier(period, back)) for measure, back in asked)

    def of(self, measure: str, region: int, period: Period) -> LineageNode:
        """Where the value of a measure in a region and a period came from."""
        return self._once(measure, region, period, kept=True)

    def _reaching(self, measures: Iterable[str]) -> Lineage:
        cube = self.cube.reaching(tuple(measures))
        return self if cube is self.cube else Lineage(cube)

    def _once(self, measure: str, region: int, period: Period, kept: bool) -> LineageNode:
        key = (measure, region, period, kept)
        if key not in self._known:
            self._known[key] = self._found(measure, region, period, kept)
        return self._known[key]

    def _found(self, measure: str, region: int, period: Period, kept: bool) -> LineageNode:
        cube, grain = self.cube, period.grain
        column = self._column(period)
        if column < 0:
            return LineageNode(measure, region, period, Derivation.NONE, np.nan, 0)
        matrix = cube.grid(measure, grain) if kept else cube.rolled_up(measure, grain)
        found = _at(matrix, measure, region, period, cube.catalogue.regions.index[region], column)
        if found.way == Derivation.DELIVERED:
            return self._delivered(found)
        if found.way == Derivation.CARRIED:
            return self._carried(found, column)
        if found.way == Derivation.DIFFERENCE:
            return self._difference(found, column)
        if found.way == Derivation.REGIONS:
            inside = cube.catalogue.regions.children(region)
            return self._rolled_up(found, [(child, period) for child in inside])
        if found.way in FINER:
            return self._rolled_up(found, [(region, part) for part in self._parts(found, column)])
        return found

    def _column(self, period: Period) -> int:
        axis = self.cube.axis(period.grain)
        column = period.ordinal - axis[0].ordinal
        return column if 0 <= column < len(axis) else -1

    def _delivered(self, found: LineageNode) -> LineageNode:
        key = (found.measure, found.period.grain)
        if key not in self._facts:
            facts, rows, columns = self.cube.places(*key)  # the last of several for a place stands
            self._facts[key] = dict(zip(zip(rows.tolist(), columns.tolist(), strict=True), facts.tolist(), strict=True))
        place = (self.cube.catalogue.regions.index[found.region], self._column(found.period))
        row, known = self._facts[key][place], self.cube.facts
        return replace(found, row=row, value=float(known.value[row]), basis=int(known.basis[row]))

    def _carried(self, found: LineageNode, column: int) -> LineageNode:
        measure, grain = found.measure, found.period.grain
        row = self.cube.catalogue.regions.index[found.region]
        told = ~np.isnan(self.cube.rolled_up(measure, grain).value[[row]])
        last = int(last_known(told, keeps(self.cube.catalogue.measures[measure], grain))[0, column])
        return replace(found, added=(self._once(measure, found.region, self.cube.axis(grain)[last], kept=False),))

    def _parts(self, found: LineageNode, column: int) -> Iterator[Period]:
        finer = FINER[found.way]
        columns, count = filling(finer, found.period.grain, self.cube.today, self.cube.begin)
        stock = self.cube.catalogue.measures[found.measure].kind == "stock"
        inside = columns[column, -1:] if stock else columns[column, len(columns[column]) - count[column] :]
        return (self.cube.axis(finer)[place] for place in inside.tolist())

    def _rolled_up(self, found: LineageNode, parts: Iterable[tuple[int, Period]]) -> LineageNode:
        places = list(parts)
        added = tuple(self._once(found.measure, region, period, kept=False) for region, period in places)
        definition = self.cube.catalogue.measures[found.measure]
        weight = definition.weight if definition.kind == "mean" else None
        weights = tuple(self.of(weight, region, period) for region, period in places) if weight else ()
        return replace(found, added=added, weights=weights)

    def _difference(self, found: LineageNode, column: int) -> LineageNode:
        places = cumulative(found.period.grain, self.cube.today, self.cube.begin)
        end, start, before = (int(column_of[column]) for column_of in places)
        added = tuple(self._rung(found, place) for place in (end, before) if place >= 0)
        return replace(found, added=added, taken_away=(self._rung(found, start),) if start >= 0 else ())

    def _rung(self, found: LineageNode, column: int) -> LineageNode:
        """A cumulative value of a region's own: delivered, or an earlier one and what was delivered after it."""
        ladder, period = self.cube.ladder(found.measure), self.cube.axis(Grain.YTD)[column]
        assert ladder is not None  # or there would be no difference
        rung = _at(ladder, found.measure, found.region, period, self.cube.catalogue.regions.index[found.region], column)
        if rung.way == Derivation.DELIVERED:
            return self._delivered(rung)
        grain = FINER[rung.way]
        width = 12 // PER_YEAR[grain]
        step = self._delivered(
            replace(rung, period=Period(grain, period.year, period.n // width), way=Derivation.DELIVERED)
        )
        before = (self._rung(found, column - width),) if period.n > width else ()
        return replace(rung, added=(*before, step))


def _at(matrix: MeasureMatrix, measure: str, region: int, period: Period, row: int, column: int) -> LineageNode:
    way, value, basis = Derivation(int(matrix.way[row, column])), matrix.value[row, column], matrix.basis[row, column]
    return LineageNode(measure, region, period, way, float(value), int(basis))


def _asked(node: Node, back: int) -> Iterator[tuple[str, int]]:
    """The measures a formula takes, and how many years before the period it takes each."""
    if isinstance(node, Name):
        yield node.measure, back
    further = back + 1 if isinstance(node, YearEarlier) else back
    for part in parts_of(expanded(node)):
        yield from _asked(part, further)


def _years_earlier(period: Period, years: int) -> Period:
    return Period(period.grain, period.year - years, period.n)
