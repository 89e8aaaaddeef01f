"""Whether a database can be read and written just now: tried, not assumed."""

from __future__ import annotations

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from data.storage.brief_engine import open_briefly

OK, BUSY = "ok", "busy"
"""`busy`: another writer is at work for longer than a probe waits, which is no fault."""
_SQLITE = {
    "SQLITE_BUSY": BUSY,
    "SQLITE_LOCKED": BUSY,
    "SQLITE_FULL": "full",
    "SQLITE_READONLY": "read-only",
    "SQLITE_CANTOPEN": "missing",
    "SQLITE_CORRUPT": "damaged",
    "SQLITE_NOTADB": "damaged",
    "SQLITE_IOERR": "failing",
}


def probe(url: str) -> str:
    """Read and write something that changes nothing. `ok`, `busy`, or the kind of the fault:
    full, read-only, missing, damaged, failing, unreachable.
    """
    engine = open_briefly(url)
    try:
        with engine.begin() as connection:
            return _on_sqlite(connection) if engine.dialect.name == "sqlite" else _on_postgresql(connection)
    except SQLAlchemyError as error:
        return _kind(error)
    finally:
        engine.dispose()


def _on_sqlite(connection: Connection) -> str:
    """The user's version is set to what it is: the first page is read, and written to the log at the end."""
    connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
    version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    connection.exec_driver_sql(f"PRAGMA user_version = {version}")
    return OK


def _on_postgresql(connection: Connection) -> str:
    """A number for a transaction is given only where one may write."""
    if connection.execute(text("SELECT current_setting('transaction_read_only') = 'on'")).scalar_one():
        return "read-only"
    connection.execute(text("SELECT pg_current_xact_id()"))
    return OK


def _kind(error: SQLAlchemyError) -> str:
    name = getattr(error.orig, "sqlite_errorname", "") if isinstance(error, DBAPIError) else ""
    return next((kind for start, kind in _SQLITE.items() if name.startswith(start)), "unreachable")
