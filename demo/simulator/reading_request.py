"""What a behaviour is asked: some channels of a block at some moments, in the weather and rhythms of the city."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from demo.fleet.fleet import ChannelBlock, Fleet
from demo.fleet.noise import Ints, Keys, uniform
from demo.scenarios.weather import Weather
from demo.simulator.rhythms import Rhythm
from indicators.statistics.arrays import Floats

_VARY = np.array([7])  # counter of the number by which devices differ


@dataclass(frozen=True, eq=False)
class ReadingRequest:
    """Readings to be made: `places` int64[N] within the block, `at` int64[N], `span` int64[N] seconds that each covers.

    `usual`: without the weather's whims; so baselines are made.
    """

    fleet: Fleet
    weather: Weather
    rhythms: Mapping[str, Rhythm]
    block: ChannelBlock
    places: Ints
    at: Ints
    span: Ints

    @property
    def keys(self) -> Keys:
        """The channels' keys, uint64[N]."""
        return self.block.keys[self.places]

    @property
    def devices(self) -> Ints:
        """The places of the devices in the fleet, int64[N]."""
        return self.block.devices[self.places]

    @property
    def x(self) -> Floats:
        """Kilometres east."""
        return self.fleet.x[self.devices]

    @property
    def y(self) -> Floats:
        """Kilometres north."""
        return self.fleet.y[self.devices]

    def busy(self, rhythm: str) -> Floats:
        """How busy it is, 1 at the busiest hour of the week."""
        return self.rhythms[rhythm].at(self.at)

    def rain(self) -> Floats:
        """mm an hour at the devices."""
        return self.weather.rain(self.at, self.x, self.y)

    def wander_keys(self, together: bool) -> Keys:
        """The keys of slow drifts: a device's own for all its quantities, or the channel's."""
        return self.fleet.keys[self.devices] if together else self.keys

    def limit(self, name: str) -> Floats:
        """A limit of the devices."""
        return np.array([self.fleet.spots[n].limits[name] for n in self.devices.tolist()])

    def by_region(self, values: Mapping[int, float], default: float) -> Floats:
        """A number by region, that of a district for all its towns."""
        codes = self.fleet.regions[self.devices].tolist()
        return np.array([values.get(code, values.get(code // 1000, default)) for code in codes])

    def by_class(self, classes: Mapping[str, Mapping[str, float]], default: float) -> Floats:
        """A number by the class of a trait."""
        result = np.full(len(self.at), default)
        for trait, values in classes.items():
            found = [self.fleet.spots[n].traits[trait] for n in self.devices.tolist()]
            result = np.array([values[one] for one in found])
        return result

    def differing(self, vary: float) -> Floats:
        """A factor by which devices differ, from 1 - vary to 1 + vary."""
        return np.asarray(1 + vary * (2 * uniform(self.keys, np.broadcast_to(_VARY, self.keys.shape)) - 1))

    def of(self, quantity: str) -> ReadingRequest:
        """The same look at another quantity of the same devices."""
        return replace(self, block=self.fleet.by_quantity[self.block.kind, quantity])
