"""Rain that moves over the city: showers of every day, drawn from the seed, and the storms that scenarios bring."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from demo.fleet.noise import key_of, uniform
from demo.fleet.plane import seats, to_plane
from demo.scenarios.hours import DAY, HOUR, moment, year_turn
from indicators.definitions.loader import load_whole
from indicators.statistics.arrays import Floats

FILE = Path(__file__).parent / "weather.yaml"
Year = Annotated[tuple[float, ...], Field(min_length=12, max_length=12)]


class Shower(BaseModel):
    """From and to: minutes that it lasts, km wide, mm an hour at its heart, km an hour that it moves."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    minutes: tuple[float, float]
    radius: tuple[float, float]
    peak: tuple[float, float]
    speed: tuple[float, float]


class Climate(BaseModel):
    """By month from January: degrees Celsius on average, showers a day over the city; and what a shower is like."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    warmth: Year
    showers: Year
    shower: Shower


@dataclass(frozen=True)
class Storm:
    """Rain around a heart that moves: a bell of `radius` km, `peak` mm an hour at the height of its life.

    `begins` is an epoch second, `lasts` seconds; `x`, `y` km is where it begins, `east`, `north` km an hour its way.
    """

    begins: float
    lasts: float
    x: float
    y: float
    east: float
    north: float
    radius: float
    peak: float

    @property
    def ends(self) -> float:
        """When it is over."""
        return self.begins + self.lasts

    def rain(self, at: Floats, x: Floats, y: Floats) -> Floats:
        """mm an hour at moments and places."""
        age = at - self.begins
        life = np.clip(age / self.lasts, 0.0, 1.0)
        away = (x - self.x - self.east * age / HOUR) ** 2 + (y - self.y - self.north * age / HOUR) ** 2
        return np.asarray(self.peak * np.sin(np.pi * life) ** 2 * np.exp(-away / (2 * self.radius**2)))


@lru_cache(maxsize=1)
def climate() -> Climate:
    """The climate as weather.yaml says."""
    return load_whole(Climate, FILE)


@lru_cache(maxsize=64)
def showers(seed: int, day: int) -> tuple[Storm, ...]:
    """The showers of a day (0 is the demonstration's first): more of them in the months of the monsoon."""
    month = int(year_turn(np.array([moment(day, DAY // 2)]))[0] * 12)
    first, *rest = uniform(np.full(64, key_of(seed, "showers", day), np.uint64), np.arange(64)).tolist()
    number = min(int(climate().showers[month] + first), len(rest) // 8)
    return tuple(_shower(day, rest[8 * n : 8 * n + 8]) for n in range(number))


def _shower(day: int, drawn: list[float]) -> Storm:
    like = climate().shower
    lon, lat = list(seats().values())[int(drawn[0] * len(seats()))]
    x, y = to_plane(np.array([lon]), np.array([lat]))
    hour = 24 * drawn[1] if drawn[1] < 0.4 else 13 + 7 * (drawn[1] - 0.4) / 0.6  # most come in the afternoon
    way, speed = 2 * np.pi * drawn[2], _between(like.speed, drawn[3])
    lasts = _between(like.minutes, drawn[4]) * 60
    return Storm(
        moment(day, int(hour * HOUR)),
        lasts,
        float(x[0] - np.cos(way) * speed * lasts / HOUR / 2),
        float(y[0] - np.sin(way) * speed * lasts / HOUR / 2),
        float(np.cos(way) * speed),
        float(np.sin(way) * speed),
        _between(like.radius, drawn[5]),
        _between(like.peak, drawn[6] ** 2),
    )


def _between(bounds: tuple[float, float], share: float) -> float:
    return bounds[0] + (bounds[1] - bounds[0]) * share
