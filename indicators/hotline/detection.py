"""What rises (苗头), what lasts (倾向), what is everywhere (普遍): each a rule over counts and what is usual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.hotline.counts import WEEK, BaselineCounts, TopicCounts, learn_baseline
from indicators.hotline.findings import Finding, outermost, ranked, unsaid, without_nested
from indicators.hotline.hourly import Hourly, Window, newest
from indicators.hotline.rules import HotlineRules, WidespreadRules
from indicators.hotline.series_with_band import daily_series, weekly_series
from indicators.statistics.arrays import Floats
from indicators.statistics.significance import q_values, upper_tail, z_scores

_HOURS = 24
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class DetectionInput:
    """Counts with what is usual: `lately` from the weeks before the last one, `before` from those before all recent."""

    counts: TopicCounts
    rules: HotlineRules
    lately: BaselineCounts
    before: BaselineCounts

    @classmethod
    def of(cls, counts: TopicCounts, rules: HotlineRules) -> DetectionInput:
        """Learn both from the counts of whole days."""
        recent = rules.recent_weeks * WEEK
        lately = learn_baseline(counts, slice(max(counts.days - recent - WEEK, 0), counts.days - WEEK))
        return cls(counts, rules, lately, learn_baseline(counts, slice(0, counts.days - recent)))


def listed(counts: TopicCounts, hourly: Sequence[Hourly], rules: HotlineRules) -> list[Finding]:
    """All findings by kind, the strongest first; none where there are too few weeks to say what is usual."""
    if counts.days < (rules.recent_weeks + 4) * WEEK:
        return []
    ground = DetectionInput.of(counts, rules)
    inside = _inside(counts)
    everywhere = outermost(_everywhere(ground), inside)
    lasting = unsaid(without_nested(_lasting(ground), inside, rules.nested), everywhere)
    rising = unsaid(without_nested(_rising(ground, hourly), inside, rules.nested), [*everywhere, *lasting])
    return ranked([*rising, *lasting, *everywhere])


def _inside(counts: TopicCounts) -> dict[int, set[int]]:
    inside: dict[int, set[int]] = {code: set() for code in counts.regions}
    for place, code in enumerate(counts.regions):
        above = int(counts.parent[place])
        while above >= 0:
            inside[counts.regions[above]].add(code)
            above = int(counts.parent[above])
    return inside


def _tide(ground: DetectionInput, count: Floats, usual: Floats) -> Floats:
    """How many times the usual most towns have of each topic, at least 1, float64[R, K]; 1 for the whole city.

    The median of towns: one town's surge does not move it, a season that all share does.
    """
    counts = ground.counts
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(usual >= 1, count / usual, np.nan)[counts.innermost]
    asked = np.isfinite(ratio).sum(axis=0) >= ground.rules.tide_towns
    middle = np.array([np.nanmedian(column) if some else 1.0 for column, some in zip(ratio.T, asked, strict=True)])
    tide = np.tile(np.maximum(1.0, middle), (len(counts.regions), 1))
    tide[counts.outermost] = 1.0
    return tide


def _rising(ground: DetectionInput, hourly: Sequence[Hourly]) -> list[Finding]:
    """New and growing, in the last week or in the newest hours; of several windows the least doubtful."""
    rules, counts = ground.rules.rising, ground.counts
    looks = [_last_week(ground)] if WEEK * _HOURS in rules.windows_hours else []
    for one in hourly:
        for hours in rules.windows_hours:
            window = newest(one, hours) if hours <= _HOURS else None
            if window is not None:
                looks.append(_Look.of_window(counts, one, window, hours))
    if not looks:
        return []
    chances = np.concatenate([upper_tail(look.strength).ravel() for look in looks])
    doubt = np.split(q_values(chances), np.cumsum([look.strength.size for look in looks])[:-1])
    fresh, previous = _new(ground)
    best: dict[tuple[int, int], Finding] = {}
    for look, unsure in zip(looks, doubt, strict=True):
        unsure = unsure.reshape(look.strength.shape)
        with np.errstate(divide="ignore", invalid="ignore"):
            times = look.count / look.usual
        growth = times >= rules.growth * previous[look.place]
        keep = (unsure <= ground.rules.doubt) & (look.count >= rules.fewest) & (times >= rules.times)
        for region, topic in zip(*np.nonzero(keep & growth & fresh[look.place]), strict=True):
            found = _risen(ground, look, int(region), int(topic), float(unsure[region, topic]), previous)
            key = found.region, int(topic)
            if key not in best or found.doubt < best[key].doubt:
                best[key] = found
    return list(best.values())


@dataclass(frozen=True, eq=False)
class _Look:
    """One window over some regions (`place`: their positions among all), float64[n, K] each."""

    place: NDArray[np.int64]
    hours: int
    count: Floats
    usual: Floats
    strength: Floats

    @classmethod
    def of_window(cls, counts: TopicCounts, hourly: Hourly, window: Window, hours: int) -> _Look:
        place = np.array([counts.regions.index(code) for code in hourly.regions])
        strength = z_scores(window.count, window.usual, window.spread)
        return cls(place, hours, window.count, window.usual, strength)


def _last_week(ground: DetectionInput) -> _Look:
    days = slice(ground.counts.days - WEEK, ground.counts.days)
    count = ground.counts.count[:, :, days].sum(axis=2)
    usual = ground.lately.expected(days)
    usual = usual * _tide(ground, count, usual)
    return _Look(np.arange(len(count)), WEEK * _HOURS, count, usual, ground.lately.surprise(count, usual, 1))


def _new(ground: DetectionInput) -> tuple[Mask, Floats]:
    """Where the two weeks before the last lay about as usual, and how many times the usual the one before the last had.

    Judged by both usuals: what has lasted for weeks is part of the later one.
    """
    counts, last = ground.counts, ground.counts.days - WEEK
    two, one = slice(last - 2 * WEEK, last), slice(last - WEEK, last)
    limit = ground.rules.rising.before_times
    fresh = np.ones(counts.count.shape[:2], np.bool_)
    for usual in (ground.lately, ground.before):
        count, expected = counts.count[:, :, two].sum(axis=2), usual.expected(two)
        expected = expected * _tide(ground, count, expected)
        surprising = usual.surprise(count, expected, 2) >= 2
        fresh &= ~((count > limit * expected) & surprising)
    count, expected = counts.count[:, :, one].sum(axis=2), ground.lately.expected(one)
    with np.errstate(divide="ignore", invalid="ignore"):
        times = np.where(expected >= 1, count / expected, 1.0)
    return fresh, np.maximum(1.0, times)


def _risen(ground: DetectionInput, look: _Look, region: int, topic: int, doubt: float, previous: Floats) -> Finding:
    place = int(look.place[region])
    return Finding(
        "rising",
        ground.counts.topics[topic],
        ground.counts.regions[place],
        look.hours,
        int(look.count[region, topic]),
        float(look.usual[region, topic]),
        float(look.strength[region, topic]),
        doubt,
        before=float(previous[place, topic]),
        weeks=0,
        towns=(),
        asked=0,
        trail=daily_series(ground.counts, ground.lately, place, topic),
    )


def _lasting(ground: DetectionInput) -> list[Finding]:
    """Above what was usual before the recent weeks, in each of the last weeks."""
    rules, counts = ground.rules.lasting, ground.counts
    run = _run_of_weeks(ground)
    days = slice(counts.days - rules.weeks * WEEK, counts.days)
    count, usual = counts.count[:, :, days].sum(axis=2), ground.before.expected(days)
    usual = usual * _tide(ground, count, usual)
    strength = ground.before.surprise(count, usual, rules.weeks)
    doubt = q_values(upper_tail(strength).ravel()).reshape(strength.shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        times = count / usual
    keep = (run >= rules.weeks) & (count >= rules.fewest) & (times >= rules.times) & (doubt <= ground.rules.doubt)
    return [
        Finding(
            "lasting",
            counts.topics[topic],
            counts.regions[region],
            rules.weeks * WEEK * _HOURS,
            int(count[region, topic]),
            float(usual[region, topic]),
            float(strength[region, topic]),
            float(doubt[region, topic]),
            before=1.0,
            weeks=int(run[region, topic]),
            towns=(),
            asked=0,
            trail=weekly_series(counts, ground.before, region, topic),
        )
        for region, topic in zip(*(axis.tolist() for axis in np.nonzero(keep)), strict=True)
    ]


def _run_of_weeks(ground: DetectionInput) -> NDArray[np.int64]:
    """How many of the newest weeks in a row lay above the usual, int64[R, K]; as many as are recent at most."""
    counts = ground.counts
    run = np.zeros(counts.count.shape[:2], np.int64)
    still = np.ones_like(run, np.bool_)
    for back in range(1, ground.rules.recent_weeks + 1):
        days = slice(counts.days - back * WEEK, counts.days - (back - 1) * WEEK)
        count, usual = counts.count[:, :, days].sum(axis=2), ground.before.expected(days)
        usual = usual * _tide(ground, count, usual)
        still &= count >= ground.rules.lasting.week_times * usual
        run += still
    return run


def _everywhere(ground: DetectionInput) -> list[Finding]:
    """Above the usual in most towns of the city or a district at once."""
    rules, counts = ground.rules.everywhere, ground.counts
    days = slice(counts.days - rules.days, counts.days)
    count, usual = counts.count[:, :, days].sum(axis=2), ground.before.expected(days)
    strength = ground.before.surprise(count, usual, rules.days / WEEK)
    outer = np.flatnonzero(~counts.innermost)
    doubt = np.ones_like(strength)
    doubt[outer] = q_values(upper_tail(strength[outer]).ravel()).reshape(len(outer), -1)
    found: list[Finding] = []
    for region in outer.tolist():
        towns = _towns_of(counts, region)
        asked = (usual >= rules.town_usual) & towns[:, None]
        above = asked & (count >= rules.town_times * usual)
        many = above.sum(axis=0) >= np.maximum(rules.towns, rules.share * asked.sum(axis=0))
        listed_here = many & (doubt[region] <= ground.rules.doubt) & (count[region] >= rules.fewest)
        for topic in np.flatnonzero(listed_here & _without_the_loudest(count, usual, region, towns, rules)).tolist():
            found.append(
                Finding(
                    "everywhere",
                    counts.topics[topic],
                    counts.regions[region],
                    rules.days * _HOURS,
                    int(count[region, topic]),
                    float(usual[region, topic]),
                    float(strength[region, topic]),
                    float(doubt[region, topic]),
                    before=1.0,
                    weeks=0,
                    towns=tuple(counts.regions[town] for town in np.flatnonzero(above[:, topic]).tolist()),
                    asked=int(asked[:, topic].sum()),
                    trail=weekly_series(counts, ground.before, region, topic),
                )
            )
    return found


def _without_the_loudest(count: Floats, usual: Floats, region: int, towns: Mask, rules: WidespreadRules) -> Mask:
    """Whether a region lies above the usual also without the town with the largest excess: else it is that town's."""
    excess = np.where(towns[:, None], count - usual, -np.inf)
    loudest, topic = excess.argmax(axis=0), np.arange(count.shape[1])
    rest = count[region] - count[loudest, topic]
    return np.asarray(rest >= rules.times * (usual[region] - usual[loudest, topic]))


def _towns_of(counts: TopicCounts, region: int) -> Mask:
    inside = _inside(counts)[counts.regions[region]]
    return np.array([code in inside for code in counts.regions]) & counts.innermost
