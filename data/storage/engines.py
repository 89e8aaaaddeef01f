"""Opening a database by URL, and the one object that holds what differs between engine families."""

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    BigInteger,
    Connection,
    Double,
    Engine,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    create_engine,
    event,
    func,
    insert,
    make_url,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from data.migrations.start_upgrade import upgrade_at_start
from data.storage.faults import DatabaseUnavailable, name_faults, shut
from data.storage.private_files import private_file, private_folder

__all__ = [
    "Capabilities",
    "Columns",
    "Engine",  # so that rooms above can name what they hand on, without knowing SQL
    "EngineError",
    "capabilities",
    "open_database",
    "open_reader",
    "reading",
]

Columns = Mapping[str, NDArray[Any]]
log = logging.getLogger("cockpit.storage")
_CHUNK = 200_000  # rows handed to the driver at once: bounds the memory of two million events
_WRITER_LOCKS = {"warehouse": 20211122, "operations": 20211123, "readings": 20211124}  # advisory locks in PostgreSQL


class EngineError(ValueError):
    """The URL names an engine family that is not supported."""


class Capabilities(Protocol):
    """What differs between engine families; everything else is one set of Core statements."""

    def bulk_insert(self, connection: Connection, table: Table, columns: Columns) -> None:
        """Insert numeric columns of equal length, fast. NULL is not possible."""
        ...

    def upsert(self, table: Table) -> "sqlite.Insert | postgresql.Insert":
        """An INSERT that offers on_conflict_do_update and on_conflict_do_nothing."""
        ...

    def lock_writers(self, connection: Connection, of: str = "warehouse") -> None:
        """Wait until this transaction is the only writer of a database of ours; until its end."""
        ...

    def after_bulk(self, engine: Engine) -> None:
        """Tidy up after a big load (shrink logs, refresh the planner's statistics)."""
        ...


class SqliteCapabilities:
    """SQLite: executemany of tuples; a writer holds the lock from BEGIN IMMEDIATE on."""

    def bulk_insert(self, connection: Connection, table: Table, columns: Columns) -> None:
        compiled = insert(table).compile(dialect=connection.dialect, column_keys=list(columns))
        order = [columns[name] for name in getattr(compiled, "positiontup", None) or []]
        for start in range(0, len(order[0]), _CHUNK):
            rows = list(zip(*(column[start : start + _CHUNK].tolist() for column in order), strict=True))
            connection.exec_driver_sql(str(compiled), rows)

    def upsert(self, table: Table) -> sqlite.Insert:
        return sqlite.insert(table)

    def lock_writers(self, connection: Connection, of: str = "warehouse") -> None:
        """BEGIN IMMEDIATE has done it."""

    def after_bulk(self, engine: Engine) -> None:
        with engine.connect().execution_options(access="none") as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("PRAGMA optimize")


class PostgresqlCapabilities:
    """PostgreSQL: binary COPY built from NumPy records; an advisory lock for the one writer."""

    def bulk_insert(self, connection: Connection, table: Table, columns: Columns) -> None:
        names = ", ".join(connection.dialect.identifier_preparer.quote(name) for name in columns)
        command = f"COPY {connection.dialect.identifier_preparer.format_table(table)} ({names}) FROM STDIN BINARY"
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(command) as copy:
            copy.write(b"PGCOPY\n\xff\r\n\x00" + bytes(8))
            copy.write(_copy_records(table, columns).tobytes())
            copy.write(b"\xff\xff")

    def upsert(self, table: Table) -> postgresql.Insert:
        return postgresql.insert(table)

    def lock_writers(self, connection: Connection, of: str = "warehouse") -> None:
        connection.execute(select(func.pg_advisory_xact_lock(_WRITER_LOCKS[of])))

    def after_bulk(self, engine: Engine) -> None:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")


def _copy_records(table: Table, columns: Columns) -> NDArray[np.void]:
    """Rows in PostgreSQL's binary COPY layout: field count, then length and big-endian value of each."""
    fields: list[tuple[str, str]] = [("count", ">i2")]
    for name in columns:
        fields += [(f"{name} length", ">i4"), (name, _wire_type(table.c[name].type))]
    records = np.zeros(len(next(iter(columns.values()))), dtype=fields)
    records["count"] = len(columns)
    for name, column in columns.items():
        records[f"{name} length"] = records.dtype[name].itemsize
        records[name] = column
    return records


