"""What would have been said: forecasts of the past, made afterwards from what is known now, and marked as such.

A city that begins today has no record of its own for half a year. Replays show how the methods would have done; they
know later corrections, and never count as issued.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time

import numpy as np
from sqlalchemy import Connection, Engine, select

from data.core.clock import BUSINESS_ZONE, Clock
from data.forecast.forecast_input import ForecastInput, is_looked_at, newest_input
from data.forecast.issued_forecasts import INDICATOR, Forecast, issue
from data.forecast.marking import mark_due
from data.storage.engines import capabilities, reading
from data.warehouse.tables import forecast
from indicators.calendar.periods import PER_YEAR, Grain, Period
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.results import IndicatorResult
from indicators.forecast.outlook import History, newest_run, outlooks

ORIGINS = 8  # quarters back
DISTANCE = 2  # parts of a year that a replay looks ahead: half a year


def replay_once(engine: Engine, catalogue: Catalogue, clock: Clock) -> int:
    """Make the replays of the last two years and mark them, unless they were made; returns how many there are now new.

    Everything is kept in one transaction: killed before, it begins anew.
    """
    with reading(engine).connect() as connection:
        given = None if _are_made(connection) else newest_input(connection, catalogue)
    if given is None:
        return 0
    newest = Period.of(Grain.MONTH, given.day)
    months = [newest.shift(-6 - 3 * back) for back in reversed(range(ORIGINS))]
    made = {month: _replays(given, month) for month in months}
    with engine.begin() as connection:
        capabilities(connection).lock_writers(connection)
        if _are_made(connection):
            return 0
        count = sum(issue(connection, some, _evening(month), replayed=True) for month, some in made.items())
        mark_due(connection, given.catalogue, given.results, given.day, clock.now())
    return count


def _are_made(connection: Connection) -> bool:
    return connection.execute(select(forecast.c.id).where(forecast.c.replayed.is_(True)).limit(1)).first() is not None


def _evening(month: Period) -> datetime:
    return datetime.combine(month.last_day(), time(23), BUSINESS_ZONE)


def _replays(given: ForecastInput, month: Period) -> list[Forecast]:
    """What would have been said at the end of a month, where something would; of its points only the last is kept."""
    found = outlooks([one for result in given.results.values() for one in _histories(given, result, month)])
    return [
        Forecast(INDICATOR, one.indicator, one.region, one.due, replace(one, points=one.points[-1:], errors=()))
        for one in found
        if one.probability is not None
    ]


def _histories(given: ForecastInput, result: IndicatorResult, month: Period) -> Iterable[History]:
    """What was known at the end of a month, looked at with the path half a year on as its aim."""
    indicator = given.catalogue.indicators[result.indicator]
    native = result.series[Grain(indicator.grain)]
    if native.grain not in (Grain.MONTH, Grain.QUARTER):
        return
    last = _last_ended(native.grain, month)
    column = last.ordinal - native.periods[0].ordinal
    due = column + PER_YEAR[native.grain] // DISTANCE
    if not column >= 0 or due >= len(native.periods):
        return
    for row, region in enumerate(native.regions):
        known = native.value[row, : column + 1]
        run, aim = newest_run(known, native.grain), float(native.expected[row, due])
        if is_looked_at(given.catalogue, region) and run is not None and run.stop == column + 1 and np.isfinite(aim):
            values = known[run].astype(float)
            yield History(result.indicator, indicator, region, native.periods[run], values, native.periods[due], aim)


def _last_ended(grain: Grain, month: Period) -> Period:
    """The newest period of a grain that had ended with a month."""
    period = Period.of(grain, month.last_day())
    return period if period.last_month == month.n else period.shift(-1)
