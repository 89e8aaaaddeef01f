"""What a format for tables to take away says of itself."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

RISKY: Final = ("=", "+", "-", "@", "\t", "\r")  # a text that starts so would be run by a spreadsheet
Cell = str | float | int | None


class ExportFormat(ABC):
    """A format: one subclass in a file of this folder, and nothing anywhere else.

    `name` stands in addresses and ends the name of a file, `title` on links, `media` is the type it is sent as (and
    asked for by Accept), `schema` describes the body for OpenAPI.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    media: ClassVar[str]
    schema: ClassVar[Mapping[str, Any]] = {}

    @abstractmethod
    def write(self, heads: Sequence[str], rows: Sequence[Sequence[Cell]], sheet: str) -> bytes:
        """The table as a file. `sheet` names it where the format has names for tables."""


def harmless(cell: Cell) -> Cell:
    """A cell that no spreadsheet runs."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(RISKY) else cell
