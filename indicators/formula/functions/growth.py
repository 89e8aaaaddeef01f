"""growth(x) = change on the same period of last year, in percent, from levels."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from indicators.formula.functions.function import FormulaFunction
from indicators.formula.tree import Base, Binary, Constant, Node, YearEarlier


class Growth(FormulaFunction):
    """The change on a year before, in percent. A growth from (next to) nothing or from a loss has no value."""

    name = "growth"
    unit = "%"

    def expand(self, level: Node) -> Node:
        ratio = Binary("/", level, Base(YearEarlier(level), level))
        return Binary("*", Binary("-", ratio, Constant(1.0)), Constant(100.0))

    def words(self, parts: Sequence[str], year_earlier: Callable[[str], str]) -> str:
        return f"({parts[0]} ÷ {year_earlier(parts[0])} − 1) × 100"

    def limits(self, level: Node) -> tuple[Node, Node]:
        return level, YearEarlier(level)
