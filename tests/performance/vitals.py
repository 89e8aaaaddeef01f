"""The vital signs alone: what it costs to make a value of a reading and to follow its level, in memory."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count

from indicators.catalogue.catalogue import CATALOGUE, load_catalogue
from indicators.vitals import (
    History,
    Level,
    PlaceState,
    Quantity,
    Sample,
    SamplingPlace,
    Sign,
    Vitals,
    advance,
    aggregate,
    value_at,
)
from tests.performance.report import Line
from tests.performance.timing import timed

GROUP = "Vital signs (in memory)"
NOW = 1_751_248_800
RATE = 2_000  # readings a second that the door has to take
SHARE = 15  # percent of a core that they may cost here
ROUNDS = 50
CALM: Mapping[str, float] = {
    "water_ph": 7,
    "dissolved_oxygen": 6.5,
    "permanganate_index": 3,
    "ammonia_nitrogen": 0.4,
    "total_phosphorus": 0.08,
}
PLACE = SamplingPlace(
    "place",
    limits={"deflection_limit": 5000, "displacement_alarm": 2000, "capacity": 1_000_000},
    traits={"noise_class": "4"},
    expected={"emergency_waiting": [20], "hotline_calls": [600] * 168, "influenza_like_share": [50]},
)


def measure(runs: int) -> list[Line]:
    """Medians, CPU seconds of this process."""
    vitals = load_catalogue(CATALOGUE).vitals
    plain = _each("a plain sign", runs, vitals, {"V11"})
    alike = _each("a reading of every quantity", runs, vitals, set(vitals.signs))
    region = timed("a region of 300 places", runs, lambda: aggregate(vitals.signs["V11"], _places()))
    return [
        Line(GROUP, "a reading of a plain sign: value and level", plain * 1e6, "μs", note="CPU; road ponding"),
        Line(GROUP, "a reading of any quantity, each alike", alike * 1e6, "μs", note="CPU; all 66 signs"),
        Line(GROUP, f"{RATE:,} of those readings a second, of a core", alike * RATE * 100, "%", SHARE, "CPU"),
        Line(GROUP, "a region of 300 places", region.cpu * 1000, "ms", note="CPU"),
    ]


def _each(what: str, runs: int, vitals: Vitals, names: set[str]) -> float:
    """CPU seconds for a reading: the value and the level of each sign that reads it."""
    signs = [vitals.signs[name] for name in names]
    histories = {sign.id: _history(sign, vitals) for sign in signs}
    followed = {sign.id: advance(sign, None, NOW - sign.sampling.seconds, None) for sign in signs}
    turn = count()

    def all_once() -> None:
        for _ in range(ROUNDS):
            n = next(turn)
            for sign in signs:
                for _ in sign.reads:
                    value = value_at(sign, histories[sign.id], NOW, PLACE)
                    followed[sign.id] = advance(sign, followed[sign.id], NOW + n * sign.sampling.seconds, value)

    readings = len({quantity for sign in signs for quantity in sign.reads})
    return timed(what, runs, all_once).cpu / ROUNDS / readings


def _history(sign: Sign, vitals: Vitals) -> History:
    """Readings over the time that it looks back."""
    moments = range(int(sign.lookback_seconds // sign.sampling.seconds) + 1, -1, -1)
    return {
        name: [Sample(NOW - n * sign.sampling.seconds, _calm(name, vitals.quantities[name])) for n in moments]
        for name in sign.reads
    }


def _calm(name: str, quantity: Quantity) -> float:
    low, high = quantity.minimum or 0, quantity.maximum or 0
    return CALM.get(name, 0 if quantity.states else low + (high - low) / 100)


def _places() -> list[PlaceState]:
    return [PlaceState(f"p{n}", n / 100, Level.NORMAL, stale=n % 50 == 0) for n in range(300)]
