"""The operations database once it is opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from data.operations.core.change_counters import change_counts
from data.storage.sqlite_database import Database


@dataclass(frozen=True)
class Operations(Database):
    """What people do, opened for reading and writing."""

    lock: ClassVar[str] = "operations"

    def pulses(self) -> dict[str, int]:
        """How often what has changed so far, by name."""
        with self.reading() as connection:
            return change_counts(connection)
