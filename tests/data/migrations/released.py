"""Databases that the released versions built, cut small, and copies of them on both engine families.

`released/<database>-<release>.db.gz` was made by the code of that release (0.1.0: commit 2c22686; 0.2.0: dec37d8): its
demonstration city at scale 0.001 with the demonstration's accounts and tasks, a device token, and files with rows to
refuse. Then at most 60 rows of each table, spread over it, were put into a file with the very same CREATE statements.
Tables that the demonstration leaves empty got two made-up rows; only `reading` of 0.1.0, to which no code of that
release writes, is empty. `<database>-<release>.postgresql.txt.gz` is what `schema_of` says of the schema that the same
code made on PostgreSQL.
"""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Connection, Engine, MetaData, Table, create_engine, inspect

from data.migrations.steps import upgrade
from data.migrations.versions import version_table
from data.operations import open_operations
from data.operations.core.metadata import metadata as operations
from data.telemetry import open_readings
from data.telemetry.tables import metadata as readings
from data.warehouse.connection import open_warehouse
from data.warehouse.hotline_tables import metadata as warehouse

FOLDER = Path(__file__).parent / "released_copies"
METADATA = {"warehouse": warehouse, "operations": operations, "readings": readings}
OPENINGS: dict[str, Callable[[str], Engine]] = {
    "warehouse": open_warehouse,
    "operations": lambda url: open_operations(url).engine,
    "readings": lambda url: open_readings(url).engine,
}
Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Released:
    """One database of one release."""

    store: str
    release: str
    revision: str

    @property
    def name(self) -> str:
        """What its files are called."""
        return f"{self.store}-{self.release}"


RELEASED = (
    Released("warehouse", "0.1.0", "v0001_release_0_1_0"),
    Released("warehouse", "0.2.0", "v0002_release_0_2_0"),
    Released("operations", "0.2.0", "v0001_release_0_2_0"),
    Released("readings", "0.2.0", "v0001_release_0_2_0"),
)


def copy_to(released: Released, url: str, folder: Path) -> None:
    """Put a copy of a released database at a URL: the file itself, or its rows in the same schema on PostgreSQL."""
    file = Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else folder / f"{released.name}.db"
    file.touch(0o600)
    file.write_bytes(gzip.decompress((FOLDER / f"{released.name}.db.gz").read_bytes()))
    if not url.startswith("sqlite"):
        _load(released, file, url)


def _load(released: Released, file: Path, url: str) -> None:
    engine = create_engine(url)
    with closing(sqlite3.connect(file)) as source, engine.begin() as connection:
        upgrade(connection, released.store, None, released.revision)
        version_table(released.store).drop(connection)
        kept = {name for (name,) in source.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for left_over in inspect(connection).get_table_names():
            if left_over not in kept:  # of the release before: this one was begun anew
                connection.exec_driver_sql(f'DROP TABLE "{left_over}"')
        schema = MetaData()
        schema.reflect(connection)
        for table in schema.sorted_tables:
            rows = [_typed(table, row) for row in source.execute(f'SELECT {_columns(table)} FROM "{table.name}"')]
            if rows:
                connection.execute(table.insert(), rows)
    engine.dispose()


def _columns(table: Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns)


def _typed(table: Table, row: tuple[Any, ...]) -> dict[str, Any]:
    return {
        column.name: bool(value) if isinstance(column.type, Boolean) and value is not None else value
        for column, value in zip(table.columns, row, strict=True)
    }


def schema_on_postgresql(released: Released) -> list[str]:
    """What `schema_of` said of the schema that the release made there."""
    return gzip.decompress((FOLDER / f"{released.name}.postgresql.txt.gz").read_bytes()).decode().splitlines()


def rows_of(connection: Connection) -> Rows:
    """Every row of every table, in an order of its own; without the table of versions."""
    names = [name for name in inspect(connection).get_table_names() if not name.startswith("alembic_version")]
    return {name: _rows(connection, name) for name in sorted(names)}


def _rows(connection: Connection, name: str) -> list[dict[str, Any]]:
    found = connection.exec_driver_sql(f'SELECT * FROM "{name}"').mappings()
    rows = [{key: _plain(value) for key, value in row.items()} for row in found]
    return sorted(rows, key=lambda row: repr(sorted(row.items())))


def _plain(value: object) -> object:
    """Values as both drivers give them."""
    if isinstance(value, bool):
        return int(value)
    return bytes(value) if isinstance(value, memoryview) else value
