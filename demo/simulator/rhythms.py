"""Named rhythms of the day and the week: how busy it is at a moment, and how much has passed up to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import yaml

from demo.fleet.noise import Ints
from demo.scenarios.hours import HOUR, WEEK, second_of_week
from indicators.statistics.arrays import Floats

FILE = Path(__file__).parent / "rhythms.yaml"
HOURS = 168


@dataclass(frozen=True)
class Rhythm:
    """One rhythm: `week` float64[168] is how busy each hour of the week is, from Monday 0 o'clock; 1 is the busiest."""

    week: Floats

    def at(self, moments: Ints) -> Floats:
        """How busy it is at moments, without jumps: an hour's number holds at its middle."""
        place = second_of_week(moments) / HOUR - 0.5
        hour = np.floor(place).astype(np.int64)
        here, there = self.week[hour % HOURS], self.week[(hour + 1) % HOURS]
        return np.asarray(here + (there - here) * (place - hour))

    def passed(self, moments: Floats) -> Floats:
        """What has passed from a Monday long ago up to moments when an average hour brings 1; it never falls."""
        weeks, rest = np.divmod(moments - _MONDAY, WEEK)
        return np.asarray(weeks * HOURS + np.interp(rest, np.arange(HOURS + 1) * HOUR, self._sums))

    @cached_property
    def even(self) -> Floats:
        """float64[168]: what each hour brings when an average hour brings 1."""
        return np.asarray(self.week / self.week.mean())

    @cached_property
    def smooth(self) -> Floats:
        """float64[168]: how busy each hour is on average, by `at`."""
        quarters = _MONDAY + np.arange(HOURS)[:, None] * HOUR + np.array([450, 1350, 2250, 3150])
        return np.asarray(self.at(quarters).mean(axis=1))

    @cached_property
    def _sums(self) -> Floats:
        return np.concatenate([[0.0], np.cumsum(self.even)])


_MONDAY = 1_735_488_000  # 2024-12-30 0:00 in China


def read_rhythms(file: Path = FILE) -> Mapping[str, Rhythm]:
    """All rhythms by name. ValueError for a day that has not 24 hours."""
    found: Mapping[str, Mapping[str, list[float]]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {name: _rhythm(name, days["workday"], days["day_off"]) for name, days in found.items()}


def _rhythm(name: str, workday: list[float], day_off: list[float]) -> Rhythm:
    if {len(workday), len(day_off)} != {24}:
        raise ValueError(f"the rhythm {name} needs 24 hours a day")
    return Rhythm(np.array(workday * 5 + day_off * 2, dtype=np.float64))
