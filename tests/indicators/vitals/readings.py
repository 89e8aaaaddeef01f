"""Readings at a steady pace, and a signal followed through them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indicators.vitals import Sample, SamplingPlace, Sign, Signal, advance

NOW = 1_751_248_800  # Monday 2025-06-30 10:00 in China
MINUTE, HOUR, DAY = 60, 3600, 86400
HERE = SamplingPlace("here")


def every(seconds: float, values: Iterable[float], until: float = NOW) -> list[Sample]:
    """Samples at a steady pace, the last at `until`."""
    found = list(values)
    return [Sample(until - seconds * (len(found) - 1 - n), value) for n, value in enumerate(found)]


def followed(sign: Sign, values: Sequence[float | None], pace: float = MINUTE, start: float = NOW) -> list[Signal]:
    """The signal after each of some values at a steady pace."""
    signal, found = None, []
    for n, value in enumerate(values):
        signal = advance(sign, signal, start + n * pace, value)
        found.append(signal)
    return found


def names(signals: Iterable[Signal]) -> list[str]:
    """The levels of signals by name."""
    return [signal.level.name.lower() for signal in signals]
