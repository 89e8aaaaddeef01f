"""Making typed definitions of what a file says, with every fault at its line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from indicators.definitions.faults import Fault
from indicators.definitions.yaml_source import YamlDocument

B = TypeVar("B", bound=BaseModel)


def validated(
    kind: type[B], block: Any, document: YamlDocument, path: tuple[str | int, ...]
) -> tuple[B | None, list[Fault]]:
    """The definition that a part of a file gives, or None with the faults in it."""
    try:
        return kind.model_validate(block), []
    except ValidationError as error:
        return None, [
            document.fault((*path, *_place(block, detail["loc"])), detail["type"].replace("_", "-"), detail["msg"])
            for detail in error.errors()
        ]


def _place(block: Any, told: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Where a fault stands in the file: of several kinds of a block, pydantic names the kind on the way, too."""
    found: list[str | int] = []
    for at, part in enumerate(told):
        inside = isinstance(block, Mapping) and part not in block and at < len(told) - 1
        if not inside:
            found.append(part)
            block = _part(block, part)
    return tuple(found)


def _part(block: Any, part: str | int) -> Any:
    try:
        return block[part]
    except (KeyError, IndexError, TypeError):
        return None
