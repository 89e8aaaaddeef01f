"""Recognising the schema of a database, and going from one revision to the next, by Alembic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, column, func, inspect, select, table

from data.migrations.faults import SchemaError
from data.migrations.versions import (
    FOLDER,
    note_revision,
    noted_revision,
    revisions,
    table_names,
    version_table,
    version_table_name,
)

_NOTED_NOTHING = ("_release_0_1_0", "_release_0_2_0")  # a database of these releases has no table of versions


@dataclass(frozen=True)
class StepBackLoss:
    """What a step back drops: a table, or a column as `table.column`, with the number of rows that say something."""

    name: str
    rows: int


def current_revision(connection: Connection, store: str) -> str:
    """The revision that a database has: as noted, or recognised by its tables and columns where nothing is noted.

    SchemaError when this version does not know it.
    """
    noted = noted_revision(connection, store, table_names(connection))
    if noted is None:
        return _recognised(connection, store)
    if noted not in revisions(store):
        raise SchemaError(
            f"the database {store} has the schema {noted}, which this version does not know (it knows up to "
            f"{revisions(store)[-1]}): it was made by a newer version. Run that one, or step back with it"
        )
    return noted


def _recognised(connection: Connection, store: str) -> str:
    for revision in reversed(revisions(store)):
        module = _module(store, revision)
        there = [_is_there(connection, name) for name in (*module.TABLES, *module.COLUMNS)]
        if there and all(there):  # a revision that adds nothing is known by its note alone
            return revision
        if any(there):
            break
    raise SchemaError(
        f"the database {store} has the schema of no release: it was made by a version between two of them, or it is "
        "not of the cockpit. Name another database, or restore a backup"
    )


def _is_there(connection: Connection, name: str) -> bool:
    of, _, wanted = name.partition(".")
    found = inspect(connection)
    if not found.has_table(of):
        return False
    return not wanted or any(one["name"] == wanted for one in found.get_columns(of))


def upgrade(connection: Connection, store: str, before: str | None, to: str = "head") -> None:
    """Go from a revision (None: nothing is there) to another, within the connection's transaction."""
    if before is not None:
        note_revision(connection, store, before)
    _run(connection, store, lambda script, revision: script._upgrade_revs(to, revision))


def older_revision(store: str, revision: str) -> str:
    """The revision before another. SchemaError when there is none."""
    known = revisions(store)
    if revision == known[0]:
        raise SchemaError(f"the database {store} has its oldest schema, {revision}: there is no step back")
    return known[known.index(revision) - 1]


def step_back(connection: Connection, store: str, before: str) -> str:
    """Go one step back within the connection's transaction; returns the revision that the database has then."""
    after = older_revision(store, before)
    note_revision(connection, store, before)
    _run(connection, store, lambda script, revision: script._downgrade_revs(after, revision))
    if after.endswith(_NOTED_NOTHING):
        version_table(store).drop(connection)
    return after


def losses(connection: Connection, store: str, revision: str) -> tuple[StepBackLoss, ...]:
    """What a step back from a revision drops, and how many rows of it say something."""
    module = _module(store, revision)
    dropped = [StepBackLoss(name, _rows(connection, name)) for name in module.TABLES]
    for name, says_nothing in module.COLUMNS.items():
        of, _, dropped_column = name.partition(".")
        dropped.append(StepBackLoss(name, _rows(connection, of, column(dropped_column) != says_nothing)))
    return tuple(dropped)


def _rows(connection: Connection, of: str, *conditions: Any) -> int:
    return connection.scalar(select(func.count()).select_from(table(of)).where(*conditions)) or 0


def _module(store: str, revision: str) -> ModuleType:
    found = _script(store).get_revision(revision)
    assert found is not None  # revisions() lists the files that it reads
    return found.module


def _script(store: str) -> ScriptDirectory:
    return ScriptDirectory(str(FOLDER), version_locations=[str(FOLDER / store)])


def _run(connection: Connection, store: str, steps: Callable[[ScriptDirectory, Any], Any]) -> None:
    """Have Alembic take steps in the transaction that the connection is in already."""
    script = _script(store)
    environment = EnvironmentContext(Config(), script, fn=lambda revision, _: steps(script, revision))
    environment.configure(connection, version_table=version_table_name(store), transactional_ddl=True)
    environment.run_migrations()
