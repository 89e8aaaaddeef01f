"""The value of a sign at a moment."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from indicators.vitals.definitions import Sign
from indicators.vitals.samples import History, SamplingPlace
from indicators.vitals.value_rules import (
    AirIndexRule,
    BaseRule,
    DifferenceRule,
    GradeRule,
    LastingRule,
    LatestRule,
    MeanRule,
    MinutesOpenRule,
    RatioRule,
    ShareRule,
    SumRule,
    SurgeRule,
    WaterClassRule,
)
from indicators.vitals.values import comparisons, durations, single_readings, standard_values

Computing = Callable[[Sign, Any, History, float, SamplingPlace], float | None]
_COMPUTING: Mapping[type[BaseRule], Computing] = {
    LatestRule: single_readings.latest,
    SumRule: single_readings.sums,
    MeanRule: single_readings.mean,
    ShareRule: single_readings.portion,
    RatioRule: comparisons.ratio,
    DifferenceRule: comparisons.difference,
    SurgeRule: comparisons.surge,
    AirIndexRule: standard_values.air_index,
    WaterClassRule: standard_values.water_class,
    MinutesOpenRule: durations.minutes_open,
    LastingRule: durations.lasting,
    GradeRule: durations.grade,
}


def value_at(sign: Sign, history: History, at: float, place: SamplingPlace) -> float | None:
    """The value of a sign at a moment (seconds since 1970), in its unit; None where it is not known.

    `history` maps each quantity that the sign reads to its samples, ascending in time, over the `lookback_seconds`
    before the moment; samples after it are left out of account, samples too old for it count as none. Where a sign's
    steps ask for more than a number, or something is missing, the float is a `Value`: hand it on as it is.
    """
    value = _COMPUTING[type(sign.value)](sign, sign.value, history, at, place)
    return value if value is not None and math.isfinite(value) else None
