"""Daily events, one by one: hotline orders, grid events, city-management cases."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from data.core.clock import BUSINESS_ZONE, to_epoch
from data.warehouse.events import NewEvents
from demo.city.axis import FIRST_YEAR, LAST_DAY, axis_of, span_of
from demo.city.calendar import FLOOD_DISTRICTS, days_between, is_festival, is_flood, is_working
from demo.city.city import CityRegions
from demo.city.places import GridPlaces
from demo.city.profiles import DemoScript, EventProfile, TopicSurge
from demo.city.ratios import line, month_factors, shares
from demo.city.streams import stream
from indicators.definitions.model import EventKind
from indicators.statistics.arrays import Floats

FIRST_EVENT_DAY = date(2024, 5, 1)
_DAY_SECONDS = 86_400


@dataclass(frozen=True)
class EventSource:
    """One kind of events of the city: how many are expected, and what becomes of them."""

    name: str
    kind: EventKind
    profile: EventProfile
    script: DemoScript
    town: CityRegions
    seed: int
    scale: float = 1.0
    places: GridPlaces = field(default_factory=GridPlaces)

    @cached_property
    def days(self) -> list[date]:
        """All days the demonstration covers."""
        return days_between(date(FIRST_YEAR, 1, 1), LAST_DAY)

    @cached_property
    def month(self) -> NDArray[np.int64]:
        """The month index of each day, int64[D]."""
        return np.array([(day.year - FIRST_YEAR) * 12 + day.month - 1 for day in self.days])

    @cached_property
    def expected(self) -> Floats:
        """How many events each town is to expect each day, float64[R, D]."""
        axis, profile = axis_of("month"), self.profile
        wide = np.where(is_festival(self.days), profile.festival, np.where(is_working(self.days), 1.0, profile.day_off))
        year = np.array([day.year for day in self.days]) - FIRST_YEAR
        rhythm = wide / (np.bincount(year, wide) / np.bincount(year))[year]
        season = month_factors(self.script.season(profile.season), axis)
        level = (line(profile.per_day, axis) * season)[self.month]
        size = self.town.weights[profile.split] * self.town.factors(profile.tilt)
        wet = np.outer(self.town.factors(dict.fromkeys(FLOOD_DISTRICTS, 1.0), 0.0), is_flood(self.days))
        jolt = np.exp(self.stream("days").normal(0.0, 0.04, len(self.days)))
        base = np.outer(size / size.sum(), level * rhythm * jolt * self.scale)
        return np.asarray(base * (1 + (profile.flood - 1) * wet) * self._swell())

    def _swell(self) -> Floats:
        """What surging topics add to the number of events, float64[R, D]."""
        total = sum(topic.weight for topic in self.profile.topics.values())
        swell = np.ones((len(self.town), len(self.days)))
        for surge in self.profile.surges:
            extra = (surge.times - 1) * self.profile.topics[surge.topic].weight / total
            swell += extra * self._where_and_when(surge)
        return swell

    def _where_and_when(self, surge: TopicSurge) -> Floats:
        """1 in the regions and on the days of a surge, else 0: float64[R, D]."""
        during = (self.month >= span_of(surge.months[0])[0]) & (self.month <= span_of(surge.months[1])[1])
        if surge.days is not None:
            during &= np.array([surge.days[0] <= day <= surge.days[1] for day in self.days])
        return np.outer(self.town.factors(dict.fromkeys(surge.regions, 1.0), 0.0 if surge.regions else 1.0), during)

    @cached_property
    def chances(self) -> Mapping[str, Floats]:
        """The share of events (of those with the flag's condition) that carry each flag, float64[R, T] by flag."""
        weight = self.town.weights[self.profile.split]
        none = np.ones(len(axis_of("month")))
        return {
            name: shares(self.stream("flag", name), flag, axis_of("month"), self.town, weight, flag.wobble, none)
            for name, flag in self.profile.flags.items()
        }

    @cached_property
    def mean_hours(self) -> Floats:
        """Mean hours until closed, float64[R, T], for months of which only counts are kept."""
        probe = np.full(20_000, self.bit("closed") | self.bit("on_time"))
        inside = self._hours(self.stream("probe"), probe).mean()
        outside = self._hours(self.stream("probe"), probe & ~self.bit("on_time")).mean()
        on_time = self.chances["on_time"]
        return np.asarray(on_time * inside + (1 - on_time) * outside)

    @property
    def repeat(self) -> int:
        """The bit of what is said again of the same place; 0 where this kind does not know it."""
        return self.bit("repeat") if "repeat" in self.kind.flags else 0

    def bit(self, flag: str) -> int:
        """The bit of a flag."""
        return 1 << self.kind.flags.index(flag)

    def of_month(self, month: int) -> NewEvents:
        """All events of the month with an index, in the order of day, town and time."""
        rng = self.stream("events", str(month))
        here = np.flatnonzero(self.month == month)
        count = rng.poisson(self.expected[:, here]).T.reshape(-1)
        day = np.repeat(np.repeat(here, len(self.town)), count)
        town = np.repeat(np.tile(np.arange(len(self.town)), len(here)), count)
        second = self._times_of_day(rng, count)
        flags = self._flags(rng, town, month)
        hours = self._hours(rng, flags)
        flags, hours = self._as_known(flags, hours, day, second)
        topic = self._topics(rng, town, day, flags)
        return NewEvents(
            day=np.array([d.year * 10_000 + d.month * 100 + d.day for d in self.days])[day],
            region=self.town.codes[town],
            id=_running(count),
            at=_midnight(self.days[0]) + day * _DAY_SECONDS + second,
            topic=topic,
            flags=flags,
            hours=hours,
            grid=self.places.of(self.stream("grids", str(month)), town, topic, (flags & self.repeat) != 0),
        )

    def stream(self, *subject: str) -> np.random.Generator:
        """The random stream of this kind for a subject."""
        return stream(self.seed, "events", self.name, *subject)

    def _times_of_day(self, rng: np.random.Generator, count: NDArray[np.int64]) -> NDArray[np.int64]:
        """Seconds after midnight, ascending within each day and town."""
        chance = np.array(self.profile.hours_of_day)
        edges = np.concatenate([[0.0], np.cumsum(chance / chance.sum())])
        group = np.repeat(np.arange(len(count)), count)
        drawn = np.sort(group + rng.random(len(group))) - group
        seconds = np.interp(drawn, edges, np.arange(25) * 3600.0).astype(np.int64)
        return np.asarray(np.minimum(seconds, _DAY_SECONDS - 1))

    def _flags(self, rng: np.random.Generator, town: NDArray[np.int64], month: int) -> NDArray[np.int64]:
        flags = np.zeros(len(town), dtype=np.int64)
        for name, flag in self.profile.flags.items():
            carries = rng.random(len(town), dtype=np.float32) < self.chances[name][town, month].astype(np.float32)
            if flag.given:
                carries &= (flags & self.bit(flag.given)) != 0
            flags |= np.where(carries, self.bit(name), 0)
        return flags

    def _hours(self, rng: np.random.Generator, flags: NDArray[np.int64]) -> Floats:
        """Hours until closed: inside the deadline when on time, else past it; 0 when it was not closed."""
        limit = self.profile.deadline_hours
        inside = np.exp(rng.normal(np.log(self.profile.median_hours), 0.75, len(flags)))
        inside = np.where(inside < limit, inside, limit * rng.random(len(flags)))
        late = limit * (1.02 + rng.exponential(0.5, len(flags)))
        hours = np.where((flags & self.bit("on_time")) != 0, inside, late)
        closed = (flags & self.bit("closed")) != 0
        return np.asarray(np.round(np.where(closed, np.maximum(hours, 0.1), 0.0), 1), dtype=np.float64)

    def _as_known(
        self, flags: NDArray[np.int64], hours: Floats, day: NDArray[np.int64], second: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], Floats]:
        """What was known on the last evening: what then was still under way within its time is not due yet."""
        age = (len(self.days) - day) * 24 - second / 3600
        under_way = (hours > age) | (hours == 0)
        running = under_way & (age < self.profile.deadline_hours)
        after = sum(self.bit(name) for name, flag in self.profile.flags.items() if self._follows_closing(name))
        flags = np.where(under_way, flags & ~np.int64(after), flags)
        flags = np.where(running, flags & ~np.int64(self.bit("due")), flags)
        return flags, np.where(under_way, 0.0, hours)

    def _follows_closing(self, name: str) -> bool:
        given = self.profile.flags[name].given
        return name == "closed" or (given is not None and self._follows_closing(given))

    def _topics(
        self, rng: np.random.Generator, town: NDArray[np.int64], day: NDArray[np.int64], flags: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Numbers of topics, 1 first. One that a flag names is taken by most events with that flag, by no others."""
        first, after = int(day.min(initial=0)), int(day.max(initial=0)) + 1
        weights = self._topic_weights(first, after)
        chosen = np.zeros(len(town), dtype=np.int64)
        edges = np.cumsum(weights / weights.sum(axis=2, keepdims=True), axis=2)
        pick = rng.random(len(town))
        for edge in np.moveaxis(edges, 2, 0)[:-1]:
            chosen += pick > edge[town, day - first]
        for name, flag in self.profile.flags.items():
            if flag.topic:
                own = (flags & self.bit(name) != 0) & (rng.random(len(town)) < 0.75)
                chosen[own] = self._topic_names.index(flag.topic)
        return chosen + 1

    @property
    def _topic_names(self) -> list[str]:
        return [topic.id for topic in self.kind.topics]

    def _topic_weights(self, first: int, after: int) -> Floats:
        """How often each topic occurs on days of one month, float64[R, days, topics]; none that a flag names."""
        month = int(self.month[first])
        named = {flag.topic for flag in self.profile.flags.values()}
        result = np.zeros((len(self.town), after - first, len(self._topic_names)))
        for place, name in enumerate(self._topic_names):
            topic = self.profile.topics[name]
            result[:, :, place] = 0.0 if name in named else topic.weight * self.script.season(topic.season)[month % 12]
        for surge in self.profile.surges:
            swollen = 1 + (surge.times - 1) * self._where_and_when(surge)[:, first:after]
            result[:, :, self._topic_names.index(surge.topic)] *= swollen
        return result


def _running(count: NDArray[np.int64]) -> NDArray[np.int64]:
    """1, 2, 3 … within each group of the given sizes."""
    starts = np.repeat(np.cumsum(count) - count, count)
    return np.arange(1, len(starts) + 1) - starts


def _midnight(day: date) -> int:
    moment = datetime.combine(day, datetime.min.time(), BUSINESS_ZONE)
    return to_epoch(moment)


def known_until() -> datetime:
    """The moment at which the last day's events were delivered."""
    return datetime.combine(LAST_DAY + timedelta(days=1), datetime.min.time(), BUSINESS_ZONE).astimezone(UTC)
