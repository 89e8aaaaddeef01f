"""Opening the database of readings with the tables of all its subjects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from data.pipeline.ledger import Ledger
from data.storage.engines import open_database
from data.storage.sqlite_database import Database
from data.telemetry import baseline_tables, tables

TABLES = (tables, baseline_tables)  # imported, they stand in `metadata`
LEDGER = Ledger(
    tables.arrival,
    tables.refused_reading,
    "arrival",
    {"number": "no", "source": "feed", "name": "file_name", "loaded_at": "received_at"},
)


@dataclass(frozen=True)
class Readings(Database):
    """Devices and readings, opened for reading and writing."""

    lock: ClassVar[str] = "readings"
    ledger: ClassVar[Ledger] = LEDGER


def open_readings(url: str, *, damaged: bool = False) -> Readings:
    """Open by URL (SQLite or PostgreSQL), made or upgraded where it has to be. EngineError for another family."""
    return Readings(open_database(url, tables.metadata, "readings", damaged=damaged))
