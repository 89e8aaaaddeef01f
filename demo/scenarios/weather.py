"""One weather over the city: rain, water on the streets, warmth by hour, wind. Demonstration only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from demo.fleet.noise import Ints, Keys, drift, key_of
from demo.scenarios.hours import DAY, HOUR, day_of, second_of_day, year_turn
from demo.scenarios.storms import Storm, climate, showers
from indicators.statistics.arrays import Floats

LOOKBACK = 4 * HOUR  # how long a street remembers rain
MEMORY = 70 * 60.0  # seconds after which it has let go of two thirds of the water
STEP = 900
COOL = 26.0  # degrees above which air conditioners run

Told = Callable[[int, int], Sequence[Storm]]
"""The storms of incidents between two moments."""


@dataclass(frozen=True, eq=False)
class Weather:
    """The weather of a seed; `told` brings the storms of incidents on top of the showers."""

    seed: int
    told: Told = lambda begins, ends: ()

    def rain(self, at: Ints, x: Floats, y: Floats) -> Floats:
        """mm an hour at moments and places (km in the city's plane)."""
        result, moments = np.zeros(len(at)), at.astype(np.float64)
        if len(at):
            for storm in self._storms(int(at.min()), int(at.max())):
                result += storm.rain(moments, x, y)
        return result

    def water(self, at: Ints, x: Floats, y: Floats) -> Floats:
        """mm of rain that lie on a street: what fell in the last hours and has not run off yet."""
        result = np.zeros(len(at))
        for back in range(STEP // 2, LOOKBACK, STEP):
            result += np.exp(-back / MEMORY) * STEP / HOUR * self.rain(at - back, x, y)
        return result

    def warmth(self, at: Ints) -> Floats:
        """Degrees Celsius over the city: by month and hour, with warmer and cooler spells of some days."""
        months = np.concatenate([climate().warmth[-1:], climate().warmth, climate().warmth[:1]])
        year = np.interp(year_turn(at) * 12, np.arange(14) - 0.5, months)
        day = 3.6 * np.cos(2 * np.pi * (second_of_day(at) / HOUR - 14.5) / 24)
        return np.asarray(year + day + 2.2 * drift(self._keys(at), at, 3 * DAY))

    def heat(self, at: Ints) -> Floats:
        """Degrees above those at which air conditioners begin to run."""
        return np.asarray(np.maximum(self.warmth(at) - COOL, 0.0))

    def wind(self, at: Ints, x: Floats, y: Floats) -> Floats:
        """Mean wind in m/s: breezes of some hours, more by day and where it rains."""
        breeze = 2.4 + 1.3 * drift(self._keys(at), at, 5 * HOUR)
        day = 0.7 * np.cos(2 * np.pi * (second_of_day(at) / HOUR - 15) / 24)
        return np.asarray(breeze + day + 0.09 * self.rain(at, x, y))

    def _storms(self, begins: int, ends: int) -> list[Storm]:
        """All storms that live between two moments."""
        first, last = day_of(np.array([begins - DAY, ends])).tolist()
        ours = [storm for day in range(first, last + 1) for storm in showers(self.seed, day)]
        return [storm for storm in (*ours, *self.told(begins, ends)) if storm.begins <= ends and storm.ends >= begins]

    def _keys(self, at: Ints) -> Keys:
        return np.full(len(at), self._key, np.uint64)

    @cached_property
    def _key(self) -> int:
        return key_of(self.seed, "weather")
