"""Every released database upgrades with its data whole, and one step back works."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, create_engine

from data.migrations.versions import revisions, table_names, version_table_name
from data.storage.schema_administration import schema_state, step_schema_back
from tests.data.migrations.released import (
    METADATA,
    OPENINGS,
    RELEASED,
    Released,
    Rows,
    copy_to,
    rows_of,
    schema_on_postgresql,
)
from tests.data.migrations.schema_of import schema_of

OLDER = [one for one in RELEASED if one.revision != revisions(one.store)[-1]]


@pytest.fixture
def old(old_url: str) -> Iterator[Engine]:
    """A plain way to look into the copy."""
    engine = create_engine(old_url)
    yield engine
    engine.dispose()


@pytest.fixture
def fresh(released: Released, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Engine:
    """The same database as this version makes it, on the engine family of the copy."""
    if request.node.callspec.params["warehouse_url"] == "sqlite":
        return OPENINGS[released.store](f"sqlite:///{tmp_path_factory.mktemp('fresh') / 'new.db'}")
    make: Callable[[], str] = request.getfixturevalue("postgresql_schemas")
    return OPENINGS[released.store](make())


def differences(connection: Connection, released: Released) -> list[object]:
    """What Alembic would change to come from the database to the tables in the code; `schema_of` compares defaults."""
    options = {"version_table": version_table_name(released.store), "compare_type": True}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), METADATA[released.store]))


def held_by(found: Rows, before: Rows) -> Rows:
    """Of what is found, the tables and columns that there were before."""
    return {
        table: [{name: row[name] for name in (rows[0] if rows else row)} for row in found.get(table, [])]
        for table, rows in before.items()
    }


def ordered(rows: Rows) -> Rows:
    return {table: sorted(some, key=lambda row: repr(sorted(row.items()))) for table, some in rows.items()}


def test_a_released_database_upgrades_when_it_is_opened_and_keeps_every_row(
    released: Released, old: Engine, old_url: str, fresh: Engine
) -> None:
    with old.connect() as connection:
        before = rows_of(connection)
    assert sum(len(rows) for rows in before.values()) > 300

    OPENINGS[released.store](old_url).dispose()

    with old.connect() as connection, fresh.connect() as new:
        assert ordered(held_by(rows_of(connection), before)) == before
        assert differences(connection, released) == []
        assert schema_of(connection) == schema_of(new)


@pytest.mark.parametrize("released", OLDER, indirect=True, ids=lambda one: one.name)
def test_stepping_back_gives_the_older_schema_with_every_row_and_another_start_upgrades_again(
    released: Released, old: Engine, old_url: str
) -> None:
    with old.connect() as connection:
        before, schema = rows_of(connection), schema_of(connection)
    for _ in range(2):
        OPENINGS[released.store](old_url).dispose()
        while schema_state(old_url, released.store).revision != released.revision:
            step_schema_back(old_url, released.store)

        with old.connect() as connection:
            assert rows_of(connection) == before
            assert schema_of(connection) == schema
            assert version_table_name(released.store) not in table_names(connection)


@pytest.mark.parametrize("released", RELEASED, ids=lambda one: one.name)
def test_the_revision_of_a_release_is_what_its_code_made_on_postgresql(
    released: Released, postgresql_schemas: Callable[[], str], tmp_path: Path
) -> None:
    url = postgresql_schemas()
    copy_to(released, url, tmp_path)
    engine = create_engine(url)
    with engine.connect() as connection:
        assert schema_of(connection) == schema_on_postgresql(released)
    engine.dispose()
