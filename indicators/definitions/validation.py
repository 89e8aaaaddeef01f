"""Making typed definitions of what a file says, with every fault at its line."""

from __future__ import annotations

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
            document.fault((*path, *detail["loc"]), detail["type"].replace("_", "-"), detail["msg"])
            for detail in error.errors()
        ]
