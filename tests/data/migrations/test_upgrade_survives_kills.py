"""A process killed at a statement (see `kills`) of an upgrade leaves the old database; the next one upgrades it."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, event

from data.migrations.start_upgrade import upgrade_at_start
from data.storage.engines import capabilities, open_unchecked
from data.storage.schema_administration import step_schema_back
from tests.campaign import campaign, kills
from tests.data.migrations.released import METADATA, RELEASED, Released, copy_to, rows_of
from tests.data.migrations.schema_of import schema_of

pytestmark = campaign


def state(url: str) -> tuple[object, object]:
    """Everything that a database holds."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = schema_of(connection), rows_of(connection)
    engine.dispose()
    return found


def killed_at(last: int, work: Callable[[], object]) -> int | None:
    """Do the work in a process of its own that kills itself at that statement; its exit code."""

    def work_and_die() -> None:
        done = 0

        def die_in_time(*_: object) -> None:
            nonlocal done
            done += 1
            if done == last:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(Engine, "before_cursor_execute", die_in_time)
        event.listen(Engine, "commit", die_in_time)
        work()

    process = multiprocessing.get_context("fork").Process(target=work_and_die)
    process.start()
    process.join(60)
    return process.exitcode


def survive_every_kill(url: str, work: Callable[[], object]) -> int:
    """Kill at one statement after another until the work comes through; the state must never be half."""
    before = state(url)
    for last in kills(200):
        exit_code = killed_at(last, work)
        if exit_code == 0:
            return last
        assert exit_code == -signal.SIGKILL
        assert state(url) == before, f"killed at statement {last}"
    pytest.fail("the work never came through")


def upgraded(url: str, released: Released) -> None:
    """The upgrade as opening does it."""
    engine = open_unchecked(url, released.store)
    with engine.begin() as connection:
        capabilities(connection).lock_writers(connection)
        upgrade_at_start(connection, METADATA[released.store], released.store)


@pytest.mark.parametrize("released", [RELEASED[0], RELEASED[2]], ids=lambda one: one.name)
def test_an_upgrade_and_a_step_back_happen_whole_or_not_at_all(
    released: Released, warehouse_url: str, tmp_path: Path
) -> None:
    copy_to(released, warehouse_url, tmp_path)

    statements = survive_every_kill(warehouse_url, lambda: upgraded(warehouse_url, released))
    assert statements > 10
    statements = survive_every_kill(warehouse_url, lambda: step_schema_back(warehouse_url, released.store))
    assert statements > 5
