"""The value of a sign at a moment."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from indicators.vitals.definitions import Sign
from indicators.vitals.samples import History, Place
from indicators.vitals.value_rules import (
    AirIndexRule,
    Difference,
    Grade,
    Lasting,
    Latest,
    Mean,
    MinutesOpen,
    Portion,
    Ratio,
    Rule,
    Sum,
    Surge,
    WaterClassRule,
)
from indicators.vitals.values import comparisons, durations, single_readings, standard_values

Computing = Callable[[Sign, Any, History, float, Place], float | None]
_COMPUTING: Mapping[type[Rule], Computing] = {
    Latest: single_readings.latest,
    Sum: single_readings.sums,
    Mean: single_readings.mean,
    Portion: single_readings.portion,
    Ratio: comparisons.ratio,
    Difference: comparisons.difference,
    Surge: comparisons.surge,
    AirIndexRule: standard_values.air_index,
    WaterClassRule: standard_values.water_class,
    MinutesOpen: durations.minutes_open,
    Lasting: durations.lasting,
    Grade: durations.grade,
}


def value_at(sign: Sign, history: History, at: float, place: Place) -> float | None:
    """The value of a sign at a moment (seconds since 1970), in its unit; None where it is not known.

    `history` maps each quantity that the sign reads to its samples, ascending in time, over the `lookback_seconds`
    before the moment; samples after it are left out of account, samples too old for it count as none. Where a sign's
    steps ask for more than a number, or something is missing, the float is a `Value`: hand it on as it is.
    """
    value = _COMPUTING[type(sign.value)](sign, sign.value, history, at, place)
    return value if value is not None and math.isfinite(value) else None
