"""Engines for small questions that must not wait: heartbeats, probes. No connection is kept open between two uses."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, make_url

PATIENCE = 1.0  # seconds that another writer may take
LONGEST = 2  # seconds of a statement, and of connecting, on PostgreSQL


def open_briefly(url: str) -> Engine:
    """An engine whose transactions write at once or fail within about two seconds; a missing file stays missing."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        parsed = parsed.set(database=f"file:{parsed.database}", query={"mode": "rw", "uri": "true"})
        engine = create_engine(parsed, poolclass=NullPool, connect_args={"timeout": PATIENCE})
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "begin", _begin_writing)
        return engine
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    engine = create_engine(parsed, poolclass=NullPool, connect_args={"connect_timeout": LONGEST})
    event.listen(engine, "begin", _limit)
    return engine


def _set_up(connection: Any, record: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA synchronous = NORMAL")  # what is told here is worthless after a power cut


def _begin_writing(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _limit(connection: Connection) -> None:
    connection.exec_driver_sql(f"SET LOCAL statement_timeout = {1000 * LONGEST}")
