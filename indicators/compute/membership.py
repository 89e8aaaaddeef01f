"""An indicator as a member of groups: what it scores month by month, where it counts, and where it is silent.

A month is scored by what counts in it: of each indicator the last period that ends with the month or before and that is
open by today (`open_periods`). Nothing older stands in for it: whoever keeps a bad value back would gain by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from indicators.calendar.periods import Grain
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.indicator_values import adds_up, judged_rows
from indicators.compute.open_periods import complete_columns, open_column, reached_regions
from indicators.compute.results import IndicatorResult, IndicatorSeries
from indicators.compute.told_periods import last_told, told
from indicators.measures.facts import Codes
from indicators.scoring.score import WATCH
from indicators.scoring.status import DWELL, too_few
from indicators.statistics.arrays import Floats

KINDS = ("function", "goal", "topic", "pillar")
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class GroupMember:
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


def member(result: IndicatorResult, catalogue: Catalogue, today: date) -> GroupMember:
    """A result month by month up to `today`."""
    indicator = catalogue.indicators[result.indicator]
    grain = Grain(indicator.grain)
    native, reached = result.series[grain], reached_regions(indicator, catalogue)
    opened = open_column(native, catalogue, today)
    columns = np.minimum(complete_columns(native.periods, today), opened)
    at = np.clip(columns, 0, None)
    rows = judged_rows(result.indicator, catalogue, grain) & reached[:, None]
    targeted = rows & (~np.isnan(native.expected) | (indicator.band is not None))
    judged = targeted[:, at] & (columns >= 0)
    nothing = (native.denominator == 0) | too_few(catalogue.least_cases(result.indicator), native.denominator)
    counts = judged & ~nothing[:, at]
    return GroupMember(
        result.indicator,
        indicator.weight,
        rows.any(axis=1) & (_can_have_a_target(result.indicator, catalogue) | targeted.any(axis=1)),
        judged,
        counts,
        counts & ~_cleared(native, targeted & ~nothing)[:, at] & indicator.veto,
        np.where(judged, native.score[:, at], np.nan),
        _newest_status(native, opened),
    )


def _can_have_a_target(name: str, catalogue: Catalogue) -> Flags:
    """The regions that a target of the city would judge: a count of the city says nothing of a town."""
    regions = catalogue.regions
    if adds_up(catalogue.formulas[name], catalogue):
        return np.array([code == regions.city.code for code in regions.codes])
    return np.ones(len(regions.codes), np.bool_)


def _cleared(native: IndicatorSeries, judged: Flags) -> Flags:
    """Where a veto does not stand [regions × periods]: not off track, in as many periods in a row as an improvement has
    to last. A silent period clears nothing, one without anything to judge is passed over."""
    fine = native.score >= WATCH
    if native.grain is Grain.YEAR:
        return fine
    lasting = fine.copy()
    for back in range(1, DWELL):
        lasting[:, back:] &= fine[:, :-back] | ~judged[:, :-back]
    return lasting


def _newest_status(native: IndicatorSeries, opened: int) -> Codes:
    """The status of each region's newest value; unknown where nothing was told of the last period that counts."""
    newest = last_told(~np.isnan(native.value))
    status = native.status[np.arange(len(newest)), newest]
    return np.where((newest >= 0) & (last_told(told(native)) >= opened), status, 0).astype(np.uint8)
