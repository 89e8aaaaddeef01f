"""The files of revisions: one line of them for each database, each true to what it says it adds."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, inspect

from data.migrations.steps import losses, upgrade
from data.migrations.versions import FOLDER, STORES, revisions, version_table_name


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest) -> str:
    """Each database."""
    return str(request.param)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """An empty database."""
    return create_engine(f"sqlite:///{tmp_path / 'empty.db'}")


def names(connection: Connection, store: str) -> set[str]:
    """All tables, and all columns as `table.column`."""
    found = inspect(connection)
    tables = set(found.get_table_names()) - {version_table_name(store)}
    return tables | {f"{table}.{column['name']}" for table in tables for column in found.get_columns(table)}


def test_file_names_in_order_are_the_line_that_alembic_walks(store: str) -> None:
    script = ScriptDirectory(str(FOLDER), version_locations=[str(FOLDER / store)])

    walked = [one.revision for one in script.walk_revisions()]
    assert tuple(reversed(walked)) == revisions(store)
    assert script.get_heads() == [revisions(store)[-1]]
    assert all(len(one) <= 32 for one in revisions(store))  # as many letters as Alembic's table takes


def test_a_revision_says_all_that_it_adds_because_databases_are_known_by_it(store: str, engine: Engine) -> None:
    before: set[str] = set()
    previous = None
    with engine.begin() as connection:
        for revision in revisions(store):
            upgrade(connection, store, previous, revision)
            after = names(connection, store)
            told = {loss.name for loss in losses(connection, store, revision)}
            new_tables = {name for name in after - before if "." not in name}
            new_columns = {name for name in after - before if "." in name and name.partition(".")[0] in before}
            assert {name for name in told if name.partition(".")[0] not in new_tables or "." not in name} == (
                new_tables | new_columns
            )
            before, previous = after, revision


def test_every_revision_but_the_first_can_be_taken_back(store: str) -> None:
    script = ScriptDirectory(str(FOLDER), version_locations=[str(FOLDER / store)])
    assert all(hasattr(one.module, "downgrade") for one in script.walk_revisions() if one.down_revision)
