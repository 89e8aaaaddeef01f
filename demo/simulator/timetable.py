"""When which channel is read: at moments of its own, denser while an incident touches its device or it rains on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from demo.fleet.device_models import PondingModel
from demo.fleet.noise import Ints
from demo.scenarios.schedule import touched
from demo.simulator.city import SimulatedCity

WET = 0.5  # mm an hour from which on it rains


@dataclass(frozen=True)
class DueReadings:
    """Readings to be made, in the order of time: `channels`, `at` and `span` (seconds that each covers), int64[N]."""

    channels: Ints
    at: Ints
    span: Ints

    def __len__(self) -> int:
        return len(self.at)


@dataclass(frozen=True)
class DeviceMoments:
    """Moments of devices: `devices` and `at` int64[N], in no order."""

    devices: Ints
    at: Ints

    def where(self, keep: NDArray[np.bool_]) -> DeviceMoments:
        """Those for which `keep` bool[N] holds."""
        return DeviceMoments(self.devices[keep], self.at[keep])


class Timetable(Protocol):
    """Says what is due."""

    def between(self, after: int, until: int) -> DueReadings:
        """What is due after a moment up to another (epoch seconds)."""
        ...


@dataclass(frozen=True, eq=False)
class DeviceTimetable:
    """The timetable of life: every device at its own times."""

    city: SimulatedCity

    def between(self, after: int, until: int) -> DueReadings:
        return self.due(self.moments(after, until))

    def moments(self, after: int, until: int, devices: Ints | None = None) -> DeviceMoments:
        """The moments at which devices (default: all that deliver) are read."""
        devices = np.flatnonzero(~self.city.fleet.silent) if devices is None else devices
        step, phase = self.densest[devices], self.phase[devices]
        first, last = (after - phase) // step + 1, (until - phase) // step
        count = np.maximum(last - first + 1, 0)
        row = np.repeat(np.arange(len(devices)), count)
        nth = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
        found = DeviceMoments(devices[row], phase[row] + (first[row] + nth) * step[row])
        return found.where(self._read(found))

    def due(self, moments: DeviceMoments) -> DueReadings:
        """The channels of the devices at their moments, in the order of time; those of a device stay together."""
        order = np.lexsort((moments.devices, moments.at))
        devices, at = moments.devices[order], moments.at[order]
        begins, count = self._first[devices], self._count[devices]
        row = np.repeat(np.arange(len(devices)), count)
        nth = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
        return DueReadings(self._channels[begins[row] + nth], at[row], self.every[devices][row])

    def touched(self, moments: DeviceMoments) -> NDArray[np.bool_]:
        """Which moments fall into an incident of their device, bool[N]."""
        if not len(moments.at):
            return np.zeros(0, np.bool_)
        incidents = self.city.plan.between(int(moments.at.min()), int(moments.at.max()))
        return touched(incidents, moments.devices, moments.at)

    def _read(self, found: DeviceMoments) -> NDArray[np.bool_]:
        """Whether it is a moment of the device's own, or one of those between them that count now."""
        own = (found.at - self.phase[found.devices]) % self.every[found.devices] == 0
        between = np.flatnonzero(~own)
        if len(between):
            dense = found.where(~own)
            own[between] = self.touched(dense) | self._rained_on(dense)
        return np.asarray(own)

    def _rained_on(self, moments: DeviceMoments) -> NDArray[np.bool_]:
        wet = self._minds_rain[moments.devices]
        there = moments.where(wet)
        fleet = self.city.fleet
        wet[wet] = self.city.weather.rain(there.at, fleet.x[there.devices], fleet.y[there.devices]) >= WET
        return np.asarray(wet)

    @cached_property
    def every(self) -> Ints:
        """int64[D]: seconds between two readings of a device."""
        return np.array([spot.device.every for spot in self.city.fleet.spots])

    @cached_property
    def densest(self) -> Ints:
        """int64[D]: the least that it can be."""
        return np.array([self.city.fleet.kinds[spot.kind].densest for spot in self.city.fleet.spots])

    @cached_property
    def phase(self) -> Ints:
        """int64[D]: seconds by which a device's times lie after the full ones."""
        sharp = np.array([self.city.fleet.kinds[spot.kind].on_the_hour for spot in self.city.fleet.spots])
        return np.where(sharp, 0, (self.city.fleet.keys % self.every.astype(np.uint64)).astype(np.int64))

    @cached_property
    def _minds_rain(self) -> NDArray[np.bool_]:
        kinds = self.city.fleet.kinds
        minds = {
            name for name, one in kinds.items() if any(isinstance(b, PondingModel) for b in one.quantities.values())
        }
        return np.array([spot.kind in minds for spot in self.city.fleet.spots])

    @cached_property
    def _channels(self) -> Ints:
        """All channels, those of a device together."""
        return np.argsort(self.city.fleet.channel_device, kind="stable")

    @cached_property
    def _count(self) -> Ints:
        return np.bincount(self.city.fleet.channel_device)

    @cached_property
    def _first(self) -> Ints:
        return np.asarray(np.cumsum(self._count) - self._count)


@dataclass(frozen=True, eq=False)
class EvenTimetable:
    """The timetable of a measurement: every second `rate` readings, the channels one after another in a round.

    ValueError for more than there are channels: a channel has one reading a second.
    """

    city: SimulatedCity
    rate: int

    def __post_init__(self) -> None:
        if not 0 < self.rate <= len(self._round):
            raise ValueError(f"between 1 and {len(self._round)} readings a second, not {self.rate}")

    def between(self, after: int, until: int) -> DueReadings:
        turn = np.arange((after + 1) * self.rate, (until + 1) * self.rate)
        rounds = len(self._round)
        at = turn // self.rate
        return DueReadings(self._round[turn % rounds], at, at - (turn - rounds) // self.rate)

    @cached_property
    def _round(self) -> Ints:
        fleet = self.city.fleet
        return np.flatnonzero(~fleet.silent[fleet.channel_device])


def rows_of(city: SimulatedCity, due: DueReadings) -> list[dict[str, object]]:
    """What is due, as the door takes it: device, quantity, time and value of each reading."""
    fleet = city.fleet
    values = city.values(due.channels, due.at, due.span).tolist()
    channels = zip(fleet.channel_device[due.channels].tolist(), fleet.channel_block[due.channels].tolist(), strict=True)
    return [
        {"device": fleet.spots[device].device.id, "quantity": fleet.blocks[block].quantity, "at": at, "value": value}
        for (device, block), at, value in zip(channels, due.at.tolist(), values, strict=True)
    ]


def batches(rows: list[dict[str, object]], most: int) -> Iterator[list[dict[str, object]]]:
    """Rows in batches of about equal size, none larger than `most`."""
    number = -(-len(rows) // most)
    for n in range(number):
        yield rows[n * len(rows) // number : (n + 1) * len(rows) // number]
