"""Evaluating a formula over rolled-up measures: roll up first, divide last."""

from __future__ import annotations

import numpy as np

from indicators.calendar.periods import PER_YEAR, Grain
from indicators.formula.meaning import expanded
from indicators.formula.tree import Binary, Elementwise, Name, Negative, Node, Number, Positive, YearEarlier
from indicators.measures.measure_matrix import MeasureCube, MeasureMatrix


def evaluate(node: Node, cube: MeasureCube, grain: Grain) -> MeasureMatrix:
    """The formula for all regions and periods of a grain. A division by 0 gives no value, an overflow neither."""
    with np.errstate(over="ignore", invalid="ignore"):
        grid = _value(node, cube, grain)
    grid.value[~np.isfinite(grid.value)] = np.nan
    grid.basis[np.isnan(grid.value)] = 0
    return grid


def _value(node: Node, cube: MeasureCube, grain: Grain) -> MeasureMatrix:
    if isinstance(node, Number):
        shape = (len(cube.catalogue.regions), len(cube.axis(grain)))
        return MeasureMatrix(np.full(shape, node.value), np.zeros(shape, np.uint8))
    if isinstance(node, Name):
        grid = cube.grid(node.measure, grain)
        return MeasureMatrix(grid.value.copy(), grid.basis.copy())
    if isinstance(node, Negative):
        grid = _value(node.part, cube, grain)
        return MeasureMatrix(-grid.value, grid.basis)
    if isinstance(node, Binary):
        return _join(node.sign, _value(node.left, cube, grain), _value(node.right, cube, grain))
    if isinstance(node, YearEarlier):
        return _value(node.part, cube, grain).year_earlier(PER_YEAR[grain])
    if isinstance(node, Positive):
        grid = _value(node.part, cube, grain)
        return MeasureMatrix(np.where(grid.value > 0, grid.value, np.nan), grid.basis)
    if isinstance(node, Elementwise):
        grids = [_value(part, cube, grain) for part in node.parts]
        return MeasureMatrix(node.apply(*(g.value for g in grids)), np.maximum.reduce([g.basis for g in grids]))
    return _value(expanded(node), cube, grain)


def _join(sign: str, left: MeasureMatrix, right: MeasureMatrix) -> MeasureMatrix:
    a, b = left.value, right.value
    if sign == "/":
        value = np.divide(a, b, out=np.full_like(a, np.nan), where=(b != 0) & ~np.isnan(b))
    else:
        value = {"+": np.add, "-": np.subtract, "*": np.multiply}[sign](a, b)
    return MeasureMatrix(value, np.maximum(left.basis, right.basis))
