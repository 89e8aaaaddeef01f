"""The points that are watched: each sign at each device that delivers what it reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from data.telemetry.device_registry import RegisteredDevice
from indicators.definitions.regions import Regions
from indicators.vitals import SamplingPlace, Sign, Vitals

Expected = Mapping[tuple[int, str], Sequence[float]]
"""Seasonal baselines by device number and quantity: 168 hours of the week from Monday 0 o'clock."""


@dataclass(frozen=True)
class EvaluationPoint:
    """A sign at a device. `channels` are the numbers of the channels it reads, by quantity; `chain` are the regions
    that it counts in, from its own up to the city."""

    sign: Sign
    device: RegisteredDevice
    channels: Mapping[str, int]
    place: SamplingPlace
    chain: tuple[int, ...]

    @cached_property
    def key(self) -> tuple[str, int]:
        """Sign id and device number."""
        return self.sign.id, self.device.no


def points_of(
    vitals: Vitals, regions: Regions, devices: Iterable[RegisteredDevice], expected: Expected
) -> list[EvaluationPoint]:
    """All points there are. A sign that reads several quantities has a point where a device delivers all of them."""
    found = []
    for device in devices:
        names = dict.fromkeys(name for quantity in device.channels for name in vitals.reading(quantity))
        place = place_of(device, expected)
        for sign in (vitals.signs[name] for name in names):
            if set(sign.reads) <= set(device.channels):
                channels = {quantity: device.channels[quantity] for quantity in sign.reads}
                found.append(EvaluationPoint(sign, device, channels, place, chain_of(regions, device.device.region)))
    return found


def place_of(device: RegisteredDevice, expected: Expected) -> SamplingPlace:
    """What signs have to know of a device's place."""
    facts = device.device.facts
    baselines = {
        quantity: expected[device.no, quantity] for quantity in device.channels if (device.no, quantity) in expected
    }
    return SamplingPlace(str(device.no), dict(facts.get("limits", {})), dict(facts.get("traits", {})), baselines)


def chain_of(regions: Regions, region: int) -> tuple[int, ...]:
    """A region and all around it, the city last."""
    chain: list[int] = []
    here: int | None = region
    while here is not None:
        chain.append(here)
        here = regions[here].parent
    return tuple(chain)
