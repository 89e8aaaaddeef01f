"""All devices of the demonstration, and their channels as arrays.

A channel is one quantity of one device, numbered through; a block holds those of one quantity of one kind. All of it
follows from the seed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from data.telemetry.device_registry import SensorDevice
from demo.city.city import CityLevels, read_levels
from demo.fleet.device_kinds import DeviceKind, read_kinds
from demo.fleet.device_models import DeviceModel
from demo.fleet.noise import Ints, Keys, key_of
from demo.fleet.placement import PlacedDevice, silent_places, spread
from demo.fleet.plane import seats, to_plane
from demo.fleet.shares import amounts
from indicators.catalogue.catalogue import Catalogue
from indicators.statistics.arrays import Floats

CLAIMS = Path(__file__).parent / "claims.yaml"


@dataclass(frozen=True, eq=False)
class ChannelBlock:
    """The channels of one quantity of one kind: numbers from `first` on, a device each in the order of `devices`.

    `amounts` float64[D] is what each has of what the city has or does (shares.py).
    """

    kind: str
    quantity: str
    behaviour: DeviceModel
    first: int
    devices: Ints
    keys: Keys
    amounts: Floats

    def __len__(self) -> int:
        return len(self.devices)


@dataclass(frozen=True, eq=False)
class Fleet:
    """The devices in the order of the register, and their channels in blocks.

    Arrays by device: `regions`, `keys`, `x` and `y` in km (a system's is the middle of what it speaks for), and
    whether it is `silent`. Arrays by channel: `channel_device`, `channel_block`.
    """

    seed: int
    levels: CityLevels
    kinds: Mapping[str, DeviceKind]
    spots: tuple[PlacedDevice, ...]
    blocks: tuple[ChannelBlock, ...]
    claims: tuple[SensorDevice, ...]
    regions: Ints
    keys: Keys
    x: Floats
    y: Floats
    silent: NDArray[np.bool_]

    @property
    def devices(self) -> tuple[SensorDevice, ...]:
        """The devices as the register takes them."""
        return tuple(spot.device for spot in self.spots)

    @property
    def channels(self) -> int:
        """How many channels there are."""
        return sum(map(len, self.blocks))

    @cached_property
    def channel_device(self) -> Ints:
        """int64[C]: the place of each channel's device."""
        return np.concatenate([block.devices for block in self.blocks])

    @cached_property
    def channel_block(self) -> Ints:
        """int64[C]: the place of each channel's block."""
        return np.repeat(np.arange(len(self.blocks)), [len(block) for block in self.blocks])

    @cached_property
    def by_kind(self) -> Mapping[str, Ints]:
        """The places of each kind's devices."""
        kinds = np.array([spot.kind for spot in self.spots])
        return {name: np.flatnonzero(kinds == name) for name in self.kinds}

    @cached_property
    def by_quantity(self) -> Mapping[tuple[str, str], ChannelBlock]:
        """Blocks by kind and quantity."""
        return {(block.kind, block.quantity): block for block in self.blocks}


def build_fleet(catalogue: Catalogue, seed: int, kinds: Mapping[str, DeviceKind] | None = None) -> Fleet:
    """All devices there are with a seed. `kinds`: those of the folder, or others."""
    kinds = read_kinds() if kinds is None else kinds
    levels = read_levels(catalogue, seed)
    spots = [spot for name, kind in kinds.items() for spot in spread(name, kind, levels, catalogue.regions, seed)]
    places = {name: [n for n, spot in enumerate(spots) if spot.kind == name] for name in kinds}
    silent = np.zeros(len(spots), np.bool_)
    for name, kind in kinds.items():
        for n in silent_places(kind, len(places[name]), key_of(seed, name, "silent")):
            silent[places[name][n]] = True
    x, y = _positions(spots, catalogue)
    return Fleet(
        seed,
        levels,
        kinds,
        tuple(spots),
        _blocks(kinds, spots, places, levels, seed),
        _claims(spots, places),
        np.array([spot.device.region for spot in spots]),
        np.array([key_of(seed, spot.device.id) for spot in spots], np.uint64),
        x,
        y,
        silent,
    )


def _blocks(
    kinds: Mapping[str, DeviceKind],
    spots: list[PlacedDevice],
    places: Mapping[str, list[int]],
    levels: CityLevels,
    seed: int,
) -> tuple[ChannelBlock, ...]:
    blocks: list[ChannelBlock] = []
    for name, kind in kinds.items():
        for quantity, behaviour in kind.quantities.items():
            first = blocks[-1].first + len(blocks[-1]) if blocks else 0
            found = [spots[n].device for n in places[name]]
            keys = np.array([key_of(seed, device.id, quantity) for device in found], np.uint64)
            own = amounts(behaviour, np.array([device.region for device in found]), keys, levels)
            blocks.append(ChannelBlock(name, quantity, behaviour, first, np.array(places[name]), keys, own))
    return tuple(blocks)


def _positions(spots: list[PlacedDevice], catalogue: Catalogue) -> tuple[Floats, Floats]:
    lon = [spot.device.lon for spot in spots]
    lat = [spot.device.lat for spot in spots]
    middles = {region.code: _middle(catalogue, region.code) for region in catalogue.regions}
    places = [
        middles[spot.device.region] if east is None or north is None else (east, north)
        for spot, east, north in zip(spots, lon, lat, strict=True)
    ]
    return to_plane(np.array([p[0] for p in places]), np.array([p[1] for p in places]))


def _middle(catalogue: Catalogue, region: int) -> tuple[float, float]:
    """The mean of the seats of a region's towns."""
    found = [seats()[code] for code in catalogue.regions.within(region) if code in seats()]
    return sum(p[0] for p in found) / len(found), sum(p[1] for p in found) / len(found)


def _claims(spots: list[PlacedDevice], places: Mapping[str, list[int]]) -> tuple[SensorDevice, ...]:
    """Devices that claim an id which another one holds."""
    found = []
    for claim in yaml.safe_load(CLAIMS.read_text(encoding="utf-8")):
        held = spots[places[claim["of"]][claim["number"]]].device
        name, owner = claim["name"], claim["owner"]
        found.append(replace(held, name_zh=name["zh"], name_en=name["en"], owner=owner, lon=None, lat=None))
    return tuple(found)
