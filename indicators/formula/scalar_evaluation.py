"""The formula language over plain numbers: one value for each name."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite

from indicators.formula.expression import Binary, Call, FormulaError, Name, Negative, Node, Number


def reckon(node: Node, values: Mapping[str, float | None]) -> float | None:
    """The value of a formula; None where a name has none, for a division by 0 and for what is not finite.

    FormulaError for `growth`, which needs a history, and for a name that is not among the values.
    """
    found = _value(node, values)
    return found if found is not None and isfinite(found) else None


def _value(node: Node, values: Mapping[str, float | None]) -> float | None:
    if isinstance(node, Number):
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
    return _call(node, values)


def _call(node: Call, values: Mapping[str, float | None]) -> float | None:
    if node.function == "growth":
        raise FormulaError("growth needs a history")
    parts = [_value(part, values) for part in node.parts]
    quotient = _join("/", parts[0], parts[1])
    if node.function == "share":
        return _join("*", quotient, 100.0)
    return _join("*", quotient, parts[2]) if node.function == "per" else quotient


def _join(sign: str, left: float | None, right: float | None) -> float | None:
    if left is None or right is None or (sign == "/" and right == 0):
        return None
    try:
        return {"+": left + right, "-": left - right, "*": left * right}[sign] if sign != "/" else left / right
    except OverflowError:
        return None
