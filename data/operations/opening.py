"""Opening the operations database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from data.operations.core.change_counters import pulses
from data.operations.core.metadata import metadata
from data.storage.engines import open_database
from data.storage.sqlite_database import Database


@dataclass(frozen=True)
class Operations(Database):
    """What people do, opened for reading and writing."""

    lock: ClassVar[str] = "operations"

    def pulses(self) -> dict[str, int]:
        """How often what has changed so far, by name."""
        with self.reading() as connection:
            return pulses(connection)


def open_operations(url: str, *, damaged: bool = False) -> Operations:
    """Open by URL (SQLite or PostgreSQL), with the tables made that are missing. EngineError for another family."""
    return Operations(open_database(url, metadata, "operations", damaged=damaged, keeps_every_commit=True))
