"""The living city, made once, and ways to ask it for readings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from demo.city import SEED
from demo.simulator import SimulatedCity, build_city
from demo.simulator.timetable import DeviceTimetable
from indicators.catalogue.catalogue import Catalogue

MONDAY = 1_751_212_800  # 2025-06-30 0:00 in Foshan
MINUTE, HOUR, DAY = 60, 3600, 86_400


def at(day: int, time: str) -> int:
    """The epoch second of a time of a day; day 0 is the demonstration's first."""
    hours, minutes = map(int, time.split(":"))
    return MONDAY + day * DAY + hours * HOUR + minutes * MINUTE


@dataclass(frozen=True)
class Asked:
    """Asks a city for readings by name."""

    city: SimulatedCity

    def block(self, kind: str, quantity: str, moments: list[int]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        """float64[D, T]: what the devices of a kind read at moments."""
        block = self.city.fleet.by_quantity[kind, quantity]
        channels = np.repeat(np.arange(block.first, block.first + len(block)), len(moments))
        every = self.city.fleet.spots[int(block.devices[0])].device.every
        found = self.city.values(channels, np.tile(moments, len(block)), np.full(len(channels), every))
        return found.reshape(len(block), len(moments))

    def device(self, name: str, quantity: str, moment: int) -> float:
        """What a device reads at a moment."""
        place = next(n for n, spot in enumerate(self.city.fleet.spots) if spot.device.id == name)
        block = self.city.fleet.by_quantity[self.city.fleet.spots[place].kind, quantity]
        row = int(np.flatnonzero(block.devices == place)[0])
        return float(self.block(block.kind, quantity, [moment])[row, 0])


@pytest.fixture(scope="session")
def city(catalogue: Catalogue) -> SimulatedCity:
    """The demonstration as it is shipped."""
    return build_city(catalogue, SEED)


@pytest.fixture(scope="session")
def own_times(city: SimulatedCity) -> DeviceTimetable:
    """Its timetable."""
    return DeviceTimetable(city)


@pytest.fixture(scope="session")
def asked(city: SimulatedCity) -> Asked:
    """Readings of it."""
    return Asked(city)


@pytest.fixture(scope="session")
def make_city(catalogue: Catalogue) -> Callable[[int], SimulatedCity]:
    """Another one from any seed."""
    return lambda seed: build_city(catalogue, seed)
