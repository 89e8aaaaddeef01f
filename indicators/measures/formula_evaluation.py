"""Evaluating a formula over rolled-up measures: roll up first, divide last."""

from __future__ import annotations

import numpy as np

from indicators.calendar.periods import PER_YEAR, Grain
from indicators.formula.expression import Binary, Call, Name, Negative, Node, Number
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
    return _call(node, cube, grain)


def _call(node: Call, cube: MeasureCube, grain: Grain) -> MeasureMatrix:
    """A function; a growth from nothing or from a loss has no value."""
    parts = [_value(part, cube, grain) for part in node.parts]
    if node.function == "growth":
        now, before = parts[0], parts[0].year_earlier(PER_YEAR[grain])
        ratio = _join("/", now, MeasureMatrix(np.where(before.value > 0, before.value, np.nan), before.basis))
        return MeasureMatrix((ratio.value - 1) * 100, ratio.basis)
    ratio = _join("/", parts[0], parts[1])
    if node.function == "share":
        return MeasureMatrix(ratio.value * 100, ratio.basis)
    return _join("*", ratio, parts[2]) if node.function == "per" else ratio


def _join(sign: str, left: MeasureMatrix, right: MeasureMatrix) -> MeasureMatrix:
    a, b = left.value, right.value
    if sign == "/":
        value = np.divide(a, b, out=np.full_like(a, np.nan), where=(b != 0) & ~np.isnan(b))
    else:
        value = {"+": np.add, "-": np.subtract, "*": np.multiply}[sign](a, b)
    return MeasureMatrix(value, np.maximum(left.basis, right.basis))
