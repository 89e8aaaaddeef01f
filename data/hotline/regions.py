"""What the barometer says of each region: needle, volumes, loop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from data.hotline.arrays import CountLayout
from data.hotline.closed_loop import loop_of
from data.hotline.event_counts import Whole
from data.hotline.types import RegionHotline, TopicVolume
from indicators.hotline import Finding, HotlineRules, SentimentInputs, TopicCounts, Volume, sentiment_index
from indicators.hotline.counts import learn_baseline
from indicators.statistics.arrays import Floats

WEEK, SHOWN = 7, 42
FLAGS = {
    "accepted": ("accepted_on_time",),
    "contacted": ("contacted",),
    "due": ("due",),
    "closed": ("closed",),
    "on_time": ("due", "on_time"),
    "rated": ("rated",),
    "resolved": ("rated", "resolved"),
    "satisfied": ("rated", "satisfied"),
    "returned": ("returned",),
    "reopened": ("reopened",),
    "repeat": ("repeat",),
}
_NAMES = ("received", *FLAGS)


@dataclass(frozen=True, eq=False)
class RegionVolumes:
    """Rows by flags lately (region, topic, counts), rows by day before (…, rated, satisfied), rows of times."""

    lately: Whole
    before: Whole
    times: Whole


def region_hotlines(
    frame: CountLayout,
    counts: TopicCounts,
    findings: Sequence[Finding],
    volumes: RegionVolumes,
    rules: HotlineRules,
    last_day: int,
) -> list[RegionHotline]:
    """What there is to say of every region, in the frame's order."""
    by_topic = _rolled(frame, volumes.lately)
    before = _satisfied_before(frame, volumes.before)
    daily, low, high, usual = _all_topics(counts, rules)
    inside = _inside(frame)
    of_times = frame.place(volumes.times[:, 0])
    found = []
    for place, code in enumerate(frame.regions):
        volume = _volume(by_topic[place].sum(axis=0))
        excess = _excess(findings, {frame.regions[n] for n in inside[place]})
        lately = volume.satisfied / volume.rated if volume.rated >= rules.rates.fewest else None
        signs = SentimentInputs(int(daily[place, -WEEK:].sum()), float(usual[place]), excess, lately, before[place])
        topics = tuple(
            TopicVolume(topic, _volume(by_topic[place, n]))
            for n, topic in enumerate(frame.topics)
            if by_topic[place, n, 0]
        )
        found.append(
            RegionHotline(
                code,
                last_day,
                sentiment_index(signs, rules.mood),
                tuple(int(n) for n in daily[place, -SHOWN:]),
                _rounded(low[place]),
                _rounded(high[place]),
                volume,
                topics,
                loop_of(volumes.times[np.isin(of_times, sorted(inside[place]))]),
            )
        )
    return found


def _inside(frame: CountLayout) -> list[set[int]]:
    """For each region its own position and those of all inside it."""
    inside: list[set[int]] = [{place} for place in range(len(frame.regions))]
    for place in range(len(frame.regions)):
        above = int(frame.parent[place])
        while above >= 0:
            inside[above].add(place)
            above = int(frame.parent[above])
    return inside


def _rolled(frame: CountLayout, rows: Whole) -> Whole:
    """int64[R, K, names] with every region holding what lies inside it; orders without a known topic are left out."""
    own = np.zeros((len(frame.regions), len(frame.topics), len(_NAMES)), np.int64)
    known = rows[(rows[:, 1] > 0) & (rows[:, 1] <= len(frame.topics))]
    np.add.at(own, (frame.place(known[:, 0]), known[:, 1] - 1), known[:, 2:])
    return np.array([own[sorted(places)].sum(axis=0) for places in _inside(frame)])


def _volume(row: Whole) -> Volume:
    return Volume(**dict(zip(_NAMES, map(int, row), strict=True)))


def _satisfied_before(frame: CountLayout, rows: Whole) -> list[float | None]:
    own = np.zeros((len(frame.regions), 2))
    np.add.at(own, frame.place(rows[:, 1]), rows[:, 4:6])
    total = [own[sorted(places)].sum(axis=0) for places in _inside(frame)]
    return [float(satisfied / rated) if rated else None for rated, satisfied in total]


def _all_topics(counts: TopicCounts, rules: HotlineRules) -> tuple[Floats, Floats, Floats, Floats]:
    """Orders by day, the band of the last days, and what is usual in the last week, of all topics together."""
    whole = TopicCounts(counts.regions, counts.parent, ("all",), counts.slot, counts.count.sum(axis=1, keepdims=True))
    recent = rules.recent_weeks * WEEK
    usual = learn_baseline(whole, slice(max(counts.days - recent - WEEK, 0), counts.days - WEEK))
    shown = slice(max(counts.days - SHOWN, 0), counts.days)
    middle = usual.by_day(shown)[:, 0]
    reach = 2 * np.sqrt(usual.spread * middle)
    week = usual.expected(slice(counts.days - WEEK, counts.days))[:, 0]
    return whole.count[:, 0], np.maximum(middle - reach, 0), middle + reach, week


def _excess(findings: Sequence[Finding], inside: set[int]) -> float:
    """Orders in a week beyond the usual that listed topics bring; what is listed twice is counted once, the larger."""
    by_topic: dict[tuple[str, int], float] = {}
    for one in _mine(findings, inside):
        key = one.topic, one.region
        by_topic[key] = max(by_topic.get(key, 0.0), one.excess * WEEK * 24 / max(one.hours, WEEK * 24))
    return float(sum(by_topic.values()))


def _mine(findings: Sequence[Finding], inside: set[int]) -> Iterator[Finding]:
    return (one for one in findings if one.region in inside)


def _rounded(values: Floats) -> tuple[float, ...]:
    return tuple(round(float(value), 1) for value in values)
