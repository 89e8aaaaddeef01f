"""Values by a dated standard: the air quality index of a station, the class of a water section."""

from __future__ import annotations

import math

from indicators.standards.air import aqi
from indicators.standards.model import AirIndex, Averaging, Pollutant, WaterClasses
from indicators.standards.water import GOOD, section_class
from indicators.vitals.definitions import Sign
from indicators.vitals.samples import History, SamplingPlace, day_of, enough, newest, total, within
from indicators.vitals.threshold_ladder import PLAIN
from indicators.vitals.value import AnnotatedValue
from indicators.vitals.value_rules import HOUR, AirIndexRule, WaterClassRule

AVERAGES: dict[Averaging, int] = {"1h": 1, "8h": 8, "24h": 24}  # hours


def air_index(sign: Sign, rule: AirIndexRule, history: History, at: float, place: SamplingPlace) -> float | None:
    """The index of the hourly report, by the edition of the day; the least it can be while a pollutant is missing."""
    standard, day = sign.standards.of(AirIndex), day_of(at)
    needed = standard.on(day).hourly
    readings = {
        (pollutant, averaging): _concentration(sign, rule, history, at, pollutant, averaging)
        for pollutant, averages in needed.items()
        for averaging in averages
    }
    found = aqi(standard, readings, day, "hourly")
    return None if found.value is None else AnnotatedValue(found.value, least=not found.complete)


def water_class(sign: Sign, rule: WaterClassRule, history: History, at: float, place: SamplingPlace) -> float | None:
    """The class of a section, 1 to 6, the best it can be while an item is missing.

    Steps look at the class beyond what is asked of the section, and at the best one of the last hours.
    """
    now = _class(sign, rule, history, at)
    if now is None:
        return None
    target = place.limits.get(rule.target or "")
    found = [
        (now, True)
        if aspect == PLAIN or now <= GOOD
        else _best_class(sign, rule, history, at, (aspect.hours or 0.0) * HOUR)
        for aspect in sign.ladder.aspects
    ]
    parts = tuple(_beyond(best, target) for best, _ in found)
    return AnnotatedValue(now, parts, least=now.least or not all(sure for _, sure in found))


def _concentration(
    sign: Sign, rule: AirIndexRule, history: History, at: float, pollutant: Pollutant, averaging: Averaging
) -> float | None:
    quantity, seconds = rule.of.get(pollutant, ""), AVERAGES[averaging] * HOUR
    sample = newest(sign, history, quantity, at)
    if sample is None or averaging == "1h":
        return None if sample is None else sample.value
    samples = within(history, quantity, at - seconds, at)
    return total(samples) / len(samples) if enough(sign, len(samples), seconds) else None


def _class(sign: Sign, rule: WaterClassRule, history: History, at: float) -> AnnotatedValue | None:
    samples = {item: newest(sign, history, quantity, at) for item, quantity in rule.of.items()}
    known = {item: sample.value for item, sample in samples.items() if sample is not None}
    found = section_class(sign.standards.of(WaterClasses), known, day_of(at))
    return None if found.grade is None else AnnotatedValue(found.grade, least=len(known) < len(samples))


def _beyond(grade: float, target: float | None) -> float:
    """A class that is within what is asked of the section counts as a good one."""
    return min(grade, GOOD) if target is not None and grade <= target else grade


def _best_class(sign: Sign, rule: WaterClassRule, history: History, at: float, seconds: float) -> tuple[float, bool]:
    """The best class of the last hours, and whether enough is known of them.

    It is known when the water was seen to be good, and when samples reach back to the beginning without a long gap.
    Moments at which an item is missing say nothing.
    """
    begins = at - seconds
    moments = sorted({sample.at for quantity in rule.reads for sample in within(history, quantity, begins, at)})
    before, *since = (_class(sign, rule, history, moment) for moment in (begins, *moments))
    found = [grade for grade in since if grade is not None and not grade.least]
    best = min(found, default=math.inf)
    if best <= GOOD:
        return best, True
    if before is None or before.least or not enough(sign, len(found), seconds):
        return -math.inf, False
    return min(before, best), True
