"""From each picture of now to alerts: what stands too high somewhere, what is unusual, what has fallen silent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from data.core.scope import Scope
from data.operations.alerts.commands import let_time_pass, take_readings
from data.operations.alerts.repository import Key, unfinished_keys
from data.operations.alerts.unit_of_work import AlertChange
from data.operations.core.database import Operations
from data.telemetry.state_types import SignState
from indicators.alerts import AlertKey, SignReading, Trigger, WorkingHours, feed_lost, heard_from, judged
from indicators.incidents import AlertingConfig
from indicators.liveness import LOSS_PATIENCE, judge_feeds, lost_feeds
from indicators.vitals import Sign, Vitals
from monitoring.anomalies import AnomalyDetector
from monitoring.monitor import EvaluationResult
from monitoring.stream_evaluator import EvaluatedPoint

LOOK = 15  # seconds between two looks at what time has done to alerts
Notify = Callable[[Sequence[AlertChange]], None]
Where = tuple[str, int]


def _nobody(changes: Sequence[AlertChange]) -> None:
    """Nobody is told."""


@dataclass
class Alerting:
    """Listens to the watch. Told of the same picture twice, it changes nothing the second time.

    A place that is judged by itself has its own alerts, a feed that falls silent one of the city. A sign that is judged
    as a region, what is unusual, and what has fallen silent have alerts of the district, or of the city where devices
    speak for the whole of it.
    """

    operations: Operations
    grounds: AlertingConfig
    vitals: Vitals
    calendar: WorkingHours
    unusual: AnomalyDetector
    announce: Notify = _nobody
    _unfinished: frozenset[Key] | None = None
    _heard: dict[Where, SignState] = field(default_factory=dict)
    _seen: int = 0
    _passed: int = 0
    _began: int = 0

    def see(self, picture: EvaluationResult) -> None:
        """Let what changed do what it does to alerts."""
        readings = [reading for reading in self._readings(picture) if self._matters(reading)]
        self._seen = picture.at
        changes = take_readings(self.operations, self.grounds, readings)
        if picture.at - self._passed >= LOOK:
            self._passed = picture.at
            changes += let_time_pass(self.operations, self.grounds, self.calendar, picture.at)
        if changes:
            self._unfinished = None
            self.announce(changes)

    def _readings(self, picture: EvaluationResult) -> Iterator[SignReading]:
        for followed in picture.touched:
            if followed.point.sign.judged_by_place:
                yield self._of_place(followed, followed.point.key in picture.stale, picture.at)
        for now in picture.signs:
            if now.region in self._alerting_regions(now):
                self._heard[now.sign, now.region] = now
                yield from self._of_region(now, picture.at)
        if picture.whole:
            yield from self._of_feeds(picture)
        told = picture.whole and judge_feeds(picture.feeds, picture.at).state != "dead"
        for reading in self._of_silence(picture.at):
            if told or not reading.level:  # of a history more may still come; of lost feeds that is told already
                yield reading

    def _of_place(self, followed: EvaluatedPoint, stale: bool, at: int) -> SignReading:
        point, signal = followed.point, followed.signal
        subject = _subject(point.sign, point.device.device.id, point.device.device.region)
        if signal is None or signal.at is None or stale:
            return SignReading(subject, at, "step", None)
        began = signal.since > self._seen  # the level is new: it holds since then, not since the newest reading
        return SignReading(subject, int(signal.since if began else signal.at), "step", int(signal.level), signal.value)

    def _of_region(self, now: SignState, at: int) -> Iterator[SignReading]:
        sign = self.vitals.signs[now.sign]
        levels: dict[Trigger, int] = {}
        if now.level is not None and not sign.judged_by_place:
            levels["step"] = now.level
        if sign.seasonal:
            levels |= self.unusual.levels(sign, now, at)
        if levels or not sign.judged_by_place:
            yield judged(_subject(sign, str(now.region), now.region), max(now.at, 1), now.value, levels)

    def _of_silence(self, at: int) -> Iterator[SignReading]:
        for (name, region), now in self._heard.items():
            sign = self.vitals.signs[name]
            subject = _subject(sign, str(region), region)
            if now.level is None or self._waits(subject):
                quiet = sign.age(now.at, at) if now.at else None
                yield heard_from(subject, quiet, at, int(sign.sampling.seconds), self.grounds.rules.stale)

    def _of_feeds(self, picture: EvaluationResult) -> Iterator[SignReading]:
        """Each feed as an alert of the city: as grave as the levels that stood when all fell silent."""
        self._began = self._began or picture.at
        if picture.at - self._began < LOSS_PATIENCE:  # after a start those who waited for it come first
            return
        city, hidden = self.grounds.regions.city.code, max((s.standing or 0 for s in self._heard.values()), default=0)
        for feed, level in lost_feeds(picture.feeds, picture.at, hidden).items():
            yield feed_lost(feed, city, level, picture.at, self.grounds.rules.stale)

    def _waits(self, subject: AlertKey) -> bool:
        return (subject.sign, subject.place, self.grounds.rules.stale.cause) in self._open()

    def _alerting_regions(self, now: SignState) -> Iterable[int]:
        """A district; the city only for what nobody delivers by district."""
        regions = self.grounds.regions
        if regions[now.region].level == "district":
            return (now.region,)
        return (now.region,) if self._speaks_for_the_city(now) else ()

    def _speaks_for_the_city(self, now: SignState) -> bool:
        regions = self.grounds.regions
        return now.region == regions.city.code and not any(
            (now.sign, district) in self._heard for district in regions.at("district")
        )

    def _matters(self, reading: SignReading) -> bool:
        """Calm matters only to what has an alert."""
        return bool(reading.level) or reading.subject.key in self._open()

    def _open(self) -> frozenset[Key]:
        if self._unfinished is None:
            with self.operations.reading() as connection:
                self._unfinished = unfinished_keys(connection, Scope.everything())
        return self._unfinished


def _subject(sign: Sign, place: str, region: int) -> AlertKey:
    return AlertKey(sign.id, sign.kind, place, region, sign.cause or sign.id, sign.worse)
