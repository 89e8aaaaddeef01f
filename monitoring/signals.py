"""A signal as the database keeps it."""

from __future__ import annotations

import json
from typing import Any

from indicators.vitals import AnnotatedValue, Level, Signal


def to_record(signal: Signal) -> str:
    """The whole signal as JSON; of its value the number and the weight, which a region's share needs."""
    return json.dumps(
        [
            int(signal.level),
            signal.since,
            None if signal.value is None else [float(signal.value), getattr(signal.value, "weight", None)],
            signal.at,
            [int(level) for level in signal.recent],
            signal.sample,
            signal.easing,
            int(signal.eased),
        ]
    )


def from_record(text: str) -> Signal:
    """The signal again."""
    level, since, value, at, recent, sample, easing, eased = _list(text)
    known = None if value is None else value[0] if value[1] is None else AnnotatedValue(value[0], weight=value[1])
    return Signal(Level(level), since, known, at, tuple(map(Level, recent)), sample, easing, Level(eased))


def _list(text: str) -> list[Any]:
    found: list[Any] = json.loads(text)
    return found
