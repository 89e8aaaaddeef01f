"""What a function of the formula language says of itself."""

from __future__ import annotations

import inspect
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from indicators.formula.tree import Node


class FormulaFunction(ABC):
    """A function: one subclass in a file of this folder, and nothing anywhere else.

    `name` is how it is written, `unit` the unit its value always has (None where the parts decide). The parser takes
    the number of arguments from `expand`; both evaluations, the checks and the limits of published figures work on
    what it expands to.
    """

    name: ClassVar[str]
    unit: ClassVar[str | None] = None

    @abstractmethod
    def expand(self, *args: Any, **kwargs: Any) -> Node:
        """The same in arithmetic (`Binary`, `Negative`, `YearEarlier`, `Base`, `Elementwise`)."""

    @abstractmethod
    def words(self, parts: Sequence[str], year_earlier: Callable[[str], str]) -> str:
        """How people write it. `parts` are in words; `year_earlier` says a part in the same period of last year."""

    def limits(self, *args: Any, **kwargs: Any) -> tuple[Node, Node] | None:
        """Above and below the line, where a limit passes through as through a quotient although it is none."""
        return None

    @property
    def arity(self) -> int:
        """The number of arguments."""
        return len(inspect.signature(self.expand).parameters)
