"""A register of three devices in two districts, on each engine family, and a contract at a moment."""

from collections.abc import Callable, Iterator

import pytest

from data.telemetry import Readings, open_readings
from data.telemetry.device_registry import SensorDevice, register
from data.telemetry.reading_contract import KnownDevices, ReadingContract, ReadingLimits
from data.telemetry.reading_ingest import known_devices as of_register

NOW = 1_751_248_800  # 2025-06-30 10:00 in Foshan
TOWN, OTHER = 440604010, 440605011
DEVICES = (
    SensorDevice("FS-P-1", "石湾泵站水位", "Shiwan pump", TOWN, ("depth",), "water-bureau", 60),
    SensorDevice("FS-A-1", "桂城空气站", "Guicheng air", OTHER, ("pm25", "o3"), "ecology-bureau", 3600),
    SensorDevice("FS-P-2", "桂城泵站水位", "Guicheng pump", OTHER, ("depth",), "water-bureau", 60),
)
LIMITS = {"depth": ReadingLimits(0, 500, ("厘米", "cm")), "pm25": ReadingLimits(0, 2000), "o3": ReadingLimits(0, 2000)}
Post = Callable[..., dict[str, object]]


@pytest.fixture
def readings(warehouse_url: str) -> Iterator[Readings]:
    """The database with the three devices."""
    opened = open_readings(warehouse_url)
    with opened.writing() as connection:
        register(connection, DEVICES, NOW)
    yield opened
    opened.dispose()


def known(readings: Readings) -> KnownDevices:
    """What the door knows of the devices there are."""
    with readings.reading() as connection:
        return of_register(connection, LIMITS)


@pytest.fixture
def contract(readings: Readings) -> ReadingContract:
    """The contract at ten o'clock, for all regions."""
    return ReadingContract(known(readings), NOW)
