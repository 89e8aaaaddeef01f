"""Vital signs of the city (城市运行生命体征): readings in, levels and health out. Pure.

`value_at` makes a sign's value of readings, `advance` follows its level over time (`replay` where readings come late),
`stale` says when nothing is known any more, `across` makes a region's value of its places, `kind_health` and
`city_health` say how well all is.
"""

from indicators.vitals.definition_set import Vitals
from indicators.vitals.definitions import Duty, Quantity, RunningTotal, Sampling, Sign, SignBlock, VitalKind, Wording
from indicators.vitals.health import CityHealth, CityPart, Deduction, KindHealth, city_health, kind_health
from indicators.vitals.levels import Level, LevelName, LevelSet, SetLevel
from indicators.vitals.region_values import PlaceNow, RegionValue, across, place_now
from indicators.vitals.samples import History, Place, Sample
from indicators.vitals.signals import Signal, advance, level_of, replay, stale
from indicators.vitals.thresholds import Threshold
from indicators.vitals.value import Value
from indicators.vitals.values.evaluation import value_at

__all__ = [
    "CityHealth",
    "CityPart",
    "Deduction",
    "Duty",
    "History",
    "KindHealth",
    "Level",
    "LevelName",
    "LevelSet",
    "Place",
    "PlaceNow",
    "Quantity",
    "RegionValue",
    "RunningTotal",
    "Sample",
    "Sampling",
    "SetLevel",
    "Sign",
    "SignBlock",
    "Signal",
    "Threshold",
    "Value",
    "VitalKind",
    "Vitals",
    "Wording",
    "across",
    "advance",
    "city_health",
    "kind_health",
    "level_of",
    "place_now",
    "replay",
    "stale",
    "value_at",
]
