"""The functions of the formula language: each a class in a file of this folder."""

from __future__ import annotations

import sys

from indicators.definitions.registry import one_of_each
from indicators.formula.functions.function import FormulaFunction

FUNCTIONS = one_of_each(sys.modules[__name__], FormulaFunction)  # type: ignore[type-abstract]

__all__ = ["FUNCTIONS", "FormulaFunction"]
