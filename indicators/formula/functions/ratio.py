"""ratio(a, b) = a ÷ b."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from indicators.formula.functions.function import FormulaFunction
from indicators.formula.tree import Binary, Node


class Ratio(FormulaFunction):
    """A quotient. No value where the denominator is 0."""

    name = "ratio"

    def expand(self, above: Node, below: Node) -> Node:
        return Binary("/", above, below)

    def words(self, parts: Sequence[str], year_earlier: Callable[[str], str]) -> str:
        return " ÷ ".join(parts)
