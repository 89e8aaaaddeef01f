"""One turn of the watch after another: what came in, what it means, what the picture of now is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from data.core.clock import Clock, to_epoch
from data.core.scope import Scope
from data.telemetry.batches import NewReadings, feed_facts, feed_of_channels, readings_after, readings_since
from data.telemetry.device_registry import RegisteredDevice, devices
from data.telemetry.engine import Readings
from data.telemetry.state_store import kept_points, kept_signs, prune, put_version, seen_upto
from data.telemetry.state_types import SignState
from indicators.catalogue.catalogue import Catalogue
from indicators.liveness import FeedFact
from indicators.vitals import Sample
from monitoring.evaluation_points import Expected, points_of
from monitoring.recent_readings import RecentReadings
from monitoring.region_evaluation import RegionAggregate, regions_touched
from monitoring.signals import from_record
from monitoring.stream_evaluator import EvaluatedPoint, StreamEvaluator
from monitoring.time_buckets import steps
from monitoring.write_buffer import WriteBuffer

HOUR = 3600
PICTURED = 24 * HOUR  # of what came while nobody watched, pictures are drawn of so much; older readings fill slots


@dataclass(frozen=True)
class EvaluationResult:
    """What a turn found: the points that were touched or fell silent, and the signs in regions that changed.

    `whole`: all that came in is in it. While a history is taken in bite by bite, who is silent is not yet known.
    `feeds` are those who bring readings, at that moment.
    """

    at: int
    touched: Sequence[EvaluatedPoint]
    stale: frozenset[tuple[str, int]]
    signs: Sequence[SignState]
    whole: bool = True
    feeds: Sequence[FeedFact] = ()


class EvaluationListener(Protocol):
    """Who is told of each picture before it is kept (the alerts). Told twice of the same, it must change nothing."""

    def see(self, picture: EvaluationResult) -> None:
        """Look at what changed."""
        ...


class NoListener:
    """For a picture without alerts."""

    def see(self, picture: EvaluationResult) -> None:
        """Nothing follows."""


@dataclass
class Monitor:
    """Makes the picture of now. It begins where an earlier one stopped, killed or not, and is the only one."""

    readings: Readings
    catalogue: Catalogue
    clock: Clock
    listener: EvaluationListener = field(default_factory=NoListener)
    expected: Expected = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._memory = RecentReadings()
        self._following = StreamEvaluator(self._memory, self._stored)
        self._roll = RegionAggregate(self.catalogue.vitals)
        self._feeds: dict[int, str] = {}
        self._all_feeds: Sequence[FeedFact] = ()
        self._devices: dict[int, RegisteredDevice] = {}
        self._unread: set[int] = set()  # channels of known devices that no sign reads
        self._known_stale: frozenset[tuple[str, int]] = frozenset()
        self._turned = False
        self._at = 0.0
        self._pruned = 0
        self._upto = 0
        self._upper = frozenset({self.catalogue.regions.city.code, *self.catalogue.regions.at("district")})
        self._drawn = WriteBuffer(self._upper)
        self._begin()

    @property
    def drawn_until(self) -> float:
        """The moment of the last picture, in epoch seconds."""
        return self._at

    def turn(self) -> bool:
        """Take what came in since the last turn; whether there is more to take at once."""
        now = to_epoch(self.clock.now())
        with self.readings.reading() as connection:
            news = readings_after(connection, self._upto)
            self._all_feeds = feed_facts(connection)
        silent = frozenset(one.id for one in self._all_feeds if one.is_silent(now))
        self._meet_new_devices(news)
        self._feeds |= news.feeds
        readings = _samples(news.readings)
        until = min(now, max((s[-1].at for s in readings.values()), default=now)) if news.more else now
        waiting: dict[tuple[str, int], EvaluatedPoint] = {}
        for moment, part in steps(readings, self._at, until, now):
            last = moment == until
            touched = self._following.take(part)
            waiting |= {one.point.key: one for one in touched}
            whole = last and not news.more
            self._step(int(moment), list(waiting.values()) if last else touched, silent, last=last, whole=whole)
            self._at = moment
        self._conclude(news, now, changed=bool(waiting) or self._turned)
        return news.more

    def _step(
        self, now: int, touched: list[EvaluatedPoint], silent_feeds: frozenset[str], *, last: bool, whole: bool
    ) -> None:
        """One picture. Those on the way through a history are drawn of the city and its districts only."""
        silent = self._silent_devices(silent_feeds if last else frozenset())
        points = self._following.points
        stale = frozenset(
            key for key, one in points.items() if key[1] in silent or (one.signal is not None and one.is_stale(now))
        )
        turned = [points[key] for key in stale ^ self._known_stale]
        self._known_stale, self._turned = stale, bool(turned)
        met = {one.point.key: one for one in (*touched, *turned)}
        wheres = [where for where in regions_touched(met.values()) if last or where[1] in self._upper]
        signs = [self._roll.roll(where, stale) for where in wheres]
        picture = EvaluationResult(now, list(met.values()), stale, signs, whole, self._all_feeds if last else ())
        self.listener.see(picture)
        changed = sorted({one.region for one in picture.signs} & self._upper)
        healths = [health for region in changed for health in self._roll.healths(region)]
        self._drawn.take(now, picture.touched, stale, picture.signs, healths)

    def _begin(self) -> None:
        with self.readings.reading() as connection:
            self._upto = seen_upto(connection)
            self._feeds = feed_of_channels(connection)
            records = kept_points(connection)
            known = devices(Scope.everything(), connection)
            kept = kept_signs(connection)
        self._roll.remember(kept)
        signals = {key: from_record(record) for key, record in records.items()}
        self._follow(known, signals)
        newest = max((signal.at or 0.0 for signal in signals.values()), default=0.0)
        self._at = max(newest, to_epoch(self.clock.now()) - PICTURED)
        self._recall()

    def _follow(self, found: Sequence[RegisteredDevice], signals: Mapping[tuple[str, int], Any]) -> None:
        vitals = self.catalogue.vitals
        self._devices |= {one.no: one for one in found}
        for one in points_of(vitals, self.catalogue.regions, found, self.expected):
            lookback = max(vitals.lookback_seconds(quantity) for quantity in one.channels)
            self._following.add(one, signals.get(one.key), lookback)
            self._roll.add(self._following.points[one.key])

    def _recall(self) -> None:
        """Fill the memory with what signs look back on, as far as it was seen before."""
        by_reach: dict[float, list[int]] = {}
        for channel in self._following.by_channel:
            by_reach.setdefault(self._memory.reach_of(channel), []).append(channel)
        now = to_epoch(self.clock.now())
        for reach, channels in by_reach.items():
            for channel, samples in self._stored(channels, now - reach).items():
                self._memory.add(channel, samples)

    def _meet_new_devices(self, news: NewReadings) -> None:
        """A device that was registered after the watch began is met when it delivers for the first time."""
        unknown = news.readings.keys() - self._following.by_channel.keys() - self._unread
        if not unknown:
            return
        with self.readings.reading() as connection:
            found = [one for one in devices(Scope.everything(), connection) if one.no not in self._devices]
        self._follow(found, {})
        self._unread |= unknown - self._following.by_channel.keys()

    def _stored(self, channels: Sequence[int], since: float) -> Mapping[int, Sequence[Sample]]:
        with self.readings.reading() as connection:
            return _samples(readings_since(connection, channels, since))

    def _silent_devices(self, silent_feeds: frozenset[str]) -> frozenset[int]:
        if not silent_feeds:
            return frozenset()
        found = set()
        for one in self._devices.values():
            feeds = {self._feeds[number] for number in one.channels.values() if number in self._feeds}
            if feeds and feeds <= silent_feeds:
                found.add(one.no)
        return frozenset(found)

    def _conclude(self, news: NewReadings, now: int, *, changed: bool) -> None:
        with self.readings.writing() as connection:
            self._drawn.keep(connection, self._following)
            put_version(connection, news.upto, now, changed=changed)
            if now - self._pruned >= HOUR:
                prune(connection, now)
                self._pruned = now
        self._upto = news.upto


def _samples(readings: Mapping[int, Sequence[tuple[int, float]]]) -> dict[int, list[Sample]]:
    return {channel: [Sample(at, value) for at, value in rows] for channel, rows in readings.items()}
