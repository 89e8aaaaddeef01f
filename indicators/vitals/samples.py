"""Readings over time, and the place that they come from."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import NamedTuple

from indicators.vitals.definitions import ZONE, Sign
from indicators.vitals.value_rules import DAY, HOUR

MONDAY = 3  # 1970-01-01 was a Thursday
ENOUGH = 0.75  # of the samples that a window should have: with fewer it does not speak for its hours


class Sample(NamedTuple):
    """A reading; `at` in seconds since 1970 (UTC) is the end of the time that it speaks of."""

    at: float
    value: float


History = Mapping[str, Sequence[Sample]]
"""Samples by quantity, ascending in time, one for a moment."""


@dataclass(frozen=True)
class SamplingPlace:
    """Where a sign is read: a device, or several that stand together, as far as a value depends on it.

    `limits` are numbers that a place has by name (the deflection allowed, the visitors that fit in), `traits` the
    classes it belongs to (noise_class: "2"), `expected` the seasonal baseline of a quantity: one number, 24 for the
    hours of the day, or 168 for those of the week from Monday 0 o'clock. Of a quantity that is added up, it is what an
    hour brings.
    """

    id: str
    limits: Mapping[str, float] = field(default_factory=dict)
    traits: Mapping[str, str] = field(default_factory=dict)
    expected: Mapping[str, Sequence[float]] = field(default_factory=dict)


def newest(sign: Sign, history: History, quantity: str, at: float) -> Sample | None:
    """The last sample up to a moment; None when it is too old to say anything of it."""
    samples = history.get(quantity, ())
    n = _up_to(samples, at)
    if not n or sign.age(samples[n - 1].at, at) > sign.stale_seconds:
        return None
    return samples[n - 1]


def within(history: History, quantity: str, after: float, until: float) -> Sequence[Sample]:
    """The samples after a moment up to another."""
    samples = history.get(quantity, ())
    return samples[_up_to(samples, after) : _up_to(samples, until)]


def total(samples: Sequence[Sample]) -> float:
    """Their values added up."""
    return math.fsum([value for _, value in samples])


def enough(sign: Sign, count: int, seconds: float) -> bool:
    """Whether so many samples speak for so many seconds."""
    return count >= ENOUGH * max(seconds / sign.sampling.seconds, 1.0)


def hour_of_week(moment: float) -> int:
    """The hour that ends at a moment or holds it, from Monday 0 o'clock in China's time: what a reading speaks of."""
    days, seconds = divmod(moment + ZONE - 1, DAY)
    return int((days + MONDAY) % 7 * 24 + seconds // HOUR)


def day_of(moment: float) -> date:
    """The day in China that a reading of this moment speaks of: at midnight the one that ends."""
    return datetime.fromtimestamp(moment + ZONE - 1, UTC).date()


def expected_at(profile: Sequence[float], moment: float) -> float:
    """The seasonal baseline of the hour that a reading speaks of."""
    return profile[hour_of_week(moment) % len(profile)]


def expected_over(profile: Sequence[float], hours: float, moment: float) -> float:
    """The seasonal baseline added up over so many hours before a moment, each hour as far as it belongs to them."""
    begins, found, end = moment - hours * HOUR, 0.0, moment
    while end > begins:
        start = max((end + ZONE - 1) // HOUR * HOUR - ZONE, begins)
        found += expected_at(profile, end) * (end - start) / HOUR
        end = start
    return found


def _up_to(samples: Sequence[Sample], moment: float) -> int:
    """How many samples lie at or before a moment."""
    if not samples or samples[-1].at <= moment:
        return len(samples)
    return bisect_right(samples, (moment, math.inf))
