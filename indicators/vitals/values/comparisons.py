"""Values against a reference: ratios, differences, surges; each by sign, rule, history, moment and place."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from indicators.vitals.definitions import Sign
from indicators.vitals.samples import (
    History,
    Sample,
    SamplingPlace,
    enough,
    expected_at,
    expected_over,
    hour_of_week,
    newest,
    total,
    within,
)
from indicators.vitals.value import AnnotatedValue
from indicators.vitals.value_rules import DAY, HOUR, ByClass, ComparisonRule, DifferenceRule, RatioRule, SurgeRule


def ratio(sign: Sign, rule: RatioRule, history: History, at: float, place: SamplingPlace) -> float | None:
    """The reading divided by the reference, which is its weight; by nothing nothing is divided."""
    reading = _reading(sign, rule, history, at)
    against = None if reading is None else _reference(sign, rule, history, reading, place)
    if reading is None or against is None or against <= 0:
        return None
    return AnnotatedValue(rule.times * reading.value / against, weight=against)


def difference(sign: Sign, rule: DifferenceRule, history: History, at: float, place: SamplingPlace) -> float | None:
    """The reading less the reference."""
    reading = _reading(sign, rule, history, at)
    against = None if reading is None else _reference(sign, rule, history, reading, place)
    return None if reading is None or against is None else reading.value - against


def surge(sign: Sign, rule: SurgeRule, history: History, at: float, place: SamplingPlace) -> float | None:
    """How far the last day stands out of the days before, in their standard deviations.

    A deviation is at least that of chance, the root of the mean (Poisson), and at least one: rare events do not surge.
    """
    days = _daily(sign, rule.of, rule.days + 1, history, at)
    if days is None:
        return None
    today, before = days[0], days[1:]
    middle = math.fsum(before) / len(before)
    spread = math.sqrt(math.fsum((day - middle) ** 2 for day in before) / (len(before) - 1))
    return (today - middle) / max(spread, math.sqrt(middle), 1.0)


def _reading(sign: Sign, rule: ComparisonRule, history: History, at: float) -> Sample | None:
    """The newest reading, or the sum of the last hours at the moment asked for."""
    sample = newest(sign, history, rule.of, at)
    if sample is None or rule.hours is None:
        return sample
    seconds = rule.hours * HOUR
    samples = within(history, rule.of, at - seconds, at)
    return Sample(at, total(samples)) if enough(sign, len(samples), seconds) else None


def _reference(
    sign: Sign, rule: ComparisonRule, history: History, reading: Sample, place: SamplingPlace
) -> float | None:
    (kind,) = rule.to.said
    return _REFERENCES[kind](sign, rule, history, reading, place)


def _expected(
    sign: Sign, rule: ComparisonRule, history: History, reading: Sample, place: SamplingPlace
) -> float | None:
    profile = place.expected.get(rule.of)
    if not profile:
        return None
    return expected_at(profile, reading.at) if rule.hours is None else expected_over(profile, rule.hours, reading.at)


def _limit(sign: Sign, rule: ComparisonRule, history: History, reading: Sample, place: SamplingPlace) -> float | None:
    return place.limits.get(rule.to.limit or "")


def _number(sign: Sign, rule: ComparisonRule, history: History, reading: Sample, place: SamplingPlace) -> float | None:
    return rule.to.number


def _own_mean(
    sign: Sign, rule: ComparisonRule, history: History, reading: Sample, place: SamplingPlace
) -> float | None:
    days = _daily(sign, rule.of, (rule.to.days or 0) + 1, history, reading.at)
    return None if days is None else math.fsum(days[1:]) / len(days[1:])


def _of_class(
    sign: Sign, rule: ComparisonRule, history: History, reading: Sample, place: SamplingPlace
) -> float | None:
    return None if rule.to.classes is None else limit_of_class(rule.to.classes, place.traits, reading.at)


def limit_of_class(said: ByClass, traits: Mapping[str, str], at: float) -> float | None:
    """The limit of a place's class at the hour that a reading speaks of; None for a place without a known class."""
    limits = said.limits.get(traits.get(said.trait, ""))
    if limits is None:
        return None
    begins, ends = said.night
    return limits[(hour_of_week(at) - begins) % 24 < (ends - begins) % 24]


def _daily(sign: Sign, quantity: str, days: int, history: History, at: float) -> Sequence[float] | None:
    """The sums of each 24 hours before a moment, the last first; None where too many samples are missing."""
    if newest(sign, history, quantity, at) is None:
        return None
    spans = [within(history, quantity, at - (n + 1) * DAY, at - n * DAY) for n in range(days)]
    return [total(span) for span in spans] if all(enough(sign, len(span), DAY) for span in spans) else None


_REFERENCES: Mapping[str, Callable[[Sign, ComparisonRule, History, Sample, SamplingPlace], float | None]] = {
    "expected": _expected,
    "limit": _limit,
    "number": _number,
    "days": _own_mean,
    "classes": _of_class,
}
