"""Opening a database: what is empty, older, newer, of no release, or opened by several at once."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event, select

from data.migrations.faults import SchemaError
from data.migrations.start_upgrade import upgrade_at_start
from data.migrations.steps import upgrade
from data.migrations.versions import note_revision, revisions, version_table
from data.operations import open_operations
from data.operations.accounts.account_tables import account
from data.operations.core.metadata import metadata
from data.storage.engines import capabilities, open_unchecked
from data.warehouse.connection import open_warehouse
from tests.data.migrations.released import OPENINGS, RELEASED, copy_to, rows_of
from tests.data.migrations.schema_of import schema_of

WAREHOUSE_1, _, OPERATIONS, _ = RELEASED


def state(url: str) -> tuple[object, object]:
    """Everything that a database holds."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = schema_of(connection), rows_of(connection)
    engine.dispose()
    return found


def test_an_empty_database_is_made_at_the_newest_revision(warehouse_url: str) -> None:
    for store, opening in OPENINGS.items():  # all three may share one database
        engine = opening(warehouse_url)
        with engine.begin() as connection:
            noted = connection.execute(select(version_table(store))).all()
        assert noted == [(revisions(store)[-1],)]
        engine.dispose()


def test_all_three_of_a_release_are_upgraded_in_the_database_that_they_share(
    postgresql_schemas: Callable[[], str],
) -> None:
    url = postgresql_schemas()
    engine = create_engine(url)
    with engine.begin() as connection:
        for one in RELEASED[1:]:
            upgrade(connection, one.store, None, one.revision)
            version_table(one.store).drop(connection)
    for store, opening in OPENINGS.items():
        with opening(url).begin() as connection:
            assert connection.scalar(select(version_table(store))) == revisions(store)[-1]
    engine.dispose()


def test_a_database_of_a_newer_version_is_refused_and_stays_as_it_is(warehouse_url: str) -> None:
    engine = open_warehouse(warehouse_url)
    with engine.begin() as connection:
        note_revision(connection, "warehouse", "v0099_of_tomorrow")
        connection.exec_driver_sql("DROP TABLE voice_table")
    engine.dispose()
    before = state(warehouse_url)

    with pytest.raises(SchemaError, match=r"warehouse has the schema v0099_of_tomorrow.*made by a newer version"):
        open_warehouse(warehouse_url)

    assert state(warehouse_url) == before


def test_a_database_between_two_releases_is_refused_and_stays_as_it_is(warehouse_url: str, tmp_path: Path) -> None:
    copy_to(OPERATIONS, warehouse_url, tmp_path)
    engine = create_engine(warehouse_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE account ADD COLUMN issuer VARCHAR(200) DEFAULT '' NOT NULL")
    engine.dispose()
    before = state(warehouse_url)

    with pytest.raises(SchemaError, match="operations has the schema of no release"):
        open_operations(warehouse_url)

    assert state(warehouse_url) == before


def test_accounts_of_an_earlier_release_belong_to_nobody_of_a_provider_yet(warehouse_url: str, tmp_path: Path) -> None:
    copy_to(OPERATIONS, warehouse_url, tmp_path)

    with open_operations(warehouse_url).reading() as connection:
        bound = set(connection.execute(select(account.c.issuer, account.c.subject)).all())
    assert bound == {("", "")}


def test_rows_in_the_table_that_is_given_up_keep_it(warehouse_url: str, tmp_path: Path) -> None:
    copy_to(WAREHOUSE_1, warehouse_url, tmp_path)
    engine = create_engine(warehouse_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO reading VALUES (1, 2, 3, 4.5, 6)")

    open_warehouse(warehouse_url).dispose()

    with engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT * FROM reading").all() == [(1, 2, 3, 4.5, 6)]
    engine.dispose()


def test_several_processes_open_an_old_database_at_once_and_one_upgrades_it(warehouse_url: str, tmp_path: Path) -> None:
    copy_to(OPERATIONS, warehouse_url, tmp_path)
    started = multiprocessing.get_context("fork")
    several = [started.Process(target=_open_and_close, args=(warehouse_url,)) for _ in range(4)]
    for one in several:
        one.start()
    for one in several:
        one.join(60)

    assert [one.exitcode for one in several] == [0, 0, 0, 0]
    with open_operations(warehouse_url).reading() as connection:
        assert connection.execute(select(version_table("operations"))).all() == [(revisions("operations")[-1],)]


def _open_and_close(url: str) -> None:
    open_operations(url).dispose()


def test_opening_the_newest_takes_three_questions_and_no_alembic(warehouse_url: str, tmp_path: Path) -> None:
    open_operations(warehouse_url).dispose()
    engine = open_unchecked(warehouse_url, "operations")
    asked: list[str] = []
    with engine.begin() as connection:
        capabilities(connection).lock_writers(connection)
        event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
        upgrade_at_start(connection, metadata, "operations")
    engine.dispose()
    assert len(asked) <= 3

    code = (
        "import sys; from data.operations import open_operations as o; "
        f"o('sqlite:///{tmp_path}/own.db').dispose(); o('sqlite:///{tmp_path}/own.db').dispose(); "
        "sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[3]).returncode == 0
