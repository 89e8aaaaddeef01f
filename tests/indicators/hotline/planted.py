"""A city whose requests are drawn day by day from known rates, with surges planted in known places.

Shares nothing with what it is used to check: plain loops over days, and a rhythm written down here.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from indicators.hotline import Hourly, TopicCounts, rolled_up, tree

CITY, DISTRICTS, TOWNS_EACH, TOPICS, WEEKS = 1, 5, 6, 14, 24
RHYTHM = (1.0, 0.7, 0.45)  # a working day, a day off, a festival


@dataclass(frozen=True)
class Surge:
    """So many times the usual of a topic in some towns, on days from `start` to `end` from the end (1: the last)."""

    topic: int
    towns: tuple[int, ...]
    start: int
    end: int
    times: float


@dataclass(frozen=True)
class PlantedCity:
    """The towns' codes are 100 + place; districts 11 to 15, the city 1."""

    seed: int
    surges: tuple[Surge, ...] = ()
    per_day: float = 4000.0
    towns: tuple[int, ...] = field(default=tuple(range(100, 100 + DISTRICTS * TOWNS_EACH)))

    @property
    def days(self) -> int:
        return WEEKS * 7

    def district_of(self, town: int) -> int:
        return 11 + (town - 100) // TOWNS_EACH

    @property
    def regions(self) -> tuple[int, ...]:
        return (CITY, *range(11, 11 + DISTRICTS), *self.towns)

    def slots(self) -> np.ndarray:
        """Weekends off, and a festival of nine days in the fifth week."""
        slot = np.array([1 if day % 7 >= 5 else 0 for day in range(self.days)])
        slot[30:39] = 2
        return slot

    def rate(self, town: int, topic: int) -> list[float]:
        """Orders to be expected of a town and topic on each day."""
        chance = np.random.default_rng([7, town, topic]).uniform(0.8, 1.25)
        size, weight = 0.4 + 1.2 * (((town * 37) % 11) / 10), 1 + (topic * 5) % 9
        base = self.per_day / (len(self.towns) * TOPICS * 5) * size * weight * chance
        rates = []
        for day, slot in enumerate(self.slots()):
            wave = base * RHYTHM[slot] * (1 + 0.08 * np.sin(2 * np.pi * (day / 365 + topic / TOPICS)))
            for surge in self.surges:
                if surge.topic == topic and town in surge.towns and surge.end <= self.days - day <= surge.start:
                    wave *= surge.times
            rates.append(float(wave))
        return rates

    def hourly(self) -> np.ndarray:
        """float64[towns, topics, days, 24], a little wider than Poisson."""
        rng = np.random.default_rng(self.seed)
        clock = np.array([1, 1, 1, 1, 1, 1, 2, 5, 12, 18, 18, 15, 9, 10, 16, 17, 16, 14, 10, 9, 8, 7, 5, 3], float)
        rate = np.array([[self.rate(town, topic) for topic in range(TOPICS)] for town in self.towns])
        jolt = rng.gamma(25, 1 / 25, (1, 1, self.days)) * rng.gamma(40, 1 / 40, rate.shape)
        return np.asarray(rng.poisson((rate * jolt)[..., None] * clock / clock.sum()), float)

    def counts(self, hours: np.ndarray) -> TopicCounts:
        whole = np.zeros((len(self.regions), TOPICS, self.days))
        whole[1 + DISTRICTS :] = hours.sum(axis=3)
        parents: dict[int, int | None] = {CITY: None} | {11 + d: CITY for d in range(DISTRICTS)}
        parents |= {town: self.district_of(town) for town in self.towns}
        topics = tuple(f"topic-{k}" for k in range(TOPICS))
        return rolled_up(TopicCounts(self.regions, tree(self.regions, parents), topics, self.slots(), whole))

    def newest_hours(self, hours: np.ndarray) -> Hourly:
        last = hours[:, :, -56:]
        by_district = last.reshape(DISTRICTS, TOWNS_EACH, *last.shape[1:]).sum(axis=1)
        whole = np.concatenate([by_district.sum(axis=0, keepdims=True), by_district])
        topics = tuple(f"topic-{k}" for k in range(TOPICS))
        return Hourly(self.regions[: 1 + DISTRICTS], 0, topics, self.slots()[-56:], whole)
