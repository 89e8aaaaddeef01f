"""The periods that the engine covers, and how those of different length lie in each other, as places in arrays."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indicators.calendar.periods import PER_YEAR, Grain, Period

Places = NDArray[np.intp]
DELIVERED_AS = tuple(grain for grain in Grain if grain is not Grain.R12)  # a rolling year is computed


class FirstYears(NamedTuple):
    """The first year of yearly periods, and that of all shorter ones."""

    yearly: int
    finer: int


USUAL = FirstYears(2010, 2018)  # published yearly figures reach back further than monthly deliveries


@lru_cache(maxsize=256)
def axis(grain: Grain, today: date, begin: FirstYears = USUAL) -> tuple[Period, ...]:
    """All periods of a grain, oldest first, up to the one that `today` lies in."""
    first = Period(grain, begin.yearly if grain is Grain.YEAR else begin.finer, 1)
    count = Period.of(grain, today).ordinal - first.ordinal + 1
    return tuple(first.shift(step) for step in range(count))


@lru_cache(maxsize=256)
def filling(finer: Grain, to: Grain, today: date, begin: FirstYears) -> tuple[Places, Places]:
    """For each period of a grain the columns of the finer periods that fill it, oldest first, and how many.

    Rows are filled up at the front with the column behind the last. None where they do not fill it evenly or
    reach out of the axis.
    """
    inner = axis(finer, today, begin)
    step, first, end = 12 // PER_YEAR[finer], inner[0].ordinal, len(inner)
    rows = [_filling(period, finer, step, first, end) for period in axis(to, today, begin)]
    longest = max(1, *map(len, rows))
    columns = np.array([[end] * (longest - len(row)) + row for row in rows], dtype=np.intp)
    return columns, np.array([len(row) for row in rows], dtype=np.intp)


def _filling(period: Period, finer: Grain, step: int, first: int, end: int) -> list[int]:
    length = period.length
    if period.last_month % step or length % step:
        return []
    last = Period(finer, period.year, period.last_month // step).ordinal - first
    begin = last - length // step + 1
    return list(range(begin, last + 1)) if begin >= 0 and last < end else []


@lru_cache(maxsize=256)
def named(grain: Grain, moment: bool, today: date, begin: FirstYears) -> tuple[int, Places]:
    """Which column every period code means on the axis of a grain: code − first code is the place to look at; -1: none.

    January to June is told as 2024C06 and as 2024H1, the twelve months of 2024 as 2024 and as 2024C12: one span has
    one column. With `moment` (stocks) the end alone counts: 2024Q4, 2024-12 and 2024 are the same day.
    """
    columns = {span(period, moment): column for column, period in enumerate(axis(grain, today, begin))}
    first, last = min(begin) * 100, (today.year + 1) * 100
    places = np.full(last - first, -1, dtype=np.intp)
    for year in range(min(begin), today.year + 1):
        for other in DELIVERED_AS:
            for n in range(1, PER_YEAR[other] + 1):
                period = Period(other, year, n)
                places[period.code - first] = columns.get(span(period, moment), -1)
    return first, places


def span(period: Period, moment: bool) -> tuple[int, int]:
    """What two names of the same span have in common: the month it ends with, and (0 of a stock) its length."""
    last = period.year * 12 + period.last_month
    return last, 0 if moment else period.length


def names_of(period: Period, moment: bool) -> list[Period]:
    """Every period by which a span may be delivered: 2024 and 2024C12; of a stock all that end with it."""
    every = (Period(grain, period.year, n) for grain in DELIVERED_AS for n in range(1, PER_YEAR[grain] + 1))
    return [one for one in every if span(one, moment) == span(period, moment)]


class CumulativeSpan(NamedTuple):
    """A period as values of the year so far: `end` − `start` + `before` (columns of the months; -1: nothing, 0)."""

    end: Places
    start: Places
    before: Places


@lru_cache(maxsize=256)
def cumulative(grain: Grain, today: date, begin: FirstYears) -> CumulativeSpan:
    """How each period of a grain follows from cumulative values; `end` is the column behind the last where it does not.

    April to June is January–June less January–March. A rolling year is the year so far, and of the year before all
    but the same months.
    """
    months = axis(Grain.YTD, today, begin)
    first, count = months[0].ordinal, len(months)
    rows = [_ladder(period, first, count) for period in axis(grain, today, begin)]
    end, start, before = np.array(rows, dtype=np.intp).T
    return CumulativeSpan(end, start, before)


def _ladder(period: Period, first: int, count: int) -> tuple[int, int, int]:
    end = Period(Grain.YTD, period.year, period.last_month).ordinal - first
    start = before = -1
    if period.length < period.last_month:
        start = end - period.length
    elif period.length > period.last_month:
        start, before = end - 12, end - period.last_month
        if start < 0:
            return count, -1, -1
    return (end, start, before) if 0 <= end < count else (count, -1, -1)
