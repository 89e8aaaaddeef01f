"""An indicator as a member of groups: what it scores month by month, where it counts, and where it is silent.

A month is scored by what is open in it: of each indicator the last period that ends with the month or before and that
counts by today. A period counts from the day for which its value is promised, or from the moment when most regions have
delivered it. From then on nothing older stands in for it: otherwise whoever keeps a bad value back would gain by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from indicators.calendar.periods import Grain
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.indicator_values import adds_up, judged_rows
from indicators.compute.results import Result, Series
from indicators.definitions.model import Indicator
from indicators.measures.measure_matrix import Codes, axis
from indicators.scoring.score import WATCH
from indicators.scoring.status import DWELL, too_few
from indicators.statistics.arrays import Floats

KINDS = ("function", "goal", "topic", "pillar")
MOST = 0.5  # of the regions that have delivered a period make it count before its day
Flags = NDArray[np.bool_]
Columns = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Member:
    """One indicator in all regions.

    `asked`: where it means something [regions]. `judged`: where and when some target judges it, and `counts`: the same
    without what gives nothing to judge, which is no case or too few [regions × months]. `score` is NaN where a member
    that counts is silent, and `vetoes` says where it caps its groups. `status` is that of the newest value, unknown
    where it is stale [regions].
    """

    name: str
    weight: float
    asked: Flags
    judged: Flags
    counts: Flags
    vetoes: Flags
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
    """A result month by month up to `today`."""
    indicator = catalogue.indicators[result.indicator]
    grain = Grain(indicator.grain)
    native, reached = result.series[grain], _reached(indicator, catalogue)
    columns = np.minimum(_complete(grain, today), open_column(native, catalogue, today))
    at = np.clip(columns, 0, None)
    rows = judged_rows(result.indicator, catalogue, grain) & reached[:, None]
    targeted = rows & (~np.isnan(native.expected) | (indicator.band is not None))
    judged = targeted[:, at] & (columns >= 0)
    nothing = (native.denominator == 0) | too_few(indicator, native.denominator)
    counts = judged & ~nothing[:, at]
    counted = np.array([code == catalogue.regions.city.code for code in native.regions])
    if not adds_up(catalogue.formulas[result.indicator], catalogue):
        counted[:] = True
    return Member(
        result.indicator,
        indicator.weight,
        rows.any(axis=1) & (counted | targeted.any(axis=1)),
        judged,
        counts,
        counts & ~_cleared(native, targeted & ~nothing)[:, at] & indicator.veto,
        np.where(judged, native.score[:, at], np.nan),
        _newest_status(native, _due(grain, indicator.fresh_days, today)),
    )


def _cleared(native: Series, judged: Flags) -> Flags:
    """Where a veto does not stand [regions × periods]: not off track, in as many periods in a row as an improvement has
    to last. A silent period clears nothing, one without anything to judge is passed over."""
    fine = native.score >= WATCH
    if native.grain is Grain.YEAR:
        return fine
    lasting = fine.copy()
    for back in range(1, DWELL):
        lasting[:, back:] &= fine[:, :-back] | ~judged[:, :-back]
    return lasting


def open_column(native: Series, catalogue: Catalogue, today: date) -> int:
    """The column of the last period that counts by today, -1 for none: the last that is due, or a later one that half
    of the regions have delivered, two at least (a region that is alone with an indicator waits for the day)."""
    indicator = catalogue.indicators[native.indicator]
    reached = _reached(indicator, catalogue)
    delivered = (~np.isnan(native.value) | (native.denominator == 0))[reached].sum(axis=0)
    early = np.flatnonzero(delivered >= max(2, MOST * int(reached.sum())))
    due = _due(native.grain, indicator.fresh_days, today)
    return max(due, int(early[-1])) if len(early) else due


def _reached(indicator: Indicator, catalogue: Catalogue) -> Flags:
    return np.array([catalogue.regions.reaches(code, indicator.level) for code in catalogue.regions.codes])


def _newest_status(native: Series, due: int) -> Codes:
    """The status of each region's newest value, whether due or early; unknown where a newer one is due."""
    known = ~np.isnan(native.value)
    newest = np.where(known.any(axis=1), known.shape[1] - 1 - known[:, ::-1].argmax(axis=1), -1)
    status = native.status[np.arange(len(newest)), newest]
    return np.where((newest >= 0) & (newest >= due), status, 0).astype(np.uint8)


def _due(grain: Grain, fresh_days: int, today: date) -> int:
    """The column of the last period whose value has been promised by today; -1 for none."""
    return int(np.searchsorted(_ends(grain, today), today.toordinal() - fresh_days)) - 1


@lru_cache(maxsize=16)
def _ends(grain: Grain, today: date) -> Columns:
    """The last day (ordinal) of each period of the axis."""
    return np.array([period.last_day().toordinal() for period in axis(grain, today)])


@lru_cache(maxsize=16)
def _complete(grain: Grain, today: date) -> Columns:
    """For each month of the axis the column of the last period that ends with it or before; -1 for none."""
    ends = [month.last_day().toordinal() for month in axis(Grain.MONTH, today)]
    return np.searchsorted(_ends(grain, today), ends, side="right") - 1
