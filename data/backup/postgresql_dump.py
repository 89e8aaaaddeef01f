"""A PostgreSQL database dumped and restored by PostgreSQL's own programs. No password stands on a command line."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg.conninfo import make_conninfo
from sqlalchemy import URL, Connection, Engine, create_engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from data.backup.faults import BackupError


@dataclass(frozen=True)
class PostgresqlMoment:
    """One moment of a schema, which other connections can see by its name."""

    url: URL
    snapshot: str
    schema: str
    tables: dict[str, int]


@contextmanager
def postgresql_moment(url: URL, name: str) -> Iterator[PostgresqlMoment]:
    """Hold one moment of a database until the block ends; writers go on meanwhile."""
    needed("pg_dump")
    engine = _engine(url)
    try:
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            snapshot = str(connection.scalar(text("SELECT pg_export_snapshot()")))
            schema = str(connection.scalar(text("SELECT current_schema()")))
            yield PostgresqlMoment(url, snapshot, schema, _rows(connection, schema))
    except SQLAlchemyError as fault:
        raise BackupError(f"The database {name} cannot be read: {_first_line(fault)}") from fault
    finally:
        engine.dispose()


def dump(moment: PostgresqlMoment, target: Path) -> None:
    """Write the moment into a new file (0600) that `load_dump` reads."""
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    options = ["--format=custom", "--no-owner", "--no-privileges", f"--schema={_quoted(moment.schema)}"]
    _run([needed("pg_dump"), *options, f"--snapshot={moment.snapshot}", f"--file={target}"], moment.url)


def load_dump(source: Path, url: URL, schema: str) -> None:
    """Fill an empty schema from a dump: all of it or nothing."""
    engine = _engine(url)
    try:
        with engine.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {_quoted(schema)}"))
    finally:
        engine.dispose()
    options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", f"--schema={schema}"]
    _run([needed("pg_restore"), *options, str(source)], url)


def contents_listed(source: Path) -> bool:
    """Whether a dump has a readable table of contents."""
    command = [needed("pg_restore"), "--list", str(source)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def postgresql_rows(url: URL) -> tuple[str, dict[str, int]]:
    """The schema that a URL leads to, and how many rows each of its tables has."""
    engine = _engine(url)
    try:
        with engine.connect() as connection:
            schema = connection.scalar(text("SELECT current_schema()"))
            return str(schema or "public"), _rows(connection, schema) if schema else {}
    finally:
        engine.dispose()


def needed(program: str) -> str:
    """The path of one of PostgreSQL's programs. BackupError where it is not installed."""
    found = shutil.which(program)
    if found is None:
        raise BackupError(
            f"{program} is not on the PATH: install PostgreSQL's client programs (Debian: postgresql-client), "
            "of the server's version or newer"
        )
    return found


def _rows(connection: Connection, schema: str) -> dict[str, int]:
    names = sorted(inspect(connection).get_table_names(schema))
    counts = {
        name: connection.scalar(text(f"SELECT count(*) FROM {_quoted(schema)}.{_quoted(name)}")) for name in names
    }
    return {name: int(count or 0) for name, count in counts.items()}


def _run(command: Sequence[str], url: URL) -> None:
    """Run one of the programs against a database; the password goes by the environment."""
    given = _arguments(url)
    password = given.pop("password", None)
    environment = {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}
    where = ["--dbname", make_conninfo(**given)]
    done = subprocess.run(
        [*command[:-1], *where, command[-1]], capture_output=True, text=True, check=False, env=environment
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["no reason given"]
        raise BackupError(f"{Path(command[0]).name} failed: {said[0]}")


def _arguments(url: URL) -> dict[str, Any]:
    """What a driver is given for a URL."""
    engine = _engine(url)
    _, given = engine.dialect.create_connect_args(engine.url)
    return {key: value for key, value in given.items() if key != "context"}


def _engine(url: URL) -> Engine:
    driver = url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url
    return create_engine(driver, poolclass=NullPool, hide_parameters=True)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _first_line(fault: Exception) -> str:
    return (str(getattr(fault, "orig", None) or fault).strip().splitlines() or ["no reason given"])[0]
