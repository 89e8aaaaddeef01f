"""A database of ours once it is opened: readers never wait, writers stand in line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from sqlalchemy import Connection, Engine

from data.storage.engines import capabilities, reading

Found = TypeVar("Found")


@dataclass(frozen=True)
class Database:
    """The opened database. What works with it is given a Connection."""

    engine: Engine
    lock: ClassVar[str]

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one moment and waits for nobody."""
        with _one_moment(self.engine).connect() as connection:
            yield connection

    def look(self, read: Callable[[Connection], Found]) -> Found:
        """What one read gives."""
        with self.reading() as connection:
            return read(connection)

    @contextmanager
    def writing(self, *, keep: bool = True) -> Iterator[Connection]:
        """A transaction that is the only writer until it ends; an exception takes everything back.

        So does its end where nothing is to be kept: a rehearsal.
        """
        with self.engine.begin() as connection:
            capabilities(connection).lock_writers(connection, self.lock)
            yield connection
            if not keep:
                connection.rollback()

    def dispose(self) -> None:
        """Close all connections until the next use."""
        self.engine.dispose()


def _one_moment(engine: Engine) -> Engine:
    """SQLite readers see one moment anyway; PostgreSQL has to be told."""
    seen = reading(engine)
    family = engine.dialect.name
    return seen.execution_options(isolation_level="REPEATABLE READ") if family == "postgresql" else seen
