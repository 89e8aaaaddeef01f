"""Where the devices of a kind stand: how many in each region, under which name and id, at which place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np

from data.telemetry.device_registry import SensorDevice
from demo.city.city import CityLevels, CityRegions
from demo.city.deliveries import BASIS_DEMO
from demo.city.shapes import apportion
from demo.fleet.device_kinds import DeviceKind, DeviceSpread, NamedDevice
from demo.fleet.device_names import named, roads_of, unified_id
from demo.fleet.noise import Ints, key_of, uniform
from demo.fleet.plane import place_near
from indicators.definitions.model import LocalisedText
from indicators.definitions.regions import Regions

NEAREST, FARTHEST = 0.8, 5.0  # km around a town's seat: small towns keep their devices close


@dataclass(frozen=True)
class PlacedDevice:
    """A device with what the demonstration knows of it beyond the register: its kind, and its key among the named."""

    device: SensorDevice
    kind: str
    key: str
    limits: Mapping[str, float]
    traits: Mapping[str, str]


def spread(name: str, kind: DeviceKind, levels: CityLevels, regions: Regions, seed: int) -> Iterator[PlacedDevice]:
    """All devices of a kind, town by town in the order of their codes."""
    if kind.where is None:
        counts: dict[int, int] = {}
        for one in kind.named:
            counts[one.region] = counts.get(one.region, 0) + 1
            yield _spot(name, kind, one.name, one.region, counts[one.region], seed, levels, one)
        return
    city = levels.at(kind.where.each)
    for region, count in zip(city.codes.tolist(), _counts(kind.where, city).tolist(), strict=True):
        roads = roads_of(region, kind.code)
        for number in range(1, count + 1):
            text = named(kind.name, regions, region, roads)
            yield _spot(name, kind, text, region, number, seed, levels)


def _counts(where: DeviceSpread, city: CityRegions) -> Ints:
    """How many devices each region has, int64[R]."""
    allowed = np.array([not where.only or bool({code, code // 1000} & {*where.only}) for code in city.codes.tolist()])
    if where.number is None:
        return np.asarray(allowed, dtype=np.int64)
    least = np.where(allowed, where.least, 0)
    rest = float(where.number - least.sum())
    weight = np.where(allowed, city.weights[where.split], 0.0)
    return np.asarray(least + apportion(np.array([rest]), weight[:, None])[:, 0], dtype=np.int64)


def _spot(
    name: str,
    kind: DeviceKind,
    text: LocalisedText,
    region: int,
    number: int,
    seed: int,
    levels: CityLevels,
    own: NamedDevice | None = None,
) -> PlacedDevice:
    unified = unified_id(region, kind.code, number)
    key = key_of(seed, unified, "place")
    limits = {**_limits(kind, key), **(own.limits if own else {})}
    traits = _traits(kind, key)
    lon, lat = _place(kind, region, key, levels, own)
    facts = _facts(limits, traits)
    device = SensorDevice(
        unified, text.zh, text.en, region, tuple(kind.quantities), kind.owner, kind.every, lon, lat,
        basis=BASIS_DEMO, facts=facts,
    )  # fmt: skip
    return PlacedDevice(device, name, own.key if own else "", limits, traits)


def _place(
    kind: DeviceKind, region: int, key: int, levels: CityLevels, own: NamedDevice | None
) -> tuple[float, float] | tuple[None, None]:
    """Where it stands: as told, near the seat of its town, or nowhere."""
    if own is not None and own.lon is not None and own.lat is not None:
        return own.lon, own.lat
    if region not in levels.town.codes or (kind.where is not None and not kind.where.stands):
        return None, None
    area = float(levels.town.weights["area"][levels.town.codes == region][0])
    return place_near(region, min(max(0.35 * sqrt(area), NEAREST), FARTHEST), key)


def _limits(kind: DeviceKind, key: int) -> dict[str, float]:
    """Each limit from its range, in whole numbers."""
    shares = uniform(np.full(len(kind.limits), key, np.uint64), np.arange(len(kind.limits)) + 1000).tolist()
    return {
        name: float(round(low + (high - low) * share))
        for (name, (low, high)), share in zip(kind.limits.items(), shares, strict=True)
    }


def _traits(kind: DeviceKind, key: int) -> dict[str, str]:
    """Each trait by the weights of its classes."""
    found = {}
    for n, (name, weights) in enumerate(kind.traits.items()):
        drawn = float(uniform(np.array([key], np.uint64), np.array([2000 + n]))[0]) * sum(weights.values())
        found[name] = _reached(weights, drawn)
    return found


def _reached(weights: Mapping[str, float], drawn: float) -> str:
    for name, weight in weights.items():
        drawn -= weight
        if drawn < 0:
            return name
    return next(reversed([*weights]))


def _facts(limits: Mapping[str, float], traits: Mapping[str, str]) -> Mapping[str, Any]:
    return {name: dict(found) for name, found in (("limits", limits), ("traits", traits)) if found}


def silent_places(kind: DeviceKind, count: int, key: int) -> Sequence[int]:
    """Which of a kind's devices never deliver."""
    order = np.argsort(uniform(np.full(count, key, np.uint64), np.arange(count)))
    return sorted(order[: kind.silent].tolist())
