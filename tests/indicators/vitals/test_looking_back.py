"""How far back a sign has to look: older readings change no value, and all signs of the city are tried."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest

from indicators.vitals import Sample, SamplingPlace, Sign, Vitals, advance, level_of, value_at
from tests.indicators.vitals.readings import DAY, HOUR, NOW

PLACE = SamplingPlace(
    "everywhere",
    limits={"deflection_limit": 50, "displacement_alarm": 30, "capacity": 1000, "target_class": 3},
    traits={"noise_class": "2"},
    expected={"emergency_waiting": [20], "hotline_calls": [60] * 24, "influenza_like_share": [3] * 168},
)


def readings(sign: Sign, vitals: Vitals, chance: random.Random) -> dict[str, list[Sample]]:
    """Readings of all its quantities for a third longer than it looks back, now and then one missing."""
    pace = sign.sampling.seconds
    moments = [NOW - n * pace for n in range(int(sign.lookback_seconds * 4 / 3 / pace) + 4)]
    found = {}
    for name in sign.reads:
        quantity = vitals.quantities[name]
        low, high = (0, max(quantity.states)) if quantity.states else (quantity.minimum or 0, quantity.maximum or 0)
        values = [
            chance.randint(0, 1) * high if quantity.states else low + (high - low) * chance.random() for _ in moments
        ]
        drawn = zip(reversed(moments), values, strict=True)
        found[name] = [Sample(at, value) for at, value in drawn if chance.random() < 0.95 or at > NOW - pace]
    return found


def test_readings_older_than_it_looks_back_change_no_value(signs: Mapping[str, Sign], vitals: Vitals) -> None:
    """Walks all signs, each with three histories."""
    chances = {name: random.Random(name) for name in signs}
    wrong = [
        name
        for name, sign in signs.items()
        for _ in range(3)
        if not rests_on_what_it_looks_back_at(sign, readings(sign, vitals, chances[name]))
    ]

    assert wrong == []


def rests_on_what_it_looks_back_at(sign: Sign, history: Mapping[str, list[Sample]]) -> bool:
    """Whether there is a value, it is the same without what is older, and the signal takes it over."""
    recent = {q: [s for s in many if s.at >= NOW - sign.lookback_seconds] for q, many in history.items()}
    value, again = (value_at(sign, known, NOW, PLACE) for known in (history, recent))
    if value is None or again is None:
        return False
    parts = [(getattr(v, "parts", None), getattr(v, "least", None)) for v in (value, again)]
    signal = advance(sign, None, NOW, value)
    taken_over = (signal.value, signal.at, signal.recent[-1]) == (value, NOW, level_of(sign, value))
    return again == value and parts[0] == parts[1] and taken_over


@pytest.mark.parametrize(
    ("name", "seconds"),
    [
        ("V11", 45 * 60),
        ("V12", 90 * DAY),
        ("V24", 72 * HOUR + 12 * HOUR),
        ("V38", 24 * HOUR + 1800),
        ("V42", 2 * HOUR + 1800),
        ("V55", HOUR + 900),
        ("V73", 8 * DAY + 900),
        ("V83", 60),
    ],
)
def test_it_looks_back_over_its_window_and_the_time_until_it_is_stale(
    signs: Mapping[str, Sign], name: str, seconds: float
) -> None:
    assert signs[name].lookback_seconds == seconds
