"""per(a, b, k) = a ÷ b × k."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from indicators.formula.functions.function import FormulaFunction
from indicators.formula.tree import Binary, Node


class Per(FormulaFunction):
    """A quantity for every `k` of another: events for every 10,000 people."""

    name = "per"

    def expand(self, above: Node, below: Node, factor: Node) -> Node:
        return Binary("*", Binary("/", above, below), factor)

    def words(self, parts: Sequence[str], year_earlier: Callable[[str], str]) -> str:
        above, below, factor = parts
        return f"{above} ÷ {below}" if factor == "1" else f"{above} ÷ {below} × {factor}"
