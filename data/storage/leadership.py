"""Who leads: of all servers that share a database, one does the background work of a kind, and another takes over.

On PostgreSQL the lock belongs to a session, so that it ends with the process that holds it, however that ends. A
SQLite file belongs to one data folder, whose own lock (data/storage/home_lock.py) has decided already.
"""

from __future__ import annotations

import logging
from typing import Protocol

from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

_CLASS = 20211125  # the first of the two numbers of our advisory locks: apart from those of writers
_TAKE = text("SELECT pg_try_advisory_lock(:kind, hashtext(coalesce(current_schema(), '') || ':' || :name))")
log = logging.getLogger("cockpit.leadership")


class Leadership(Protocol):
    """The right to do one kind of work on one database. Must be taken in the process that does the work."""

    def take(self) -> bool:
        """Try to take it; never waits for whoever has it."""
        ...

    def kept(self) -> bool:
        """Whether it is still ours."""
        ...


class SoleLeader:
    """There is nobody to share with."""

    def take(self) -> bool:
        return True

    def kept(self) -> bool:
        return True


class SessionLock:
    """An advisory lock of PostgreSQL, held by a connection of its own."""

    def __init__(self, url: str, name: str) -> None:
        parsed = make_url(url)
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        limits = {"connect_timeout": 5, "tcp_user_timeout": 10_000}  # a session that hangs is a session lost
        self._engine = create_engine(parsed, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=limits)
        self._name = name
        self._session: Connection | None = None

    def take(self) -> bool:
        try:
            self._session = self._session or self._engine.connect()
            return bool(self._session.execute(_TAKE, {"kind": _CLASS, "name": self._name}).scalar_one())
        except SQLAlchemyError as error:
            log.error("could not ask who leads %s: %s", self._name, type(error).__name__)
            self.leave()
            return False

    def kept(self) -> bool:
        if self._session is None:
            return False
        try:
            self._session.execute(text("SELECT 1"))
        except SQLAlchemyError:
            self.leave()
            return False
        return True

    def leave(self) -> None:
        """Give it up."""
        if self._session is not None:
            self._session.invalidate()
            self._session.close()
            self._session = None


def leadership(url: str, name: str) -> Leadership:
    """The right to do the work of this name on the database at `url`."""
    return SoleLeader() if make_url(url).get_backend_name() == "sqlite" else SessionLock(url, name)
