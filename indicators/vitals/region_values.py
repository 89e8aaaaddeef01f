"""What a sign is in a region, made of its places."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from indicators.vitals.definitions import Sign
from indicators.vitals.levels import Level
from indicators.vitals.signals import Signal, level_of, stale
from indicators.vitals.value import AnnotatedValue


@dataclass(frozen=True, slots=True)
class PlaceState:
    """How a sign stands at a place now. `weight` (none: the one that the value carries) counts in a share."""

    place: str
    value: float | None
    level: Level
    stale: bool
    weight: float | None = None


@dataclass(frozen=True)
class RegionValue:
    """A sign in a region: its value and level (None when no place is known) and the place that is worst.

    `counted` places make it, `stale` ones are left out; `unseen` is the highest level that one of those had when it
    fell silent. `held` is the value with those at their last one, where that is worse: what the level of a region as a
    whole goes by, so that it does not ease because a bad place stopped. `levels` counts the known places by level.
    """

    value: float | None
    held: float | None
    level: Level | None
    worst: str | None
    counted: int
    stale: int
    unseen: Level
    levels: Mapping[Level, int]


def place_state(sign: Sign, place: str, signal: Signal | None, now: float) -> PlaceState:
    """How a sign stands at a place at a moment, by its signal."""
    if signal is None:
        return PlaceState(place, None, Level.NORMAL, True)
    return PlaceState(place, signal.value, signal.level, stale(sign, signal, now))


def aggregate(sign: Sign, places: Iterable[PlaceState]) -> RegionValue:
    """A region's value, the way the sign says: the worst, the mean, the sum, or the share of the sums.

    Its level is the highest of its places where places are judged, else that of its value, which is to be followed
    over time by a signal of its own. The worst place is the one of the highest level, then of the worst value.
    """
    everywhere = sorted(places, key=lambda now: now.place)
    known = [now for now in everywhere if not now.stale and now.value is not None]
    silent = [now for now in everywhere if now.stale or now.value is None]
    worst = max(known, key=lambda now: (now.level, _badness(sign, now)), default=None)
    value = None if worst is None else _value(sign, known, worst)
    ever = [now for now in everywhere if now.value is not None]
    counts = Counter(now.level for now in known)
    return RegionValue(
        value,
        None if worst is None else _worse(sign, value, _value(sign, ever, worst)),
        None if worst is None or value is None else worst.level if sign.judged_by_place else level_of(sign, value),
        None if worst is None else worst.place,
        len(known),
        len(silent),
        max((now.level for now in silent), default=Level.NORMAL),
        {level: counts[level] for level in sorted(counts)},
    )


def _badness(sign: Sign, now: PlaceState) -> float:
    return (now.value or 0.0) * sign.ladder.turn


def _worse(sign: Sign, value: float | None, with_silent: float | None) -> float | None:
    if value is None or with_silent is None:
        return value
    return max((value, with_silent), key=lambda one: one * sign.ladder.turn)


def _value(sign: Sign, known: Sequence[PlaceState], worst: PlaceState) -> float | None:
    values = [now.value or 0.0 for now in known]
    if sign.across == "worst":
        return worst.value
    if sign.across == "sum":
        return math.fsum(values)
    weights = [_weight(now) if sign.across == "share" else 1.0 for now in known]
    whole = math.fsum(weights)
    if whole <= 0:
        return None
    mean = math.fsum(value * weight for value, weight in zip(values, weights, strict=True)) / whole
    return AnnotatedValue(mean, weight=whole) if sign.across == "share" else mean


def _weight(now: PlaceState) -> float:
    if now.weight is not None:
        return now.weight
    return now.value.weight if isinstance(now.value, AnnotatedValue) else 1.0
