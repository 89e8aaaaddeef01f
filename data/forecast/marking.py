"""What became of forecasts: marked when the value of their day is known, by the first value, once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import numpy as np
from sqlalchemy import Connection, insert

from data.core.clock import to_epoch
from data.forecast.issued_forecasts import IssuedForecast, unmarked
from data.warehouse.tables import forecast_mark
from indicators.calendar.periods import Grain, Period
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.results import IndicatorResult, IndicatorSeries
from indicators.forecast.bands import INNER, OUTER
from indicators.forecast.outlook import Outlook
from indicators.forecast.probability import is_met


def mark_due(
    connection: Connection, catalogue: Catalogue, results: Mapping[str, IndicatorResult], day: date, now: datetime
) -> int:
    """Mark the forecasts whose day has come and whose value is known; returns how many. In the caller's transaction."""
    due = unmarked(connection, Period.of(Grain.MONTH, day))
    marks = [mark for number, issued in due for mark in _mark(number, issued, catalogue, results)]
    if marks:
        connection.execute(insert(forecast_mark), [{**mark, "marked_at": to_epoch(now)} for mark in marks])
    return len(marks)


def _mark(
    number: int, issued: IssuedForecast, catalogue: Catalogue, results: Mapping[str, IndicatorResult]
) -> Iterable[dict[str, Any]]:
    """The mark of a forecast, or nothing where its value is not known."""
    one, outlook = issued.forecast, issued.forecast.outlook
    if one.subject not in results or not isinstance(outlook, Outlook) or outlook.target is None:
        return
    indicator = catalogue.indicators[one.subject]
    series = results[one.subject].series[Grain(indicator.grain)]
    value = value_at(series, one.region, Period.parse(one.due))
    if value is not None and outlook.probability is not None:
        met = is_met(value, outlook.target, indicator.better, indicator.band)
        point = outlook.points[-1]
        yield {
            "forecast": number,
            "value": value,
            "met": met,
            "brier": (outlook.probability - met) ** 2,
            "within_50": abs(value - point.middle) <= INNER * point.spread,
            "within_80": abs(value - point.middle) <= OUTER * point.spread,
        }


def value_at(series: IndicatorSeries, region: int, period: Period) -> float | None:
    """The value of a region in a period; None where it is not known."""
    column = period.ordinal - series.periods[0].ordinal
    if region not in series.regions or not 0 <= column < len(series.periods):
        return None
    value = float(series.value[series.regions.index(region), column])
    return value if np.isfinite(value) else None
