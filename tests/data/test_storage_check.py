"""Damage in a database file is found at a start or by the daily check, kept, and told with what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from data.core.settings import Settings
from data.operations import open_operations
from data.storage.damage_check import DAILY, LARGE, check_at_start, check_fully, full_check_is_due, known_faults
from data.telemetry import open_readings

NOW = 1_751_248_800
PAGE = 4096


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A data folder with an operations database of some pages, and one of readings, checked once."""
    found = Settings.from_environment({"COCKPIT_HOME": str(tmp_path)})
    open_operations(found.operations_url).dispose()
    open_readings(found.readings_url).dispose()
    with closing(sqlite3.connect(tmp_path / "operations.db")) as more:
        more.execute("CREATE TABLE more (word TEXT)")
        more.executemany("INSERT INTO more VALUES (?)", [(f"word-{n:06d}",) for n in range(5000)])
        more.execute("CREATE INDEX more_by_word ON more (word)")
        more.commit()
        more.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert check_at_start(settings=found, now=NOW) == ()
    return found


def zero_pages(path: Path) -> None:
    content = path.read_bytes()
    middle = len(content) // PAGE // 2 * PAGE
    path.write_bytes(content[:middle] + bytes(PAGE) + content[middle + PAGE :])


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a page of zeros": zero_pages,
    "cut in the middle": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "not a database": lambda path: path.write_bytes(b"anything" * 4096),
    "emptied": lambda path: path.write_bytes(b""),
    "removed": lambda path: path.unlink(),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_start_finds_damage_and_names_the_database(settings: Settings, damage: Callable[[Path], object]) -> None:
    damage(settings.home / "operations.db")

    found = check_at_start(settings, NOW + 1)

    assert [fault.store for fault in found] == ["operations"]
    assert "restore" in found[0].sentence
    assert known_faults(settings) == found


def test_of_a_large_database_that_was_closed_in_order_a_start_sees_that_it_was_cut(settings: Settings) -> None:
    path = settings.home / "operations.db"
    with path.open("r+b") as file:
        file.truncate(LARGE + PAGE)  # longer than its first page tells: a copy or a disk may do that
    zero_pages(path)
    assert check_at_start(settings, NOW) == (), "left to the daily check"
    head = bytearray(path.read_bytes()[:100])
    head[28:32] = (LARGE // PAGE + 100).to_bytes(4)
    with path.open("r+b") as file:
        file.write(head)

    assert [fault.store for fault in check_at_start(settings, NOW)] == ["operations"]


def test_a_check_that_runs_out_of_time_calls_nothing_damaged_and_forgets_nothing(settings: Settings) -> None:
    assert check_at_start(settings, NOW, patience=0.0) == ()
    zero_pages(settings.home / "operations.db")
    found = check_at_start(settings, NOW)

    check_at_start(settings, NOW + 5, patience=0.0)

    assert known_faults(settings)[0].store == found[0].store == "operations"


def test_the_daily_check_finds_what_a_quick_one_does_not(settings: Settings) -> None:
    path = settings.home / "operations.db"
    content = path.read_bytes()
    in_index = content.rindex(b"word-002500")
    path.write_bytes(content[:in_index] + b"word-00250!" + content[in_index + 11 :])
    assert full_check_is_due(settings, NOW)
    assert check_at_start(settings, NOW) == ()

    found = check_fully(settings, NOW)

    assert [fault.store for fault in found] == ["operations"]
    assert known_faults(settings) == found
    assert not full_check_is_due(settings, NOW + DAILY - 1)
    assert full_check_is_due(settings, NOW + DAILY)


def test_a_database_that_is_whole_again_is_no_longer_called_damaged(settings: Settings) -> None:
    path = settings.home / "readings.db"
    whole = path.read_bytes()
    path.write_bytes(b"anything" * 4096)
    assert check_at_start(settings, NOW)
    path.write_bytes(whole)

    assert check_at_start(settings, NOW) == ()
    assert known_faults(settings) == ()
