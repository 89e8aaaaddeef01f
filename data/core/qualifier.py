"""How far a published figure holds, as its source words it, and the small numbers that is stored as."""

from collections.abc import Callable
from enum import IntEnum

from indicators.formula.functions import FUNCTIONS
from indicators.formula.meaning import expanded, fraction
from indicators.formula.tree import Binary, Call, Constant, Name, Negative, Node, YearEarlier, parts_of


class Qualifier(IntEnum):
    """What a source says of a figure: exactly it, about it, a limit, or a rank (the top 10)."""

    EXACT = 0
    ABOUT = 1
    MORE_THAN = 2
    AT_LEAST = 3
    AT_MOST = 4
    TOP = 5

    @classmethod
    def parse(cls, qualifier: str) -> "Qualifier":
        """The wording of a file's qualifier. What was `forecast` is a state, not a limit: EXACT. ValueError else."""
        if qualifier == "forecast":
            return cls.EXACT
        try:
            return cls[qualifier.upper()]
        except KeyError:
            raise ValueError(f"{qualifier!r} is no wording of a figure") from None


Said = Callable[[str, bool], Qualifier]
"""How the fact behind a measure is worded: that of the period asked for, or (True) of a year before."""

_OPPOSITE = {
    Qualifier.MORE_THAN: Qualifier.AT_MOST,
    Qualifier.AT_LEAST: Qualifier.AT_MOST,
    Qualifier.AT_MOST: Qualifier.AT_LEAST,
}
_LOWER_LIMITS = {Qualifier.MORE_THAN, Qualifier.AT_LEAST}


def qualified_value(node: Node, said: Said, year_before: bool = False) -> Qualifier:
    """How far a formula's value holds, given how its measures are worded.

    A limit passes through sums and quotients of quantities, turned round below the line and behind a minus; where
    limits contradict each other, or nothing is sure (products, ranks), the value holds about.
    """
    if isinstance(node, Name):
        return said(node.measure, year_before)
    if isinstance(node, Constant):
        return Qualifier.EXACT
    if isinstance(node, Negative):
        return _opposite(qualified_value(node.part, said, year_before))
    if isinstance(node, YearEarlier):
        return qualified_value(node.part, said, True)
    line = _line(node)
    if line is not None:
        above, below = (qualified_value(part, said, year_before) for part in line)
        if below and _may_be_negative(line[0]):
            return Qualifier.ABOUT
        return _both(above, _opposite(below))
    return _of_parts(expanded(node), said, year_before)


def _line(node: Node) -> tuple[Node, Node] | None:
    """Above and below the line, where limits pass through the node as through a quotient."""
    quotient = fraction(node)
    if quotient is not None and quotient.factor > 0:
        return quotient.numerator, quotient.denominator
    return FUNCTIONS[node.function].limits(*node.parts) if isinstance(node, Call) else None


def _of_parts(node: Node, said: Said, year_before: bool) -> Qualifier:
    if isinstance(node, Binary) and node.sign in "+-":
        left, right = (qualified_value(part, said, year_before) for part in (node.left, node.right))
        return _both(left, _opposite(right) if node.sign == "-" else right)
    words = [qualified_value(part, said, year_before) for part in parts_of(node)]
    return Qualifier.ABOUT if any(words) else Qualifier.EXACT


def _may_be_negative(node: Node) -> bool:
    """Measures are quantities; only a minus (a growth has one) can lead below zero."""
    node = expanded(node)
    if isinstance(node, Negative) or (isinstance(node, Binary) and node.sign == "-"):
        return True
    return any(map(_may_be_negative, parts_of(node)))


def _opposite(word: Qualifier) -> Qualifier:
    """What holds when the figure is taken away or divided by; at most is the weaker, true word for less than."""
    return word if word is Qualifier.EXACT else _OPPOSITE.get(word, Qualifier.ABOUT)


def _both(one: Qualifier, other: Qualifier) -> Qualifier:
    if Qualifier.TOP in (one, other):
        return Qualifier.ABOUT
    if Qualifier.EXACT in (one, other) or one is other:
        return max(one, other)
    return Qualifier.MORE_THAN if {one, other} == _LOWER_LIMITS else Qualifier.ABOUT
