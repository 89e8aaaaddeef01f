"""What a parsed formula means: its arithmetic, its fraction, its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from indicators.formula.functions import FUNCTIONS
from indicators.formula.tree import Binary, Call, Constant, Name, Negative, Node, YearEarlier, parts_of


@dataclass(frozen=True)
class Fraction:
    """A formula seen as numerator ÷ denominator × factor, for screens that show all three."""

    numerator: Node
    denominator: Node
    factor: float


def expanded(node: Node) -> Node:
    """A call as its arithmetic (the parts are left as they are); any other node unchanged."""
    while isinstance(node, Call):
        node = FUNCTIONS[node.function].expand(*node.parts)
    return node


def historic(node: Node) -> str | None:
    """The first function of a formula that needs the values of a year before; None where none does."""
    for part in parts_of(node):
        if found := historic(part):
            return found
    return node.function if isinstance(node, Call) and _looks_back(expanded(node)) else None


def _looks_back(node: Node) -> bool:
    return isinstance(node, YearEarlier) or any(map(_looks_back, parts_of(node)))


def fraction(node: Node) -> Fraction | None:
    """Numerator, denominator and factor where the formula is a quotient at its top, else None."""
    node = expanded(node)
    if isinstance(node, Binary) and node.sign == "/":
        return Fraction(node.left, node.right, 1.0)
    if isinstance(node, Binary) and node.sign == "*" and isinstance(node.right, Constant):
        inner = fraction(node.left)
        return Fraction(inner.numerator, inner.denominator, inner.factor * node.right.value) if inner else None
    return None


def in_words(node: Node, name: Callable[[str], str], same_period: str) -> str:
    """The formula as people write it: names of measures with ÷ and ×. `same_period` is said of a year before."""

    def words(node: Node) -> str:
        if isinstance(node, Constant):
            return f"{node.value:,.10g}"
        if isinstance(node, Name):
            return name(node.measure)
        if isinstance(node, Negative):
            return f"−{bracketed(node.part)}"
        if isinstance(node, Call):
            return FUNCTIONS[node.function].words([bracketed(part) for part in node.parts], year_earlier)
        return _joined(node, bracketed)

    def bracketed(node: Node) -> str:
        return words(node) if isinstance(node, Name | Constant) else f"({words(node)})"

    def year_earlier(part: str) -> str:
        return same_period.format(name=part)

    return words(node)


def _joined(node: Node, bracketed: Callable[[Node], str]) -> str:
    """Arithmetic in words: a fraction as one, else the parts joined by the sign."""
    quotient = fraction(node)
    if quotient:
        text = f"{bracketed(quotient.numerator)} ÷ {bracketed(quotient.denominator)}"
        return text if quotient.factor == 1 else f"{text} × {quotient.factor:,.10g}"
    sign = {"*": "×", "/": "÷", "-": "−"}.get(node.sign, node.sign) if isinstance(node, Binary) else ","
    return f" {sign} ".join(map(bracketed, parts_of(node)))
