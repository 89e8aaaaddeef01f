"""Opening the operations database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from data.database import Database
from data.engines import open_database
from data.operations import (  # noqa: F401  # their tables are made, too
    account_tables,
    alert_tables,
    audit_tables,
    heartbeat_table,
    look_back_tables,
    matter_tables,
    notice_tables,
    task_tables,
    weight_tables,
)
from data.operations.metadata import metadata
from data.operations.pulse import pulses


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
