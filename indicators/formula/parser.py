"""The formula language: arithmetic over measures, parsed into a tree and never executed as code.

    formula := sum ;  sum := product (("+" | "-") product)* ;  product := factor (("*" | "/") factor)*
    factor  := number | measure | function "(" formula ("," formula)* ")" | "(" formula ")" | "-" factor

The functions stand in `indicators.formula.functions`, each in a file of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from math import isinf

from indicators.formula.functions import FUNCTIONS
from indicators.formula.tree import Binary, Call, Constant, FormulaError, Name, Negative, Node

LONGEST = 600  # characters
DEEPEST = 24  # levels of nesting
_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d{1,2})?)|([a-z][a-z0-9_]*)|([-+*/(),]))", re.ASCII)


def parse(text: str) -> Node:
    """The tree of a formula. FormulaError for anything that is not one."""
    if len(text) > LONGEST:
        raise FormulaError(f"a formula has at most {LONGEST} characters")
    return _Parser(text).whole()


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
            return Constant(value)
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
        if function not in FUNCTIONS:
            raise FormulaError(f"there is no function {function!r}; there are {', '.join(sorted(FUNCTIONS))}")
        self._expect("(")
        parts = [self._sum()]
        while self._kind == "sign" and self._word == ",":
            self._take()
            parts.append(self._sum())
        self._expect(")")
        if len(parts) != FUNCTIONS[function].arity:
            raise FormulaError(f"{function} takes {FUNCTIONS[function].arity} arguments, not {len(parts)}")
        return Call(function, tuple(parts))
