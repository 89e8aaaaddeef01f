"""A small register with the shipped signs, a clock that the test sets, and ways to post and to watch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from data.core.scope import Scope
from data.pipeline.deliver import DeliveryReport
from data.telemetry import Readings, open_readings
from data.telemetry.current_state import CurrentStateRepository
from data.telemetry.device_registry import SensorDevice, register
from data.telemetry.landing import DataSource, land
from data.telemetry.reading_contract import ReadingContract
from data.telemetry.reading_ingest import known_devices
from data.telemetry.state_types import PointState, SignState
from indicators.catalogue.catalogue import CATALOGUE, Catalogue, load_catalogue
from monitoring.monitor import EvaluationListener, Monitor, NoListener

START = datetime(2025, 6, 30, 2, 0, tzinfo=UTC)  # ten o'clock in Foshan
NOW = int(START.timestamp())
SHIWAN, GUICHENG, CHANCHENG, NANHAI, CITY = 440604010, 440605011, 440604, 440605, 440600
ALL = Scope.everything()
DEVICES = (
    SensorDevice("P-1", "石湾下穿通道", "Shiwan underpass", SHIWAN, ("ponding_depth",), "water-bureau", 60),
    SensorDevice("P-2", "张槎下穿通道", "Zhangcha underpass", 440604011, ("ponding_depth",), "water-bureau", 60),
    SensorDevice("P-3", "桂城下穿通道", "Guicheng underpass", GUICHENG, ("ponding_depth",), "water-bureau", 60),
    SensorDevice(
        "G-1", "祖庙阀门井", "Zumiao valve well", 440604012, ("gas_concentration",), "housing-construction-bureau", 60
    ),
)


@dataclass
class SetClock:
    """A clock that stands where the test puts it."""

    moment: datetime = START

    def now(self) -> datetime:
        return self.moment

    def at(self, seconds: float) -> None:
        """So many seconds after ten o'clock."""
        self.moment = START + timedelta(seconds=seconds)


@dataclass
class Bench:
    """The test's table: post readings, let the watch turn, look at the picture."""

    readings: Readings
    catalogue: Catalogue
    clock: SetClock = field(default_factory=SetClock)
    listener: EvaluationListener = field(default_factory=NoListener)

    def __post_init__(self) -> None:
        self.watch = self.open()

    def open(self) -> Monitor:
        """A watch opened anew, as after a kill."""
        self.watch = Monitor(self.readings, self.catalogue, self.clock, self.listener)
        return self.watch

    def post(self, *rows: tuple[str, float, float], feed: str = "gateway", every: int = 7200) -> DeliveryReport:
        """Land (device, seconds after ten, value), received at the clock's moment."""
        with self.readings.reading() as connection:
            contract = ReadingContract(known_devices(connection, {}), int(self.clock.now().timestamp()))
        given = [{"device": device, "at": NOW + int(at), "value": value} for device, at, value in rows]
        receipt = land(self.readings, contract, DataSource(feed, every), given)
        assert not receipt.refused, receipt.refused
        return receipt

    def turn(self, seconds: float | None = None) -> None:
        """Let the watch look, at a moment if one is given."""
        if seconds is not None:
            self.clock.at(seconds)
        while self.watch.turn():
            pass

    @property
    def reader(self) -> CurrentStateRepository:
        return CurrentStateRepository(self.readings, self.clock)

    def sign(self, name: str, region: int) -> SignState:
        """A sign in a region now."""
        return self.reader.sign(ALL, name, [region])[region]

    def point(self, name: str, device: str) -> PointState:
        """A sign at a device now."""
        numbers = {one.device.id: one.no for one in self.reader.devices(ALL)}
        return next(one for one in self.reader.points(ALL, name) if one.device == numbers[device])


@pytest.fixture(scope="session")
def shipped() -> Catalogue:
    """The shipped definitions with all signs."""
    return load_catalogue(CATALOGUE)


def a_register(url: str) -> Readings:
    """A database with the devices of these tests."""
    opened = open_readings(url)
    with opened.writing() as connection:
        register(connection, DEVICES, NOW)
    return opened


@pytest.fixture
def bench(warehouse_url: str, shipped: Catalogue) -> Iterator[Bench]:
    """The table, once on each engine family."""
    opened = a_register(warehouse_url)
    yield Bench(opened, shipped)
    opened.dispose()


@pytest.fixture
def sqlite_bench(sqlite_url: str, shipped: Catalogue) -> Iterator[Bench]:
    """The table on SQLite alone, for what does not differ."""
    opened = a_register(sqlite_url)
    yield Bench(opened, shipped)
    opened.dispose()


@pytest.fixture
def new_bench(shipped: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Bench]]:
    """As many tables as a test needs, on SQLite."""
    opened: list[Readings] = []

    def make() -> Bench:
        opened.append(a_register(f"sqlite:///{tmp_path_factory.mktemp('watch') / 'readings.db'}"))
        return Bench(opened[-1], shipped)

    yield make
    for one in opened:
        one.dispose()
