"""The line behind a finding, with the band that counts usually keep to."""

from __future__ import annotations

import numpy as np

from indicators.hotline.counts import WEEK, BaselineCounts, TopicCounts
from indicators.hotline.findings import FindingStep, SeriesWithBand
from indicators.statistics.arrays import Floats

DAYS = 42
_WIDE = 2.0  # standard deviations on each side


def daily_series(counts: TopicCounts, usual: BaselineCounts, region: int, topic: int) -> SeriesWithBand:
    """The last six weeks by day."""
    days = slice(max(counts.days - DAYS, 0), counts.days)
    middle = usual.by_day(days)[region, topic]
    return _trail("day", counts.count[region, topic, days], middle, float(usual.spread[region, topic]))


def weekly_series(counts: TopicCounts, usual: BaselineCounts, region: int, topic: int) -> SeriesWithBand:
    """All whole weeks."""
    first = counts.days % WEEK
    days = slice(first, counts.days)
    middle = usual.by_day(days)[region, topic].reshape(-1, WEEK).sum(axis=1)
    seen = counts.count[region, topic, days].reshape(-1, WEEK).sum(axis=1)
    return _trail("week", seen, middle, float(usual.spread[region, topic]))


def _trail(step: FindingStep, seen: Floats, middle: Floats, spread: float) -> SeriesWithBand:
    reach = _WIDE * np.sqrt(spread * middle)
    low, high = np.maximum(middle - reach, 0.0), middle + reach
    return SeriesWithBand(step, _whole(seen), _rounded(low), _rounded(high))


def _whole(values: Floats) -> tuple[int, ...]:
    return tuple(int(value) for value in values)


def _rounded(values: Floats) -> tuple[float, ...]:
    return tuple(round(float(value), 1) for value in values)
