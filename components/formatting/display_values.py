"""From the engine's cells to figures on a screen."""

from __future__ import annotations

import math
from collections.abc import Iterable

from components.formatting.numbers import DisplayValue
from components.formatting.qualifiers import qualifier_name
from components.formatting.units import unit_after
from components.framework.view import View
from indicators.compute.results import IndicatorValue
from indicators.definitions.model import Indicator
from indicators.scoring.judgement import Judgement, telling_decimals

STATUSES = ("unknown", "on_track", "watch", "off_track")
BASES = ("unknown", "published", "plan", "reported", "demo")


def status_name(code: int) -> str:
    """The name of a status code."""
    return STATUSES[code]


def basis_name(code: int) -> str:
    """The name of a basis code."""
    return BASES[code]


def display_value(view: View, indicator: Indicator, cell: IndicatorValue) -> DisplayValue:
    """The newest value of an indicator in a region, with its marks."""
    return DisplayValue(
        cell.indicator,
        cell.region,
        cell.period,
        cell.value,
        unit(view, indicator),
        decimals_of(indicator, cell.value, cell.judgement),
        status_name(cell.status),
        basis_name(cell.basis),
        qualifier_name(cell.wording),
    )


def decimals_of(indicator: Indicator, value: float | None, judged: Judgement) -> int:
    """With how many decimals a value is shown: as many as it takes to see on which side of its aim it stands."""
    if value is None or judged.aim is None:
        return indicator.decimals
    return telling_decimals(value, judged.aim, indicator.decimals)


def unit(view: View, indicator: Indicator) -> str:
    """The unit as it stands behind a number."""
    return unit_after(view, indicator.unit)


def difference_unit(view: View, indicator: Indicator) -> str:
    """The unit of a difference: percentage points where the value is in percent."""
    return view.translate("unit.points") if indicator.unit.zh == "%" else unit(view, indicator)


def score_value(
    kind: str, subject: str, region: int, period: str, score: float | None, status: str, demo: bool
) -> DisplayValue:
    """A score as a figure; what it is a score of stands where an indicator's id does."""
    return DisplayValue(f"score:{kind}:{subject}", region, period, score, "", 0, status, "demo" if demo else "reported")


def points(values: Iterable[float]) -> list[float | None]:
    """An array of numbers as a list, with None for no value."""
    return [None if math.isnan(v) else float(v) for v in values]
