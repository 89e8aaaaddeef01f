"""Values from states: how long one is open, what has lasted, how grave an accident is."""

from __future__ import annotations

from bisect import bisect_right

from indicators.vitals.definitions import Sign
from indicators.vitals.samples import History, SamplingPlace, newest, within
from indicators.vitals.value import AnnotatedValue
from indicators.vitals.value_rules import GradeRule, LastingRule, MinutesOpenRule


def minutes_open(sign: Sign, rule: MinutesOpenRule, history: History, at: float, place: SamplingPlace) -> float | None:
    """For how many minutes a state has not been 0, with the state itself for steps that look at it.

    A state holds until another one is told, also over a silence between two readings.
    """
    now = newest(sign, history, rule.of, at)
    if now is None:
        return None
    since = at
    for sample in reversed(within(history, rule.of, at - rule.window, at)):
        if sample.value == 0:
            break
        since = sample.at
    minutes = (at - since) / 60
    return AnnotatedValue(minutes, tuple(now.value if aspect.state else minutes for aspect in sign.ladder.aspects))


def lasting(sign: Sign, rule: LastingRule, history: History, at: float, place: SamplingPlace) -> float | None:
    """The least reading of the last minutes, counted from the one that held when they began.

    While nobody knows what was then, it is only known that something may have lasted.
    """
    if newest(sign, history, rule.of, at) is None:
        return None
    begins = at - rule.window
    values = [sample.value for sample in within(history, rule.of, begins, at)]
    before = within(history, rule.of, begins - sign.stale_seconds, begins)
    if before:
        return min(before[-1].value, *values)
    lowest = min(values)
    return lowest if lowest <= 0 else AnnotatedValue(0.0, least=True)


def grade(sign: Sign, rule: GradeRule, history: History, at: float, place: SamplingPlace) -> float | None:
    """0 while nothing is open, else the number of bounds reached; the lowest grade while the reading is missing."""
    opened = newest(sign, history, rule.when, at)
    if opened is None:
        return None
    if opened.value <= 0:
        return 0.0
    reading = newest(sign, history, rule.of, at)
    return AnnotatedValue(1.0, least=True) if reading is None else float(bisect_right(rule.bounds, reading.value))
