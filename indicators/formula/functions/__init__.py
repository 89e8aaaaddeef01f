"""The functions of the formula language: each a class in a file of this folder."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from inspect import isabstract

from indicators.formula.functions.function import FormulaFunction


def found() -> dict[str, FormulaFunction]:
    """One of each class that a file of this folder defines, by the name it is written with."""
    modules = [import_module(f"{__name__}.{file.name}") for file in pkgutil.iter_modules(__path__)]
    kinds = {kind for module in modules for kind in vars(module).values() if isinstance(kind, type)}
    made = [kind() for kind in kinds if issubclass(kind, FormulaFunction) and not isabstract(kind)]
    return {function.name: function for function in sorted(made, key=lambda function: function.name)}


FUNCTIONS = found()

__all__ = ["FUNCTIONS", "FormulaFunction"]
