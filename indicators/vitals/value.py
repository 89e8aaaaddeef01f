"""A sign's value with what its steps ask for besides the number."""

from __future__ import annotations

from typing import Self


class AnnotatedValue(float):
    """A number that knows more than itself; plain signs have plain floats.

    `parts` are what each aspect of the sign's steps looks at, in the order of its ladder (empty: only the number).
    `least`: something was missing that could only make it worse; such a value may raise a level and never eases one.
    `weight` is the denominator of a share or ratio, so that a region's is the ratio of the sums.
    """

    __slots__ = ("least", "parts", "weight")

    parts: tuple[float, ...]
    least: bool
    weight: float

    def __new__(cls, number: float, parts: tuple[float, ...] = (), *, least: bool = False, weight: float = 1.0) -> Self:
        made = super().__new__(cls, number)
        made.parts, made.least, made.weight = parts, least, weight
        return made
