"""The commands for schemas, as typed, and a start that refuses a schema it does not know."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine

from data.core.settings import Settings
from data.migrations.versions import STORES, note_revision, revisions
from data.operations import open_operations
from data.storage.home_lock import take_home
from runtime.commands.database import register_database_commands
from tests.data.migrations.released import RELEASED, copy_to

ROOT = Path(__file__).parents[2]
Type = Callable[..., tuple[int, str]]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A data folder as release 0.2.0 left it."""
    for one in RELEASED[1:]:
        copy_to(one, f"sqlite:///{tmp_path / one.store}.db", tmp_path)
    return tmp_path


@pytest.fixture
def type_command(home: Path) -> Type:
    """Types a command; returns its exit code and what it says."""
    server = Flask("cockpit")
    register_database_commands(server, lambda: Settings.from_environment({"COCKPIT_HOME": str(home)}))

    def run(*words: str) -> tuple[int, str]:
        result = server.test_cli_runner().invoke(args=["database", *words])
        return result.exit_code, result.output

    return run


def made_tomorrow(home: Path) -> None:
    """Let the operations database be of a version to come."""
    url = f"sqlite:///{home / 'operations.db'}"
    open_operations(url).dispose()
    engine = create_engine(url)
    with engine.begin() as connection:
        note_revision(connection, "operations", "v0099_of_tomorrow")
    engine.dispose()


def test_current_tells_each_schema_and_changes_nothing(type_command: Type) -> None:
    for _ in range(2):
        code, said = type_command("current")
        assert code == 0
        assert [line.split(" (")[0] for line in said.splitlines()] == [
            "warehouse: v0002_release_0_2_0",
            "operations: v0001_release_0_2_0",
            "readings: v0001_release_0_2_0",
        ]
        assert f"operations: v0001_release_0_2_0 (the next start upgrades it to {revisions('operations')[-1]}" in said


def test_upgrade_brings_all_to_the_newest_and_says_from_where(type_command: Type) -> None:
    code, said = type_command("upgrade")
    assert code == 0
    assert "flask --app app backup DIR" in said
    assert f"warehouse: {revisions('warehouse')[-1]} (upgraded from v0002_release_0_2_0)" in said
    for store in STORES:
        assert f"{store}: {revisions(store)[-1]} (the newest)" in type_command("current")[1]


def test_downgrade_says_what_is_lost_and_asks_before_it_steps_back(type_command: Type, home: Path) -> None:
    type_command("upgrade")
    engine = create_engine(f"sqlite:///{home / 'operations.db'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE account SET issuer = 'https://id.example', subject = 's' WHERE id = 1")
    engine.dispose()
    for _ in revisions("operations")[2:]:
        type_command("downgrade", "operations", "--yes")

    code, said = type_command("downgrade", "operations")
    assert code == 1  # nobody said yes
    assert "  account.subject: 1 rows" in said
    assert "  heartbeat: 0 rows" in said
    assert "operations: v0002" in type_command("current")[1]

    code, said = type_command("downgrade", "operations", "--yes")
    assert code == 0
    assert "operations: v0001_release_0_2_0" in type_command("current")[1]


def test_there_is_no_step_back_from_the_oldest(type_command: Type) -> None:
    code, said = type_command("downgrade", "readings", "--yes")
    assert code == 1
    assert "there is no step back" in said


def test_nothing_is_changed_beside_a_running_cockpit(type_command: Type, home: Path) -> None:
    lock = take_home(home)
    for words in (("upgrade",), ("downgrade", "operations", "--yes")):
        code, said = type_command(*words)
        assert code == 1
        assert "Stop it first" in said
    lock.let_go()
    assert "operations: v0001_release_0_2_0" in type_command("current")[1]


def test_a_database_that_is_not_there_yet_is_not_made(type_command: Type, home: Path) -> None:
    (home / "readings.db").unlink()
    code, said = type_command("current")
    assert code == 1
    assert "readings is not there yet" in said
    assert not (home / "readings.db").exists()


@pytest.mark.parametrize("words", [["app.py"], ["-m", "flask", "--app", "app", "account", "list"]])
def test_start_and_commands_refuse_a_database_of_a_newer_version_with_a_sentence(home: Path, words: list[str]) -> None:
    made_tomorrow(home)
    environment = {**os.environ, "COCKPIT_HOME": str(home), "PORT": "0"}

    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False
    )

    assert done.returncode == 1
    assert "the database operations has the schema v0099_of_tomorrow, which this version does not know" in done.stderr
    assert "Traceback" not in done.stderr
