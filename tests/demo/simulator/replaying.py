"""Replays of the city through the watch: which level held where, and since when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import numpy as np

from data.core.clock import from_epoch
from data.core.scope import Scope
from data.telemetry import open_readings
from data.telemetry.baselines import baseline_quantities
from data.telemetry.device_registry import devices, register
from data.telemetry.landing import DataSource, land
from data.telemetry.reading_contract import ReadingContract
from data.telemetry.reading_ingest import known_devices, limits_of
from demo.fleet.noise import Ints
from demo.scenarios.incidents import SimulatedIncident
from demo.simulator import SimulatedCity
from demo.simulator.baselines import simulated_baselines
from demo.simulator.timetable import DeviceTimetable, rows_of
from indicators.catalogue.catalogue import Catalogue
from indicators.vitals import History, Sample, SamplingPlace, Sign, advance, value_at
from monitoring.monitor import EvaluationResult, Monitor

NORMAL, BLUE, YELLOW, ORANGE, RED = 0, 2, 3, 4, 5


@dataclass
class Story:
    """What happened: the moments at which levels began, by (sign, device id) and by (sign, region)."""

    names: dict[int, str]
    places: dict[tuple[str, str], list[tuple[int, int]]] = field(default_factory=dict)
    regions: dict[tuple[str, int], list[tuple[int, int]]] = field(default_factory=dict)

    def see(self, picture: EvaluationResult) -> None:
        """Listen to the watch."""
        for one in picture.touched:
            if one.signal is not None:
                key = one.point.sign.id, self.names[one.point.device.no]
                _note(self.places.setdefault(key, []), int(one.signal.since), int(one.signal.level))
        for sign in picture.signs:
            if sign.level is not None:
                _note(self.regions.setdefault((sign.sign, sign.region), []), picture.at, sign.level)

    def began(self, sign: str, device: str, level: int) -> int:
        """When a level began at a device for the first time."""
        return next(since for since, reached in self.places[sign, device] if reached == level)

    def levels(self, sign: str, device: str, begins: int, ends: int) -> list[int]:
        """The levels that began at a device between two moments, in order."""
        return [level for since, level in self.places[sign, device] if begins <= since <= ends]

    def worst(self, sign: str, region: int, begins: int, ends: int) -> int:
        """The worst level of a region between two moments."""
        told = self.regions[sign, region]
        held = [level for since, level in told if since <= begins][-1:]
        return max([*held, *(level for since, level in told if begins < since <= ends)])


def _note(told: list[tuple[int, int]], since: int, level: int) -> None:
    if not told or told[-1][1] != level:
        told.append((since, level))


@dataclass
class MovingClock:
    """A clock that the replay sets."""

    second: int

    def now(self) -> datetime:
        return from_epoch(self.second)


def replay(
    city: SimulatedCity, catalogue: Catalogue, folder: Path, places: Ints, begins: int, ends: int, step: int = 60
) -> Story:
    """Let some devices (by their places) deliver between two moments, and the watch look every `step` seconds."""
    readings = open_readings(f"sqlite:///{folder / 'readings.db'}")
    clock = MovingClock(begins)
    with readings.writing() as connection:
        register(connection, [city.fleet.spots[n].device for n in sorted(places.tolist())], begins)
        found = devices(Scope.everything(), connection)
        register_known = known_devices(connection, limits_of(catalogue.vitals.quantities))
    numbers = {one.device.id: one.no for one in found}
    told = simulated_baselines(city, baseline_quantities(catalogue.vitals), begins)
    expected = {(numbers[name], what): hours for (name, what), hours in told.items() if name in numbers}
    story = Story({one.no: one.device.id for one in found})
    watch = Monitor(readings, catalogue, clock, story, expected)
    times = DeviceTimetable(city)
    for second in range(begins + step, ends + 1, step):
        clock.second = second
        rows = rows_of(city, times.due(times.moments(second - step, second, places)))
        receipt = land(readings, ReadingContract(register_known, second), DataSource("replay", 3600), rows)
        assert not receipt.refused
        watch.turn()
    readings.dispose()
    return story


def of_kinds(city: SimulatedCity, kinds: Iterable[str], district: int | None = None) -> Ints:
    """The places of devices of kinds, perhaps of one district only."""
    places: Ints = np.concatenate([city.fleet.by_kind[kind] for kind in kinds])
    places = places[~city.fleet.silent[places]]
    codes = city.fleet.regions[places]
    return places if district is None else places[(codes == district) | (codes // 1000 == district)]


def followed(
    city: SimulatedCity, catalogue: Catalogue, incident: SimulatedIncident, begins: int, ends: int
) -> dict[tuple[str, str], list[int]]:
    """The levels of what an incident touches between two moments, in memory: by sign, and device or region."""
    vitals, fleet, times = catalogue.vitals, city.fleet, DeviceTimetable(city)
    due = times.due(times.moments(begins, ends, incident.devices))
    samples: dict[int, dict[str, list[Sample]]] = {}
    for channel, at, value in zip(
        due.channels.tolist(), due.at.tolist(), city.values(due.channels, due.at, due.span).tolist(), strict=True
    ):
        quantity = fleet.blocks[fleet.channel_block[channel]].quantity
        samples.setdefault(int(fleet.channel_device[channel]), {}).setdefault(quantity, []).append(Sample(at, value))
    told = simulated_baselines(city, baseline_quantities(vitals), begins)
    found: dict[tuple[str, str], list[int]] = {}
    for place, history in samples.items():
        device = fleet.spots[place].device
        expected = {name: told[device.id, name] for name in history if (device.id, name) in told}
        where = SamplingPlace(device.id, fleet.spots[place].limits, fleet.spots[place].traits, expected)
        for name in dict.fromkeys(sign for quantity in history for sign in vitals.reading(quantity)):
            sign = vitals.signs[name]
            if set(sign.reads) <= set(history):
                found[name, device.id] = _levels(sign, history, where)
    return found


def _levels(sign: Sign, history: History, place: SamplingPlace) -> list[int]:
    signal, levels = None, []
    for at in sorted({sample.at for samples in history.values() for sample in samples}):
        signal = advance(sign, signal, at, value_at(sign, history, at, place))
        levels.append(int(signal.level))
    return levels
