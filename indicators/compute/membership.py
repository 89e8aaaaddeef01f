"""An indicator as a member of groups: its scores carried onto months, and the regions where it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from indicators.calendar.periods import Grain, Period
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.results import Result, Series
from indicators.measures.axes import axis
from indicators.measures.facts import Codes
from indicators.statistics.arrays import Floats

KINDS = ("function", "goal", "topic", "pillar")
Days = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Member:
    """Scores and status carried onto the months [regions × months]; `inside`: the regions where it is a member."""

    name: str
    weight: float
    veto: bool
    inside: NDArray[np.bool_]
    score: Floats
    status: Codes


def subjects(catalogue: Catalogue, kind: str) -> Sequence[str]:
    """The groups of a kind, in the plan's order."""
    plan = catalogue.plan
    return {
        "function": [*plan.functions],
        "goal": [*plan.goals],
        "topic": [*plan.topics],
        "pillar": [*plan.pillars, *plan.supports],
    }[kind]


def member(result: Result, catalogue: Catalogue, today: date) -> Member:
    """A result month by month up to `today`: a member where some target judges it and the region is not too small."""
    indicator = catalogue.indicators[result.indicator]
    native = result.series[Grain(indicator.grain)]
    source = _carried(native, indicator.fresh_days, today)
    known, rows = source >= 0, np.arange(len(native.regions))[:, None]
    score = np.where(known, native.score[rows, source], np.nan)
    status = np.where(known, native.status[rows, source], 0).astype(np.uint8)
    judged = (~np.isnan(native.expected)).any(axis=1) | (indicator.band is not None)
    reached = np.array([catalogue.regions.reaches(code, indicator.level) for code in native.regions])
    return Member(result.indicator, indicator.weight, indicator.veto, judged & reached, score, status)


def _carried(native: Series, fresh_days: int, today: date) -> Days:
    """For each region and month the column of the newest value that is not stale by then; -1 for none."""
    known = ~np.isnan(native.value)
    newest = np.maximum.accumulate(np.where(known, np.arange(known.shape[1]), -1), axis=1)
    at, lag, due = _calendar(native.periods[0], len(native.periods), today)
    columns = np.where(at >= 0, newest[:, np.clip(at, 0, None)], -1)
    fresh = lag <= (due + fresh_days)[np.clip(columns, 0, None)]
    return np.where(fresh, columns, -1)


@lru_cache(maxsize=16)
def _calendar(first: Period, count: int, today: date) -> tuple[Days, Days, Days]:
    """For each month up to `today` the column of the last of `count` periods complete by then, and the day (ordinal)
    on which the month is judged; for each period the day on which the one after it ends."""
    months = axis(Grain.MONTH, today)
    ends = [Period.of(first.grain, month.last_day()) for month in months]
    late = [0 if end.last_month == month.n else 1 for end, month in zip(ends, months, strict=True)]
    at = np.array([end.ordinal - first.ordinal - wait for end, wait in zip(ends, late, strict=True)])
    lag = np.array([min(month.last_day(), today).toordinal() for month in months])
    due = np.array([first.shift(step).last_day().toordinal() for step in range(1, count + 1)])
    return at, lag, due
