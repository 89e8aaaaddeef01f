"""The formula language: arithmetic over measures, parsed into a tree and never executed as code.

    formula := sum ;  sum := product (("+" | "-") product)* ;  product := factor (("*" | "/") factor)*
    factor  := number | measure | function "(" formula ("," formula)* ")" | "(" formula ")" | "-" factor

Functions: share(a, b) = a ÷ b × 100 · per(a, b, k) = a ÷ b × k · ratio(a, b) = a ÷ b · growth(x) = change on the
same period of last year in percent, from levels.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import isinf

LONGEST = 600  # characters
DEEPEST = 24  # levels of nesting
ARGUMENTS = {"share": 2, "per": 3, "ratio": 2, "growth": 1}
_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d{1,2})?)|([a-z][a-z0-9_]*)|([-+*/(),]))", re.ASCII)


class FormulaError(ValueError):
    """A text that is no formula; the sentence says where and why."""


@dataclass(frozen=True)
class Number:
    """A constant."""

    value: float


@dataclass(frozen=True)
class Name:
    """A measure."""

    measure: str


@dataclass(frozen=True)
class Negative:
    """The opposite of a part."""

    part: Node


@dataclass(frozen=True)
class Binary:
    """Two parts joined by + - * or /."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Call:
    """A function over parts."""

    function: str
    parts: tuple[Node, ...]


Node = Number | Name | Negative | Binary | Call


@dataclass(frozen=True)
class Fraction:
    """A formula seen as numerator ÷ denominator × factor, for screens that show all three."""

    numerator: Node
    denominator: Node
    factor: float


def parse(text: str) -> Node:
    """The tree of a formula. FormulaError for anything that is not one."""
    if len(text) > LONGEST:
        raise FormulaError(f"a formula has at most {LONGEST} characters")
    return _Parser(text).whole()


def measures(node: Node) -> Iterator[str]:
    """The measures a formula needs, in the order they are written, each as often as it occurs."""
    if isinstance(node, Name):
        yield node.measure
    for part in parts_of(node):
        yield from measures(part)


def parts_of(node: Node) -> tuple[Node, ...]:
    """The parts a node is made of."""
    if isinstance(node, Negative):
        return (node.part,)
    if isinstance(node, Binary):
        return (node.left, node.right)
    return node.parts if isinstance(node, Call) else ()


def fraction(node: Node) -> Fraction | None:
    """Numerator, denominator and factor where the formula is a quotient at its top, else None."""
    if isinstance(node, Call) and node.function in {"share", "per", "ratio"}:
        factor = node.parts[2] if node.function == "per" else Number(100.0 if node.function == "share" else 1.0)
        return Fraction(node.parts[0], node.parts[1], factor.value) if isinstance(factor, Number) else None
    if isinstance(node, Binary) and node.sign == "/":
        return Fraction(node.left, node.right, 1.0)
    if isinstance(node, Binary) and node.sign == "*" and isinstance(node.right, Number):
        inner = fraction(node.left)
        return Fraction(inner.numerator, inner.denominator, inner.factor * node.right.value) if inner else None
    return None


def in_words(node: Node, name: Callable[[str], str], same_period: str) -> str:
    """The formula as people write it: names of measures with ÷ and ×. `same_period` is said of growth."""
    if isinstance(node, Number):
        return f"{node.value:,.10g}"
    if isinstance(node, Name):
        return name(node.measure)
    if isinstance(node, Negative):
        return f"−{_bracketed(node.part, name, same_period)}"
    if isinstance(node, Call) and node.function == "growth":
        inner = _bracketed(node.parts[0], name, same_period)
        return f"({inner} ÷ {same_period.format(name=inner)} − 1) × 100"
    quotient = fraction(node)
    if quotient:
        text = " ÷ ".join(_bracketed(p, name, same_period) for p in (quotient.numerator, quotient.denominator))
        return text if quotient.factor == 1 else f"{text} × {quotient.factor:,.10g}"
    if isinstance(node, Binary):
        sign = {"*": "×", "/": "÷", "-": "−"}.get(node.sign, node.sign)
        return f" {sign} ".join(_bracketed(p, name, same_period) for p in (node.left, node.right))
    first, second, *factor = (_bracketed(part, name, same_period) for part in node.parts)
    return " × ".join([f"{first} ÷ {second}", *factor])


def _bracketed(node: Node, name: Callable[[str], str], same_period: str) -> str:
    text = in_words(node, name, same_period)
    return text if isinstance(node, Name | Number) else f"({text})"


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._depth = 0
        self._kind, self._word = self._next()

    def whole(self) -> Node:
        node = self._sum()
        if self._kind != "end":
            raise FormulaError(f"{self._word!r} was not expected at character {self._at}")
        return node

    def _next(self) -> tuple[str, str]:
        if not self._text[self._at :].strip():
            return "end", ""
        match = _TOKEN.match(self._text, self._at)
        if match is None:
            raise FormulaError(f"{self._text[self._at :].strip()[0]!r} is no part of a formula")
        self._at = match.end()
        kind = ("number", "name", "sign")[(match.lastindex or 1) - 1]
        return kind, match[match.lastindex or 1]

    def _take(self) -> str:
        word = self._word
        self._kind, self._word = self._next()
        return word

    def _expect(self, sign: str) -> None:
        if self._kind != "sign" or self._word != sign:
            raise FormulaError(f"{sign!r} was expected before character {self._at + 1}")
        self._take()

    def _sum(self) -> Node:
        return self._chain("+-", self._product)

    def _product(self) -> Node:
        return self._chain("*/", self._factor)

    def _chain(self, signs: str, part: Callable[[], Node]) -> Node:
        node = part()
        while self._kind == "sign" and self._word in signs:
            sign = self._take()
            node = Binary(sign, node, part())
        return node

    def _factor(self) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise FormulaError(f"a formula is nested at most {DEEPEST} deep")
        node = self._bare()
        self._depth -= 1
        return node

    def _bare(self) -> Node:
        if self._kind == "number":
            value = float(self._take())
            if isinf(value):
                raise FormulaError("a number in a formula is too large")
            return Number(value)
        if self._kind == "name":
            word = self._take()
            return self._call(word) if self._kind == "sign" and self._word == "(" else Name(word)
        if self._kind == "sign" and self._word == "-":
            self._take()
            return Negative(self._factor())
        self._expect("(")
        node = self._sum()
        self._expect(")")
        return node

    def _call(self, function: str) -> Node:
        if function not in ARGUMENTS:
            raise FormulaError(f"there is no function {function!r}; there are {', '.join(sorted(ARGUMENTS))}")
        self._expect("(")
        parts = [self._sum()]
        while self._kind == "sign" and self._word == ",":
            self._take()
            parts.append(self._sum())
        self._expect(")")
        if len(parts) != ARGUMENTS[function]:
            raise FormulaError(f"{function} takes {ARGUMENTS[function]} arguments, not {len(parts)}")
        return Call(function, tuple(parts))
