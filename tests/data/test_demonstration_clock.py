"""The demonstration's morning begins at ten; a later start goes on at the last moment that anything recorded."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import insert

from app import create_commands
from data.core.clock import DEMO_START, FixedClock, WallClock, to_epoch
from data.core.settings import Settings
from data.operations.alerts.alert_tables import alert_log
from data.operations.audit.audit_tables import audit
from data.operations.core.metadata import metadata
from data.operations.newest_moment import LOGS
from data.operations.newest_moment import latest as latest_done
from data.telemetry.device_registry import SensorDevice, register
from data.telemetry.landing import DataSource, land
from data.telemetry.newest_moment import latest as latest_seen
from data.telemetry.newest_moment import newest_of
from data.telemetry.reading_contract import ReadingContract
from data.telemetry.reading_ingest import known_devices
from data.telemetry.tables import live
from demo.container import DemoContainer
from demo.simulator_process import ingest_address
from runtime.container import Container

START = to_epoch(DEMO_START)
GAUGE = SensorDevice("G", "水尺", "Gauge", 440607001, ("river_stage",), "water-bureau", 60, basis=4)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_environment({"COCKPIT_HOME": str(tmp_path)})


def started(settings: Settings) -> timedelta:
    """How long after the first morning's ten o'clock the cockpit's clock stands at a start."""
    container = DemoContainer(settings)
    since = container.clock.now() - DEMO_START
    container.dispose()
    return since


def deliver(settings: Settings, at: int, received: int) -> None:
    """One reading of a gauge."""
    readings = DemoContainer(settings).readings
    with readings.writing() as connection:
        register(connection, [GAUGE], received)
        contract = ReadingContract(known_devices(connection, {}), received)
    land(readings, contract, DataSource("gateway"), [{"device": "G", "at": at, "value": 1}])
    readings.dispose()


def test_a_new_demonstration_begins_at_ten(settings: Settings) -> None:
    assert timedelta(0) <= started(settings) < timedelta(seconds=30)


def test_it_goes_on_where_readings_came_in_last(settings: Settings) -> None:
    deliver(settings, START + 4990, received=START + 5000)

    assert timedelta(seconds=5000) <= started(settings) < timedelta(seconds=5030)


def test_a_device_whose_clock_is_ahead_does_not_move_ours(settings: Settings) -> None:
    deliver(settings, START + 5290, received=START + 5000)

    assert started(settings) < timedelta(seconds=5030)


def test_readings_of_the_day_before_do_not_move_the_morning(settings: Settings) -> None:
    deliver(settings, START - 3600, received=START - 3000)

    assert started(settings) < timedelta(seconds=30)


def test_it_goes_on_where_the_watch_looked_last(settings: Settings) -> None:
    readings = DemoContainer(settings).readings
    with readings.writing() as connection:
        connection.execute(insert(live).values(id=1, version=1, looked_at=START + 700, upto=0))
    readings.dispose()

    assert timedelta(seconds=700) <= started(settings) < timedelta(seconds=730)


def test_it_goes_on_after_the_last_thing_that_somebody_did(settings: Settings) -> None:
    operations = DemoContainer(settings).operations
    entry = {"alert": 1, "no": 1, "kind": "acknowledged", "at": START + 90_000, "account": 1, "actor": "account:1"}
    with operations.writing() as connection:
        connection.execute(insert(alert_log).values(**entry, reason="", before="", after=""))
    operations.dispose()

    assert timedelta(seconds=90_000) <= started(settings) < timedelta(seconds=90_030)


def test_every_log_of_the_city_counts_and_none_of_the_doors() -> None:
    names = {table.name for table in metadata.sorted_tables if table.name.endswith(("_log", "_entry"))}

    assert {log.name for log in LOGS} == names
    assert audit.name not in {log.name for log in LOGS}


def test_where_nothing_was_recorded_there_is_no_latest(settings: Settings) -> None:
    container = DemoContainer(settings)
    with container.operations.reading() as connection:
        assert latest_done(connection) is None
    with container.readings.reading() as connection:
        assert latest_seen(connection) is None
        assert newest_of(connection, 4) is None
    container.dispose()


def test_the_newest_reading_of_the_demonstration_is_not_that_of_others(settings: Settings) -> None:
    deliver(settings, START + 60, received=START + 60)
    readings = DemoContainer(settings).readings
    with readings.reading() as connection:
        assert newest_of(connection, 4) == START + 60
        assert newest_of(connection, 3) is None
    readings.dispose()


def test_a_real_city_has_real_time_and_a_given_clock_stands(tmp_path: Path) -> None:
    own = Settings.from_environment({"COCKPIT_HOME": str(tmp_path), "COCKPIT_CITY": "own"})

    assert isinstance(Container(own).clock, WallClock)
    fixed = FixedClock(DEMO_START)
    assert Container(own, fixed).clock is fixed


def test_to_begin_anew_throws_away_what_was_read_and_done_but_never_in_a_real_city(tmp_path: Path) -> None:
    for name in ("warehouse.db", "readings.db", "operations.db", "operations.db-wal", "demonstration.json", "secret"):
        (tmp_path / name).write_text("not a database")
    own = Settings.from_environment({"COCKPIT_HOME": str(tmp_path), "COCKPIT_CITY": "own"})

    refused = CliRunner().invoke(create_commands(own).cli, ["build-demo", "--anew"])
    assert refused.exit_code != 0
    assert "own" in refused.output
    assert (tmp_path / "operations.db").read_text() == "not a database"

    demo = Settings.from_environment({"COCKPIT_HOME": str(tmp_path)})
    begun = CliRunner().invoke(create_commands(demo).cli, ["build-demo", "--anew", "--scale", "0.001"])
    assert begun.exit_code == 0, begun.output
    assert (tmp_path / "operations.db").read_bytes()[:15] == b"SQLite format 3"
    assert (tmp_path / "secret").read_text() == "not a database"
    assert started(demo) < timedelta(minutes=10)


@pytest.mark.parametrize(
    ("host", "address"), [("127.0.0.1", "http://127.0.0.1:8050/x"), ("::1", "http://[::1]:8050/x")]
)
def test_the_feeder_knows_the_address_of_the_door(host: str, address: str) -> None:
    assert ingest_address(host, 8050, "/x") == address
