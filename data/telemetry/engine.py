"""Opening the database of readings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from data.storage.engines import open_database
from data.storage.sqlite_database import Database
from data.telemetry import baseline_tables  # noqa: F401  its tables are made, too
from data.telemetry.tables import metadata


@dataclass(frozen=True)
class Readings(Database):
    """Devices and readings, opened for reading and writing."""

    lock: ClassVar[str] = "readings"


def open_readings(url: str, *, damaged: bool = False) -> Readings:
    """Open by URL (SQLite or PostgreSQL), made or upgraded where it has to be. EngineError for another family."""
    return Readings(open_database(url, metadata, "readings", damaged=damaged))
