"""Evaluating a formula over rolled-up measures: roll up first, divide last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.calendar.periods import PER_YEAR, Grain
from indicators.formula.meaning import expanded
from indicators.formula.tree import (
    LEAST_BASE,
    Base,
    Binary,
    Constant,
    Elementwise,
    Name,
    Negative,
    Node,
    YearEarlier,
    parts_of,
)
from indicators.measures.facts import Codes
from indicators.measures.kept_stocks import keeps
from indicators.measures.measure_cube import MeasureCube
from indicators.measures.measure_matrix import Derivation
from indicators.statistics.arrays import Floats


@dataclass(frozen=True, eq=False)
class ValueMatrix:
    """Values of a formula [regions × periods] with their basis; NaN is no value (basis 0)."""

    value: Floats
    basis: Codes

    def year_earlier(self, per_year: int) -> ValueMatrix:
        """The same moved so that each column holds what stood one year before."""
        value, basis = np.full_like(self.value, np.nan), np.zeros_like(self.basis)
        value[:, per_year:], basis[:, per_year:] = self.value[:, :-per_year], self.basis[:, :-per_year]
        return ValueMatrix(value, basis)


def evaluate(node: Node, cube: MeasureCube, grain: Grain) -> ValueMatrix:
    """The formula for all regions and periods of a grain. A division by 0 gives no value, an overflow neither.

    A stock that keeps its last value makes no value by itself: something has to be told for the period.
    """
    grid = evaluate_part(node, cube, grain)
    kept = [name for name in dict.fromkeys(_now(node)) if keeps(cube.catalogue.measures[name], grain)]
    if kept:
        grid.value[~_told(node, cube, grain)] = np.nan
        grid.basis[np.isnan(grid.value)] = 0
    return grid


def evaluate_part(node: Node, cube: MeasureCube, grain: Grain) -> ValueMatrix:
    """The same for a part of a formula, such as its denominator, which may rest on what was told before."""
    with np.errstate(over="ignore", invalid="ignore"):
        grid = _value(node, cube, grain)
    grid.value[~np.isfinite(grid.value)] = np.nan
    grid.basis[np.isnan(grid.value)] = 0
    return grid


def _told(node: Node, cube: MeasureCube, grain: Grain) -> NDArray[np.bool_]:
    """Where some measure of the formula is told for the period itself."""
    ways = [cube.grid(name, grain).way for name in dict.fromkeys(_now(node))]
    told: NDArray[np.bool_] = np.logical_or.reduce(
        [(way != Derivation.NONE) & (way != Derivation.CARRIED) for way in ways]
    )
    return told


def _now(node: Node) -> Iterator[str]:
    """The measures that a formula asks for at the period itself, not a year before."""
    if isinstance(node, Name):
        yield node.measure
    for part in () if isinstance(node, YearEarlier) else parts_of(expanded(node)):
        yield from _now(part)


def _value(node: Node, cube: MeasureCube, grain: Grain) -> ValueMatrix:
    if isinstance(node, Constant):
        shape = (len(cube.catalogue.regions), len(cube.axis(grain)))
        return ValueMatrix(np.full(shape, node.value), np.zeros(shape, np.uint8))
    if isinstance(node, Name):
        grid = cube.grid(node.measure, grain)
        return ValueMatrix(grid.value.copy(), grid.basis.copy())
    if isinstance(node, Negative):
        part = _value(node.part, cube, grain)
        return ValueMatrix(-part.value, part.basis)
    if isinstance(node, Binary):
        return _join(node.sign, _value(node.left, cube, grain), _value(node.right, cube, grain))
    if isinstance(node, YearEarlier):
        return _value(node.part, cube, grain).year_earlier(PER_YEAR[grain])
    if isinstance(node, Base):
        part = _value(node.part, cube, grain)
        return ValueMatrix(np.where(_next_to_nothing(node, cube, grain), np.nan, part.value), part.basis)
    if isinstance(node, Elementwise):
        grids = [_value(part, cube, grain) for part in node.parts]
        return ValueMatrix(node.apply(*(g.value for g in grids)), np.maximum.reduce([g.basis for g in grids]))
    return _value(expanded(node), cube, grain)


def from_nothing(node: Node, cube: MeasureCube, grain: Grain) -> NDArray[np.bool_]:
    """Where a formula has no value because it compares with next to nothing, or with a loss [regions × periods]."""
    found = np.zeros((len(cube.catalogue.regions), len(cube.axis(grain))), np.bool_)
    node = expanded(node)
    if isinstance(node, Base):
        found |= _next_to_nothing(node, cube, grain)
    for part in parts_of(node):
        found |= from_nothing(part, cube, grain)
    return found


def _next_to_nothing(node: Base, cube: MeasureCube, grain: Grain) -> NDArray[np.bool_]:
    part, beside = _value(node.part, cube, grain).value, _value(node.beside, cube, grain).value
    found: NDArray[np.bool_] = (part <= np.abs(beside) * LEAST_BASE) | (part <= 0)
    return found & ~np.isnan(part) & ~np.isnan(beside)


def _join(sign: str, left: ValueMatrix, right: ValueMatrix) -> ValueMatrix:
    a, b = left.value, right.value
    if sign == "/":
        value = np.divide(a, b, out=np.full_like(a, np.nan), where=(b != 0) & ~np.isnan(b))
    else:
        value = {"+": np.add, "-": np.subtract, "*": np.multiply}[sign](a, b)
    return ValueMatrix(value, np.maximum(left.basis, right.basis))
