"""Registries by folder: each file of a package defines a class, and one of each is at hand by its name."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from inspect import isabstract
from types import ModuleType
from typing import Protocol, TypeVar


class HasName(Protocol):
    """What a registry can hold."""

    @property
    def name(self) -> str: ...


Kind = TypeVar("Kind", bound=HasName)


def one_of_each(package: ModuleType, base: type[Kind]) -> dict[str, Kind]:
    """One of each class under `base` that a file of the package defines, by name and ordered by it.

    ValueError where two have the same name.
    """
    modules = [import_module(f"{package.__name__}.{file.name}") for file in pkgutil.iter_modules(package.__path__)]
    defined = {kind for module in modules for kind in vars(module).values() if isinstance(kind, type)}
    made = [kind() for kind in defined if issubclass(kind, base) and not isabstract(kind)]
    found = {one.name: one for one in sorted(made, key=lambda one: one.name)}
    if len(found) < len(made):
        raise ValueError(f"two classes of {package.__name__} have the same name")
    return found
