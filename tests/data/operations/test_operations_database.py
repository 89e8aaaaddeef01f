"""The operations database: pulses grow, writers stand in line, an exception takes everything back."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data.operations import Operations, open_operations
from data.operations.core.change_counters import bump, change_counts


def test_nothing_has_changed_in_an_empty_database(operations: Operations) -> None:
    assert operations.pulses() == {}


def test_every_beat_is_counted_by_name(operations: Operations) -> None:
    with operations.writing() as connection:
        bump(connection, "tasks")
        bump(connection, "tasks")
        bump(connection, "alerts")

    assert operations.pulses() == {"tasks": 2, "alerts": 1}


def test_an_exception_takes_everything_back(operations: Operations) -> None:
    def write_and_fail() -> None:
        with operations.writing() as connection:
            bump(connection, "tasks")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()

    assert operations.pulses() == {}


def test_no_change_is_lost_when_many_write_at_once(operations: Operations) -> None:
    def work(_: int) -> None:
        for _turn in range(25):
            with operations.writing() as connection:
                before = change_counts(connection).get("tasks", 0)
                bump(connection, "tasks")
                assert change_counts(connection)["tasks"] == before + 1

    with ThreadPoolExecutor(4) as people:
        list(people.map(work, range(4)))

    assert operations.pulses() == {"tasks": 100}


def test_a_reader_sees_one_moment_while_somebody_writes(operations: Operations) -> None:
    with operations.reading() as reader:
        assert change_counts(reader) == {}
        with operations.writing() as connection:
            bump(connection, "tasks")
            assert operations.pulses() == {}

    assert operations.pulses() == {"tasks": 1}


def test_opening_again_keeps_what_is_there(warehouse_url: str) -> None:
    first = open_operations(warehouse_url)
    with first.writing() as connection:
        bump(connection, "tasks")
    first.dispose()

    again = open_operations(warehouse_url)

    assert again.pulses() == {"tasks": 1}
    again.dispose()


def test_a_commit_of_what_people_do_waits_for_the_disk(tmp_path: Path) -> None:
    operations = open_operations(f"sqlite:///{tmp_path / 'operations.db'}")

    with operations.writing() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2, "FULL"
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    operations.dispose()
