"""Which periods of an indicator count on a day: for everybody from the same moment.

A period counts from the day for which its value is promised, or from the moment when most regions have delivered it. So
nobody gains by keeping one back.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from indicators.calendar.periods import Grain, Period
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.results import IndicatorSeries
from indicators.compute.told_periods import told
from indicators.definitions.model import Indicator
from indicators.measures.axes import axis

MOST = 0.5  # of the regions that have delivered a period make it count before its day
Columns = NDArray[np.int64]


def open_column(native: IndicatorSeries, catalogue: Catalogue, today: date) -> int:
    """The column of the last period that counts by today; -1 for none.

    It is the last that is due, or a later one that half of the regions have delivered, two at least: a region that is
    alone with an indicator waits for the day.
    """
    indicator = catalogue.indicators[native.indicator]
    inside = reached_regions(indicator, catalogue)
    delivered = told(native)[inside].sum(axis=0)
    early = np.flatnonzero(delivered >= max(2, MOST * int(inside.sum())))
    due = due_column(native.periods, indicator.fresh_days, today)
    return max(due, int(early[-1])) if len(early) else due


def reached_regions(indicator: Indicator, catalogue: Catalogue) -> NDArray[np.bool_]:
    """The regions that are large enough for an indicator to mean something."""
    return np.array([catalogue.regions.reaches(code, indicator.level) for code in catalogue.regions.codes])


def due_column(periods: tuple[Period, ...], fresh_days: int, today: date) -> int:
    """The column of the last period whose value has been promised by today; -1 for none."""
    return int(np.searchsorted(_ends(periods), today.toordinal() - fresh_days)) - 1


@lru_cache(maxsize=64)
def _ends(periods: tuple[Period, ...]) -> Columns:
    """The last day (ordinal) of each period."""
    return np.array([period.last_day().toordinal() for period in periods])


@lru_cache(maxsize=64)
def complete_columns(periods: tuple[Period, ...], today: date) -> Columns:
    """For each month up to today the column of the last period that ends with it or before; -1 for none."""
    ends = [month.last_day().toordinal() for month in axis(Grain.MONTH, today)]
    return np.searchsorted(_ends(periods), ends, side="right") - 1
