"""Asking which schema a database has, upgrading it and stepping back, for whoever looks after the server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, make_url

from data.migrations.faults import SchemaError
from data.migrations.steps import StepBackLoss, current_revision, losses, older_revision, step_back, upgrade
from data.migrations.versions import revisions, table_names
from data.storage.engines import capabilities, open_unchecked


@dataclass(frozen=True)
class SchemaState:
    """The revision that a database has, and the newest that this version knows."""

    store: str
    revision: str
    newest: str

    @property
    def is_newest(self) -> bool:
        """Whether there is nothing to upgrade."""
        return self.revision == self.newest


def schema_state(url: str, store: str) -> SchemaState:
    """What a database has now. SchemaError when there is none, or when this version does not know its schema."""
    with _opened(url, store, access="read") as connection:
        return SchemaState(store, current_revision(connection, store), revisions(store)[-1])


def upgrade_schema(url: str, store: str) -> SchemaState:
    """Bring a database to the newest revision, whole or not at all; returns what it had before."""
    with _opened(url, store) as connection:
        before = SchemaState(store, current_revision(connection, store), revisions(store)[-1])
        upgrade(connection, store, before.revision)
        return before


def losses_of_step_back(url: str, store: str) -> tuple[str, tuple[StepBackLoss, ...]]:
    """The revision that a step back leads to, and what it drops. SchemaError when there is none."""
    with _opened(url, store) as connection:
        before = current_revision(connection, store)
        return older_revision(store, before), losses(connection, store, before)


def step_schema_back(url: str, store: str) -> str:
    """Take a database one revision back, whole or not at all; returns the revision that it has then."""
    with _opened(url, store) as connection:
        return step_back(connection, store, current_revision(connection, store))


@contextmanager
def _opened(url: str, store: str, access: str = "write") -> Iterator[Connection]:
    """A transaction on a database as it is; it is the only writer, unless it only reads."""
    place = make_url(url)
    missing = SchemaError(f"the database {store} is not there yet: the first start makes it")
    if place.get_backend_name() == "sqlite" and not Path(place.database or "").exists():
        raise missing
    engine = open_unchecked(url, store)
    try:
        with engine.execution_options(access=access).begin() as connection:
            if access == "write":
                capabilities(connection).lock_writers(connection)
            if not table_names(connection):
                raise missing
            yield connection
    finally:
        engine.dispose()
