"""A database that cannot be used, told as one kind of error whatever the engine family says."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from typing import Any, Literal, TypeVar

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import SQLAlchemyError

Found = TypeVar("Found")
Other = TypeVar("Other")
Why = Literal["damaged", "full", "read-only", "unreachable"]

_SQLITE: dict[int, Why] = {
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_READONLY: "read-only",
    sqlite3.SQLITE_PERM: "unreachable",
    sqlite3.SQLITE_CANTOPEN: "unreachable",
    sqlite3.SQLITE_IOERR: "unreachable",
}
_POSTGRESQL: dict[str, Why] = {  # classes of SQLSTATE
    "08": "unreachable",  # connection
    "53": "full",  # resources
    "57": "unreachable",  # ended by an operator, or starting
    "58": "unreachable",  # the system beneath
    "XX": "damaged",
}


class DatabaseUnavailable(SQLAlchemyError):
    """One of our databases cannot be used; `store` names it, `why` says what is wrong with it."""

    def __init__(self, store: str, why: Why) -> None:
        super().__init__(f"the database {store} cannot be used: {why}")
        self.store, self.why = store, why


def name_faults(engine: Engine, store: str, *, read_only: bool = False) -> None:
    """Have an engine raise DatabaseUnavailable for faults of the database itself, from its first connection on.

    A write on a `read_only` engine is a mistake of ours and says nothing about the database.
    """

    def handle(context: ExceptionContext) -> None:
        why = unavailable_reason(context.original_exception)
        if why is not None and not (read_only and why == "read-only"):
            raise DatabaseUnavailable(store, why) from context.original_exception

    event.listen(engine, "handle_error", handle)


def shut(engine: Engine, store: str, why: Why = "damaged") -> None:
    """Let nobody connect any more: what is written to a damaged database makes it worse."""

    def refuse(*_: Any) -> None:
        raise DatabaseUnavailable(store, why)

    event.listen(engine, "do_connect", refuse)


def unavailable_reason(fault: BaseException | None) -> Why | None:
    """What a driver's error says about the database; None when it is about the statement."""
    if isinstance(fault, sqlite3.Error):
        code = getattr(fault, "sqlite_errorcode", None)
        if str(fault).startswith("no such table"):  # the file was emptied or replaced
            return "damaged"
        return _SQLITE.get(code & 0xFF) if isinstance(code, int) else None
    return _why_of_postgresql(fault) if "psycopg" in sys.modules else None


def _why_of_postgresql(fault: BaseException | None) -> Why | None:
    """The same of PostgreSQL's driver, which nothing loads where all databases are files."""
    import psycopg

    if isinstance(fault, psycopg.errors.UndefinedTable):
        return "damaged"
    if isinstance(fault, psycopg.Error):
        state = fault.sqlstate
        known = _POSTGRESQL.get(state[:2]) if state else None
        lost = isinstance(fault, psycopg.OperationalError) and state is None
        return "unreachable" if lost else known
    return None


def or_else(read: Callable[[], Found], instead: Other) -> Found | Other:
    """What a read gives, or `instead` where its database is away: for what a screen can do without."""
    try:
        return read()
    except DatabaseUnavailable:
        return instead
