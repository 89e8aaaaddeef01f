"""Opening the operations database: readers never wait, writers stand in line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from data.engines import capabilities, open_database, reading
from data.operations import alert_tables  # noqa: F401  its tables are made
from data.operations.metadata import metadata
from data.operations.pulse import pulses


@dataclass(frozen=True)
class Operations:
    """The opened database. Everything below it is given a Connection."""

    engine: Engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one moment and waits for nobody."""
        with reading(self.engine).connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is the only writer until it ends; an exception takes everything back."""
        with self.engine.begin() as connection:
            capabilities(connection).lock_writers(connection, "operations")
            yield connection

    def pulses(self) -> dict[str, int]:
        """How often what has changed so far, by name."""
        with self.reading() as connection:
            return pulses(connection)

    def rest(self) -> None:
        """Close all connections until the next use."""
        self.engine.dispose()


def open_operations(url: str) -> Operations:
    """Open by URL (SQLite or PostgreSQL), with the tables made that are missing. EngineError for another family."""
    return Operations(open_database(url, metadata))
