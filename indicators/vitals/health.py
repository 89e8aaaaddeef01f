"""The health of a kind of vital signs and of the city, from 0 to 100, explained part by part.

A kind: 100 less what each sign's level costs, times its weight. The city: half the mean and half the minimum of its
kinds, so that one bad kind cannot hide. White costs 2: nothing has happened yet, but somebody has to get ready, so it
must be seen and be less than blue. What a level costs is in the catalogue (`penalty`). What falls silent goes on
costing what it cost: nothing gets healthier because its readings stop.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indicators.statistics.apportionment import apportion
from indicators.vitals.definition_set import Vitals
from indicators.vitals.levels import Level

FULL = 100.0
LOWEST = "lowest"  # the part of the city's health that is half of its worst kind


@dataclass(frozen=True)
class Deduction:
    """What a sign takes from the health of its kind, in points."""

    sign: str
    level: Level
    points: float


@dataclass(frozen=True)
class KindHealth:
    """The health of a kind: 100 less the points of its `parts`, in tenths of a point.

    `known` signs are counted, `unknown` ones (missing or stale) named: of these only the levels at which they fell
    silent are parts. None when nothing is known and no level stands.
    """

    kind: str
    value: float | None
    parts: tuple[Deduction, ...]
    known: int
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class CityPart:
    """What a kind gives to the city's health; the part named LOWEST is the half that the worst kind decides."""

    id: str
    health: float
    points: float


@dataclass(frozen=True)
class CityHealth:
    """The health of the city: the sum of its `parts`, in tenths of a point; None when no kind is known."""

    value: float | None
    worst: str | None
    parts: tuple[CityPart, ...]
    unknown: tuple[str, ...]


def kind_health(
    vitals: Vitals, kind: str, levels: Mapping[str, Level | None], unseen: Mapping[str, Level] | None = None
) -> KindHealth:
    """The health of a kind by the level of each of its signs; None, or a sign that is not named, is unknown.

    `unseen` are the levels at which signs, or places of them, fell silent: they stand until a reading clears them.
    Where signs cost more than there is, each part is cut in proportion.
    """
    signs, silent = vitals.of_kind(kind), unseen or {}
    known = tuple(name for name in signs if levels.get(name) is not None)
    unknown = tuple(name for name in signs if name not in known)
    standing = {name: max(levels.get(name) or Level.NORMAL, silent.get(name, Level.NORMAL)) for name in signs}
    costs = {name: cost for name, level in standing.items() if (cost := _cost(vitals, name, level)) > 0}
    if not known and not costs:
        return KindHealth(kind, None, (), 0, unknown)
    whole = math.fsum(costs.values())
    shares = [cost * min(1.0, FULL / whole) for cost in costs.values()]
    tenths = apportion(shares)
    parts = tuple(Deduction(name, standing[name], tenth / 10) for name, tenth in zip(costs, tenths, strict=True))
    return KindHealth(kind, (FULL * 10 - sum(tenths)) / 10, parts, len(known), unknown)


def city_health(kinds: Sequence[KindHealth]) -> CityHealth:
    """The health of the city: half the mean and half the minimum of the kinds that are known."""
    known = {kind.kind: kind.value for kind in kinds if kind.value is not None}
    unknown = tuple(kind.kind for kind in kinds if kind.value is None)
    if not known:
        return CityHealth(None, None, (), unknown)
    worst = min(known, key=lambda name: known[name])
    healths = {**known, LOWEST: known[worst]}
    shares = [value / len(known) / 2 for value in known.values()]
    tenths = apportion([*shares, known[worst] / 2])
    parts = tuple(CityPart(name, healths[name], tenth / 10) for name, tenth in zip(healths, tenths, strict=True))
    return CityHealth(sum(tenths) / 10, worst, parts, unknown)


def _cost(vitals: Vitals, name: str, level: Level) -> float:
    sign = vitals.signs[name]
    own = vitals.level_sets[sign.level_set].at(level)
    return 0.0 if own is None else sign.weight * own.penalty
