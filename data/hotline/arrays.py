"""From counted rows to the arrays that the barometer's rules work on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar
import numpy as np

from data.hotline.event_counts import Whole
from indicators.catalogue.catalogue import Catalogue
from indicators.definitions.model import EventKind
from indicators.hotline import Hourly, TopicCounts, rolled_up, tree

HOURLY_DAYS = 42
_FESTIVAL = {"Spring Festival"}  # the days on which the city empties; other holidays are like days off
CountSlot = Callable[[date], int]


@dataclass(frozen=True)
class CountLayout:
    """Regions (codes, and the position of the one around each), topics and days that counts are laid out by."""

    regions: tuple[int, ...]
    parent: Whole
    topics: tuple[str, ...]
    days: tuple[date, ...]

    @classmethod
    def of(cls, catalogue: Catalogue, kind: EventKind, last: date, weeks: int) -> CountLayout:
        """The frame of some weeks up to a day."""
        regions = tuple(catalogue.regions.codes)
        parent = tree(regions, {code: catalogue.regions[code].parent for code in regions})
        days = tuple(last - timedelta(days=back) for back in reversed(range(weeks * 7)))
        return cls(regions, parent, tuple(topic.id for topic in kind.topics), days)

    def place(self, code: Whole) -> Whole:
        """Positions of regions."""
        order = np.argsort(self.regions)
        return np.asarray(order[np.searchsorted(np.array(self.regions)[order], code)])

    def day(self, day: Whole) -> Whole:
        """Positions of days (yyyymmdd)."""
        return np.asarray(np.searchsorted([number(one) for one in self.days], day))

    def slots(self) -> Whole:
        """Which days are alike."""
        return np.array([slot_of(day) for day in self.days], np.int64)


def number(day: date) -> int:
    """A day as yyyymmdd."""
    return day.year * 10_000 + day.month * 100 + day.day


def slot_of(day: date) -> int:
    """0 a working day of the national calendar (make-up days included), 1 a day off, 2 around Spring Festival.

    In a year whose holidays are not announced yet, weekends are the days off.
    """
    try:
        off, holiday = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return int(day.weekday() >= 5)
    return 2 if off and holiday in _FESTIVAL else int(off)


def whole_days(frame: CountLayout, older: Whole, hours: Whole) -> TopicCounts:
    """Counts by day of all levels: from rows by day, and rows by hour of the newer days. Topic 0 is nobody's."""
    count = np.zeros((len(frame.regions), len(frame.topics), len(frame.days)))
    for rows, many in ((older, older[:, 3]), (hours, hours[:, 4])):
        known = (rows[:, 2] > 0) & (rows[:, 2] <= len(frame.topics))
        known &= (rows[:, 0] >= number(frame.days[0])) & (rows[:, 0] <= number(frame.days[-1]))
        day, region, topic = (rows[known, column] for column in range(3))
        np.add.at(count, (frame.place(region), topic - 1, frame.day(day)), many[known])
    return rolled_up(TopicCounts(frame.regions, frame.parent, frame.topics, frame.slots(), count))


def newest_hours(frame: CountLayout, hours: Whole, last: date, known: int) -> Hourly:
    """Counts by hour of the whole and the regions directly inside it, until hour `known` of the day `last`."""
    outer = int(np.flatnonzero(frame.parent < 0)[0])
    shown = [outer, *np.flatnonzero(frame.parent == outer).tolist()]
    days = [last - timedelta(days=back) for back in reversed(range(HOURLY_DAYS))]
    count = np.zeros((len(shown), len(frame.topics), HOURLY_DAYS, 24))
    kept = hours[(hours[:, 2] > 0) & (hours[:, 2] <= len(frame.topics)) & (hours[:, 0] >= number(days[0]))]
    day = np.searchsorted([number(one) for one in days], kept[:, 0])
    inside = frame.place(kept[:, 1])
    at = _above(frame.parent, inside, shown)
    np.add.at(count, (at, kept[:, 2] - 1, day, kept[:, 3]), kept[:, 4])
    count[0] = count[0] + count[1:].sum(axis=0)
    slot = np.array([slot_of(one) for one in days], np.int64)
    return Hourly(tuple(frame.regions[place] for place in shown), 0, frame.topics, slot, count, known)


def _above(parent: Whole, places: Whole, shown: Sequence[int]) -> Whole:
    """For each place, which of the shown ones it is or lies in."""
    answer = np.full(len(parent), -1, np.int64)
    for place in range(len(parent)):
        above = place
        while above not in shown:
            above = int(parent[above])
        answer[place] = shown.index(above)
    return answer[places]
