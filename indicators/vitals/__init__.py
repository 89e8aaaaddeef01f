"""Vital signs of the city (城市运行生命体征): readings in, levels and health out. Pure.

`value_at` makes a sign's value of readings, `advance` follows its level over time (`replay` where readings come late),
`stale` says when nothing is known any more, `aggregate` makes a region's value of its places, `kind_health` and
`city_health` say how well all is.
"""

from indicators.vitals.definition_set import Vitals
from indicators.vitals.definitions import Duty, Quantity, RunningTotal, Sampling, Sign, SignBlock, VitalKind, Wording
from indicators.vitals.health import CityHealth, CityPart, Deduction, KindHealth, city_health, kind_health
from indicators.vitals.levels import Level, LevelName, LevelSet, SetLevel
from indicators.vitals.region_values import PlaceState, RegionValue, aggregate, place_state
from indicators.vitals.samples import History, Sample, SamplingPlace
from indicators.vitals.signals import Signal, advance, level_of, replay, stale
from indicators.vitals.thresholds import Threshold
from indicators.vitals.value import AnnotatedValue
from indicators.vitals.values.evaluation import value_at

__all__ = [
    "AnnotatedValue",
    "CityHealth",
    "CityPart",
    "Deduction",
    "Duty",
    "History",
    "KindHealth",
    "Level",
    "LevelName",
    "LevelSet",
    "PlaceState",
    "Quantity",
    "RegionValue",
    "RunningTotal",
    "Sample",
    "Sampling",
    "SamplingPlace",
    "SetLevel",
    "Sign",
    "SignBlock",
    "Signal",
    "Threshold",
    "VitalKind",
    "Vitals",
    "Wording",
    "advance",
    "aggregate",
    "city_health",
    "kind_health",
    "level_of",
    "place_state",
    "replay",
    "stale",
    "value_at",
]
