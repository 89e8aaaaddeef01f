"""A loader killed at any statement (see `kills`) leaves the last state whole, and loading again works."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, select

from data.core.clock import FixedClock
from data.ingest.load_measures import load_file
from data.snapshots.refresh import refresh
from data.warehouse.connection import open_warehouse
from data.warehouse.tables import metadata
from indicators.catalogue.catalogue import Catalogue
from tests.campaign import campaign, kills

pytestmark = campaign
CLOCK = FixedClock(datetime(2025, 6, 30, 2, 0, tzinfo=UTC))
Work = Callable[[Engine], object]


def contents(engine: Engine) -> dict[str, list[Any]]:
    """Every row of every table, in key order."""
    with engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in metadata.sorted_tables
        }


def run_until_statement(url: str, work: Work, last: int) -> int | None:
    """Do the work in a process of its own that kills itself at that statement; its exit code."""
    process = multiprocessing.get_context("fork").Process(target=_work_and_die, args=(url, work, last))
    process.start()
    process.join(60)
    return process.exitcode


def _work_and_die(url: str, work: Work, last: int) -> None:
    engine = open_warehouse(url)
    done = 0

    def die_in_time(*_: object) -> None:
        nonlocal done
        done += 1
        if done == last:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(engine, "before_cursor_execute", die_in_time)
    event.listen(engine, "commit", die_in_time)
    work(engine)


def survive_every_kill(url: str, engine: Engine, work: Work) -> int:
    """Kill at one statement after another until the work comes through; the state must never be half."""
    before = contents(engine)
    for last in kills(400):
        exit_code = run_until_statement(url, work, last)
        if exit_code == 0:
            return last
        assert exit_code == -signal.SIGKILL
        assert contents(engine) == before, f"killed at statement {last}"
    pytest.fail("the work never came through")


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(["measure,region,period,value", *lines]), encoding="utf-8")
    return path


def test_a_load_killed_at_any_statement_leaves_the_old_state_and_can_be_repeated(
    warehouse_url: str, warehouse: Engine, catalogue: Catalogue, tmp_path: Path
) -> None:
    old = write(tmp_path / "old.csv", "gdp,440600,2023,13276.14")
    new = write(tmp_path / "new.csv", "gdp,440600,2023,13200", "gdp,440600,2024,13361.9", "gdp,440600,bad,1")
    load_file(warehouse, catalogue, old, CLOCK)
    before = contents(warehouse)
    statements = survive_every_kill(warehouse_url, warehouse, lambda engine: load_file(engine, catalogue, new, CLOCK))
    after = contents(warehouse)
    assert statements > 8
    assert len(after["fact"]) == len(before["fact"]) + 2
    assert [row[2] for row in after["quarantine"]] == ["bad_period"]


def test_a_refresh_killed_at_any_statement_leaves_the_old_snapshot(
    sqlite_url: str, sqlite_warehouse: Engine, catalogue: Catalogue, tmp_path: Path
) -> None:
    load_file(sqlite_warehouse, catalogue, write(tmp_path / "old.csv", "items_handled,440604011,2025-04,9"), CLOCK)
    refresh(sqlite_warehouse, catalogue, CLOCK)
    load_file(sqlite_warehouse, catalogue, write(tmp_path / "new.csv", "items_online,440604011,2025-04,8"), CLOCK)
    survive_every_kill(sqlite_url, sqlite_warehouse, lambda engine: refresh(engine, catalogue, CLOCK))
    assert [row[0] for row in contents(sqlite_warehouse)["snapshot"]] == [1, 2]
