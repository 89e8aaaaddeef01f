"""The parts a formula is made of once it has been parsed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


class FormulaError(ValueError):
    """A text that is no formula, or a formula that cannot be evaluated here; the sentence says where and why."""


@dataclass(frozen=True)
class Constant:
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
    """A function over parts, as it was written; what it means says its class in `indicators.formula.functions`."""

    function: str
    parts: tuple[Node, ...]


@dataclass(frozen=True)
class YearEarlier:
    """A part as it was in the same period of last year. Only functions make it: it needs a history."""

    part: Node


@dataclass(frozen=True)
class Base:
    """A part that another (`beside`) is compared with: no value at 0, below, or next to nothing beside it.

    Only functions make it.
    """

    part: Node
    beside: Node


@dataclass(frozen=True)
class Elementwise:
    """A function of plain numbers that takes arrays as well (a NumPy ufunc). Only functions make it."""

    apply: Callable[..., Any]
    parts: tuple[Node, ...]


LEAST_BASE = 1e-3  # of what is compared with it: a growth of a thousandfold and more says that nothing was there before


Node = Constant | Name | Negative | Binary | Call | YearEarlier | Base | Elementwise


def parts_of(node: Node) -> tuple[Node, ...]:
    """The parts a node is made of."""
    if isinstance(node, Negative | YearEarlier):
        return (node.part,)
    if isinstance(node, Base):
        return (node.part, node.beside)
    if isinstance(node, Binary):
        return (node.left, node.right)
    return node.parts if isinstance(node, Call | Elementwise) else ()


def measures(node: Node) -> Iterator[str]:
    """The measures a formula needs, in the order they are written, each as often as it occurs."""
    if isinstance(node, Name):
        yield node.measure
    for part in parts_of(node):
        yield from measures(part)
