"""What the cockpit knows of itself: heartbeats on each engine, databases that cannot be written, room on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, event

from data.core.settings import Settings
from data.operations import Operations
from data.operations.processes.heartbeats import Heartbeat, Heartbeats, condition
from data.status.queue_lengths import queue_lengths
from data.status.service_status import LEAST_FREE, StatusReader
from data.status.storage_probe import probe
from data.telemetry import open_readings

NOW = 1_800_000_000
BEAT = Heartbeat("monitor", 7, NOW - 100, NOW, 30, "running")


def test_a_heartbeat_is_kept_for_each_server_and_replaced(operations: Operations, warehouse_url: str) -> None:
    ours, theirs = Heartbeats(warehouse_url, "ours"), Heartbeats(warehouse_url, "theirs")

    assert ours.write(BEAT)
    assert theirs.write(Heartbeat("monitor", 8, NOW, NOW, 30, "standby"))
    assert ours.write(Heartbeat("monitor", 9, NOW, NOW + 5, 30, "running", "", 1))

    assert {name: (beat.pid, beat.restarts) for name, beat in ours.read().items()} == {"monitor": (9, 1)}
    ours.forget(NOW + 10)
    assert (ours.read(), theirs.read()["monitor"].pid) == ({}, 8)


def test_a_process_is_late_when_it_has_not_beaten_within_its_promise() -> None:
    assert condition(BEAT, NOW + 30) == "running"
    assert condition(BEAT, NOW + 31) == "late"
    assert condition(None, NOW) == "unknown"
    assert condition(Heartbeat("web", 7, NOW, NOW, 0, "running"), NOW + 9999) == "running", "it made no promise"


def test_a_database_that_is_not_there_fails_no_heartbeat_and_is_told(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    settings = Settings.from_environment({"COCKPIT_HOME": str(home)})

    assert not Heartbeats(settings.operations_url, "x").write(BEAT)
    status = StatusReader(settings, ["monitor"], lambda: NOW, lambda _: LEAST_FREE - 1).read()

    assert status.faults == (
        "process:monitor:unknown",
        "storage:warehouse:missing",
        "storage:operations:missing",
        "storage:readings:missing",
        "disk:full",
    )
    assert not list(home.iterdir()), "looking makes no file"


def test_a_database_that_can_be_written_is_ok(operations: Operations, warehouse_url: str) -> None:
    assert probe(warehouse_url) == "ok"


def test_a_long_writer_is_no_fault(sqlite_url: str) -> None:
    engine = create_engine(sqlite_url)
    event.listen(engine, "connect", lambda connection, _: setattr(connection, "isolation_level", None))
    with engine.connect() as writer:
        writer.exec_driver_sql("CREATE TABLE x (y int)")
        writer.exec_driver_sql("BEGIN IMMEDIATE")

        assert probe(sqlite_url) == "busy"


@pytest.mark.parametrize(("page", "kind"), [(b"no database" * 500, "damaged"), (None, "unreachable")])
def test_what_is_wrong_with_a_database_has_a_name(page: bytes | None, kind: str, tmp_path: Path) -> None:
    file = tmp_path / "x.db"
    if page is not None:
        file.write_bytes(page)
    url = f"sqlite:///{file}" if page is not None else "postgresql://nobody@127.0.0.1:1/none"

    assert probe(url) == kind


def test_queues_are_counted_where_their_database_answers(operations: Operations, tmp_path: Path) -> None:
    readings = open_readings(f"sqlite:///{tmp_path / 'readings.db'}")

    assert queue_lengths(operations, readings) == {"notices_waiting": 0, "notices_given_up": 0, "deliveries_unseen": 0}
    readings.dispose()
    (tmp_path / "readings.db").write_bytes(b"no database" * 500)
    assert set(queue_lengths(operations, readings)) == {"notices_waiting", "notices_given_up"}
