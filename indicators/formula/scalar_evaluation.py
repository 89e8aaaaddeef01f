"""The formula language over plain numbers: one value for each name."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite

from indicators.formula.meaning import expanded, historic
from indicators.formula.tree import (
    LEAST_BASE,
    Base,
    Binary,
    Constant,
    Elementwise,
    FormulaError,
    Name,
    Negative,
    Node,
    YearEarlier,
)


def evaluate_scalar(node: Node, values: Mapping[str, float | None]) -> float | None:
    """The value of a formula; None where a name has none, for a division by 0 and for what is not finite.

    FormulaError for a function that needs a history, and for a name that is not among the values.
    """
    if lost := historic(node):
        raise FormulaError(f"{lost} needs a history")
    found = _value(node, values)
    return found if found is not None and isfinite(found) else None


def _value(node: Node, values: Mapping[str, float | None]) -> float | None:
    if isinstance(node, Constant):
        return node.value
    if isinstance(node, Name):
        if node.measure not in values:
            raise FormulaError(f"there is no {node.measure!r}")
        return values[node.measure]
    if isinstance(node, Negative):
        inner = _value(node.part, values)
        return None if inner is None else -inner
    if isinstance(node, Binary):
        return _join(node.sign, _value(node.left, values), _value(node.right, values))
    if isinstance(node, Base):
        inner, beside = _value(node.part, values), _value(node.beside, values)
        enough = inner is not None and beside is not None and inner > abs(beside) * LEAST_BASE
        return inner if enough else None
    if isinstance(node, Elementwise):
        return _applied(node, [_value(part, values) for part in node.parts])
    if isinstance(node, YearEarlier):
        raise FormulaError("a year before needs a history")
    return _value(expanded(node), values)


def _applied(node: Elementwise, parts: list[float | None]) -> float | None:
    return None if None in parts else float(node.apply(*parts))


def _join(sign: str, left: float | None, right: float | None) -> float | None:
    if left is None or right is None or (sign == "/" and right == 0):
        return None
    try:
        return {"+": left + right, "-": left - right, "*": left * right}[sign] if sign != "/" else left / right
    except OverflowError:
        return None
