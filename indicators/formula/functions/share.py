"""share(a, b) = a ÷ b × 100."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from indicators.formula.functions.function import FormulaFunction
from indicators.formula.tree import Binary, Constant, Node


class Share(FormulaFunction):
    """A part of a whole, in percent."""

    name = "share"
    unit = "%"

    def expand(self, part: Node, whole: Node) -> Node:
        return Binary("*", Binary("/", part, whole), Constant(100.0))

    def words(self, parts: Sequence[str], year_earlier: Callable[[str], str]) -> str:
        return f"{' ÷ '.join(parts)} × 100"