def _wire_type(column_type: object) -> str:
    for kind, wire in ((SmallInteger, ">i2"), (BigInteger, ">i8"), (Integer, ">i4"), (Double, ">f8")):
        if isinstance(column_type, kind):
            return wire
    raise EngineError(f"bulk loading knows numbers only, not {column_type!r}")


_FAMILIES: dict[str, Capabilities] = {"sqlite": SqliteCapabilities(), "postgresql": PostgresqlCapabilities()}


def capabilities(bind: Engine | Connection) -> Capabilities:
    """What this engine family can do."""
    return _FAMILIES[bind.dialect.name]


def open_database(
    url: str, metadata: MetaData, store: str = "warehouse", *, damaged: bool = False, keeps_every_commit: bool = False
) -> Engine:
    """An engine that may write to the database of `metadata`, which is made or upgraded where it has to be.

    `store` is what the database is called. Where it cannot be used now, or is `damaged`, every use raises
    DatabaseUnavailable. SchemaError when this version does not know its schema.
    `keeps_every_commit`: a commit waits for the disk, so that none is lost when the power fails.
    """
    engine = _open(url, store, read_only=False)
    if keeps_every_commit and engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _wait_for_the_disk)
    if damaged:
        shut(engine, store)
        return engine
    try:
        with engine.begin() as connection:
            capabilities(connection).lock_writers(connection)
            upgrade_at_start(connection, metadata, store)
    except DatabaseUnavailable as fault:
        log.error("%s", fault)
    return engine


def open_unchecked(url: str, store: str) -> Engine:
    """An engine that may write to a database as it is, whatever its schema."""
    return _open(url, store, read_only=False)


def open_reader(url: str, *, damaged: bool = False) -> Engine:
    """An engine whose connections cannot write. The warehouse need not exist yet: the first read says so."""
    engine = _open(url, "warehouse", read_only=True)
    if damaged:
        shut(engine, "warehouse")
    return engine


def reading(engine: Engine) -> Engine:
    """The same engine for reads that must not wait for a writer."""
    return engine.execution_options(access="read")


def _open(url: str, store: str, *, read_only: bool) -> Engine:
    parsed = make_url(url)
    family = parsed.get_backend_name()
    if family not in _FAMILIES:
        raise EngineError(f"the warehouse can be sqlite or postgresql, not {family!r}")
    engine = _open_sqlite(url, read_only) if family == "sqlite" else _open_postgresql(url, read_only)
    name_faults(engine, store, read_only=read_only)
    return engine


def _open_postgresql(url: str, read_only: bool) -> Engine:
    parsed = make_url(url)
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    options = {"postgresql_readonly": True} if read_only else {}
    return create_engine(parsed, execution_options=options, pool_pre_ping=True, hide_parameters=True)


def _open_sqlite(url: str, read_only: bool) -> Engine:
    parsed = make_url(url)
    if not parsed.database or parsed.database == ":memory:":
        raise EngineError("a SQLite warehouse needs a file: several processes share it")
    path = Path(parsed.database)
    if read_only:
        parsed = parsed.set(database=f"file:{path}", query={"mode": "ro", "uri": "true"})
    else:
        private_folder(path.parent)
        private_file(path)
    engine = create_engine(parsed, pool_size=16, max_overflow=112, hide_parameters=True)
    event.listen(engine, "connect", _set_up_reader if read_only else _set_up_writer)
    event.listen(engine, "begin", _begin_reading if read_only else _begin)
    return engine


def _set_up_reader(connection: Any, record: object) -> None:
    connection.isolation_level = None
    for pragma in ("busy_timeout = 10000", "query_only = ON", "cache_size = -16000", "mmap_size = 268435456"):
        connection.execute(f"PRAGMA {pragma}")


def _set_up_writer(connection: Any, record: object) -> None:
    connection.isolation_level = None
    for pragma in (
        "busy_timeout = 60000",
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "cache_size = -64000",
        "temp_store = MEMORY",
        "wal_autocheckpoint = 16000",  # 64 MB: a bulk load is not interrupted to tidy up at every batch
    ):
        connection.execute(f"PRAGMA {pragma}")


def _wait_for_the_disk(connection: Any, record: object) -> None:
    connection.execute("PRAGMA synchronous = FULL")


def _begin(connection: Connection) -> None:
    access = connection.get_execution_options().get("access", "write")
    if access != "none":
        connection.exec_driver_sql("BEGIN" if access == "read" else "BEGIN IMMEDIATE")


def _begin_reading(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
