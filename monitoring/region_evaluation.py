"""From points to regions: what each sign is in a town, a district and the city, and how healthy a region is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from data.telemetry.state_types import HealthState, SignState, levels_of
from indicators.vitals import Level, RegionValue, Sign, Signal, Vitals, advance, aggregate, city_health, kind_health
from monitoring.stream_evaluator import EvaluatedPoint

CITY = "city"  # what a health of all kinds together is called
Where = tuple[str, int]


@dataclass
class RegionAggregate:
    """Rolls points up. `signals` are those of signs that are judged as a region, by sign and region."""

    vitals: Vitals
    members: dict[Where, list[EvaluatedPoint]] = field(default_factory=dict)
    signals: dict[Where, Signal] = field(default_factory=dict)
    signs: dict[Where, SignState] = field(default_factory=dict)

    def add(self, followed: EvaluatedPoint) -> None:
        """A point counts in its own region and in all around it."""
        for region in followed.point.chain:
            self.members.setdefault((followed.point.sign.id, region), []).append(followed)

    def roll(self, where: Where, stale: frozenset[Where]) -> SignState:
        """A sign in a region now. `stale` are the points of which nothing is known any more."""
        sign, members = self.vitals.signs[where[0]], self.members[where]
        places = [followed.placed(stale=followed.point.key in stale) for followed in members]
        found = aggregate(sign, places)
        newest = max((int(f.signal.at) for f in members if f.signal and f.signal.at is not None), default=0)
        level, since = self._level(sign, where, found, newest, members)
        unseen = found.unseen if sign.judged_by_place else self._fell_silent_at(where, level)
        self.signs[where] = SignState(
            sign.id,
            where[1],
            newest,
            None if found.value is None else float(found.value),
            level,
            since,
            int(found.worst or 0),
            found.counted,
            found.stale,
            int(unseen),
            {int(one): count for one, count in found.levels.items()},
            max(f.point.device.device.basis for f in members),
        )
        return self.signs[where]

    def _level(
        self, sign: Sign, where: Where, found: RegionValue, newest: int, members: Iterable[EvaluatedPoint]
    ) -> tuple[int | None, int]:
        if found.level is None:
            return None, 0
        if sign.judged_by_place:
            holding = [int(f.signal.since) for f in members if f.signal and f.signal.level == found.level]
            return int(found.level), min(holding, default=newest)
        self.signals[where] = advance(sign, self.signals.get(where), newest, found.held)
        return int(self.signals[where].level), int(self.signals[where].since)

    def _fell_silent_at(self, where: Where, level: int | None) -> Level:
        """The level that a sign judged as a region had when all of its places fell silent."""
        signal = self.signals.get(where)
        return Level.NORMAL if level is not None or signal is None else signal.level

    def remember(self, kept: Iterable[SignState]) -> None:
        """Begin with the signs that an earlier monitor kept: their healths add up, and no level is forgotten."""
        for one in kept:
            where = (one.sign, one.region)
            self.signs[where] = one
            sign = self.vitals.signs.get(one.sign)
            if one.at and sign is not None and not sign.judged_by_place:
                self.signals[where] = Signal(Level(one.standing or 0), one.since, one.value, one.at)

    def healths(self, region: int) -> list[HealthState]:
        """The health of every kind in a region, and of all together."""
        found = []
        kinds = []
        for kind in self.vitals.kinds:
            signs = {name: now for name in self.vitals.of_kind(kind) if (now := self.signs.get((name, region)))}
            health = kind_health(self.vitals, kind, *levels_of(signs))
            kinds.append(health)
            parts = tuple((part.sign, float(part.level), part.points) for part in health.parts)
            found.append(HealthState(region, kind, health.value, parts, health.unknown, health.known))
        city = city_health(kinds)
        shares = tuple((part.id, part.health, part.points) for part in city.parts)
        known = sum(kind.value is not None for kind in kinds)
        found.append(HealthState(region, CITY, city.value, shares, city.unknown, known, city.worst))
        return found


def regions_touched(followed: Iterable[EvaluatedPoint]) -> dict[Where, None]:
    """The signs and regions that some points count in, each once, in order."""
    return dict.fromkeys((one.point.sign.id, region) for one in followed for region in one.point.chain)


def count_levels(signs: Mapping[Where, SignState], region: int) -> dict[int, int]:
    """How many signs of a region stand at each level."""
    counts: dict[int, int] = {}
    for (_, where), now in signs.items():
        if where == region and now.level is not None:
            counts[now.level] = counts.get(now.level, 0) + 1
    return counts
