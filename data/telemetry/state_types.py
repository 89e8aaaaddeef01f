"""What the picture of now consists of: points, signs in regions, and healths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indicators.vitals import Level


@dataclass(frozen=True)
class PointState:
    """A sign at a device. `value` is None before there was one; of a stale point it is the last that was known."""

    sign: str
    device: int
    region: int
    at: int
    value: float | None
    level: int
    since: int
    stale: bool


@dataclass(frozen=True)
class SignState:
    """A sign in a region. `level` and `value` are None where nothing is known.

    `at` is the newest reading behind it, `worst` the number of the device that stands worst (0: none). `counted`
    devices make the value, `stale` ones are left out, `unseen` is the highest level of a stale one when it fell silent.
    `levels` counts the known devices by level. `basis` is the weakest of the devices'.
    """

    sign: str
    region: int
    at: int
    value: float | None
    level: int | None
    since: int
    worst: int
    counted: int
    stale: int
    unseen: int
    levels: Mapping[int, int]
    basis: int

    @property
    def known(self) -> bool:
        """Whether anything is known of it now."""
        return self.level is not None

    @property
    def standing(self) -> int | None:
        """The level that stands: the one that is known, or a worse one at which places fell silent.

        None where nothing is known and nothing stands.
        """
        return max(self.level or 0, self.unseen) if self.known or self.unseen else None

    @property
    def silenced(self) -> bool:
        """Whether the level that stands is one at which places fell silent, so that only a new reading clears it."""
        return self.unseen > (self.level or 0)


def levels_of(signs: Mapping[str, SignState]) -> tuple[dict[str, Level | None], dict[str, Level]]:
    """The levels that are known of some signs, by their ids, and those at which they fell silent."""
    known = {name: None if one.level is None else Level(one.level) for name, one in signs.items()}
    return known, {name: Level(one.unseen) for name, one in signs.items()}


@dataclass(frozen=True)
class HealthState:
    """The health of a kind in a region, or of the city (`kind` is "city"): the sum of its parts, 0 to 100.

    `parts` are (id, level or health, points): what each sign takes from a kind, or each kind gives to the city.
    `worst` is the kind that decides the city's lower half.
    """

    region: int
    kind: str
    value: float | None
    parts: tuple[tuple[str, float, float], ...]
    unknown: tuple[str, ...]
    known: int
    worst: str | None = None


@dataclass(frozen=True)
class FeedState:
    """Who brings readings, and whether anything came within twice the promised time."""

    id: str
    every: int
    last_at: int
    silent: bool


@dataclass(frozen=True)
class BucketValue:
    """Five minutes of a sign: where they begin, the last value, the worst level, and the range at a point."""

    slot: int
    value: float | None
    level: int
    low: float | None = None
    high: float | None = None


@dataclass
class TimeBucket:
    """What five minutes of a point held."""

    low: float
    high: float
    last: float
    last_at: float
    level: int

    def take(self, at: float, value: float, level: int) -> None:
        """One more value."""
        self.low, self.high, self.level = min(self.low, value), max(self.high, value), max(self.level, level)
        if at >= self.last_at:
            self.last, self.last_at = value, at
