"""Single values as they are delivered. Each kind is read in one place, for tables, events, devices, readings, maps."""

from data.pipeline.values.measures import MeasureNames, unit_named, unit_of
from data.pipeline.values.moments import ToldTime, moment, told_moment, zone_of
from data.pipeline.values.numbers import figure, is_no_figure, number, within
from data.pipeline.values.periods import period
from data.pipeline.values.regions import RegionNames, region, region_names
from data.pipeline.values.texts import canonical, keepable, name_key, shown
from data.pipeline.values.units import Quantity, quantity

__all__ = [
    "MeasureNames",
    "Quantity",
    "RegionNames",
    "ToldTime",
    "canonical",
    "figure",
    "is_no_figure",
    "keepable",
    "moment",
    "name_key",
    "number",
    "period",
    "quantity",
    "region",
    "region_names",
    "shown",
    "told_moment",
    "unit_named",
    "unit_of",
    "within",
    "zone_of",
]
