"""Following points through their readings: in order as they come, again from an earlier signal where one came late."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from data.telemetry.state_types import TimeBucket
from indicators.vitals import History, Level, PlaceState, Sample, Signal, advance, level_of, stale, value_at
from monitoring.evaluation_points import EvaluationPoint
from monitoring.recent_readings import RecentReadings

LATE = 900  # seconds by which a reading may be late and still change what a level is
SLOT = 300  # seconds of a slot
Key = tuple[str, int]
Stored = Callable[[Sequence[int], float], Mapping[int, Sequence[Sample]]]
"""Reads the samples of channels since a moment from where all readings are kept."""


@dataclass
class EvaluatedPoint:
    """A point with its signal, and the earlier signals from which it can be followed anew (oldest first, at least
    one; None is the beginning, before any reading)."""

    point: EvaluationPoint
    signal: Signal | None
    earlier: list[Signal | None]
    _placed: tuple[Signal | None, PlaceState] | None = None

    def placed(self, *, stale: bool) -> PlaceState:
        """How it stands, for its regions; made anew only when it has changed."""
        if self._placed is None or self._placed[0] is not self.signal or self._placed[1].stale != stale:
            signal, name = self.signal, self.point.place.id
            known = signal is not None and not stale
            level = Level.NORMAL if signal is None else signal.level
            self._placed = signal, PlaceState(name, None if signal is None else signal.value, level, not known)
        return self._placed[1]

    def is_stale(self, now: float) -> bool:
        """Whether nothing is known of it any more."""
        return stale(self.point.sign, self.signal, now)


@dataclass
class StreamEvaluator:
    """All points, with what they remember. `slots` are those touched since they were last taken away."""

    memory: RecentReadings
    stored: Stored
    points: dict[Key, EvaluatedPoint] = field(default_factory=dict)
    by_channel: dict[int, list[EvaluatedPoint]] = field(default_factory=dict)
    slots: dict[tuple[str, int, int], TimeBucket] = field(default_factory=dict)

    def add(self, point: EvaluationPoint, signal: Signal | None, lookback: float) -> None:
        """Follow a point from a signal on. `lookback`: seconds of readings that some sign needs of its channels."""
        followed = EvaluatedPoint(point, signal, [signal])
        self.points[point.key] = followed
        for channel in point.channels.values():
            self.memory.keep(channel, lookback)
            self.by_channel.setdefault(channel, []).append(followed)

    def take(self, readings: Mapping[int, Sequence[Sample]]) -> list[EvaluatedPoint]:
        """Take new readings by channel, each in order of time; returns the points that were touched."""
        touched: dict[Key, tuple[EvaluatedPoint, set[float]]] = {}
        for channel, samples in readings.items():
            if channel not in self.by_channel:
                continue
            self.memory.add(channel, samples)
            for followed in self.by_channel[channel]:
                _, moments = touched.setdefault(followed.point.key, (followed, set()))
                moments.update(sample.at for sample in samples)
        for followed, moments in touched.values():
            self._follow(followed, sorted(moments))
        for channel, samples in readings.items():
            if channel in self.by_channel:
                self.memory.forget(channel, samples[-1].at)
        return [followed for followed, _ in touched.values()]

    def _follow(self, followed: EvaluatedPoint, moments: list[float]) -> None:
        if moments[0] > _at(followed.signal):
            history = {name: self.memory.samples(channel) for name, channel in followed.point.channels.items()}
            self._advance(followed, history, moments)
        else:
            self._again(followed, moments)

    def _advance(self, followed: EvaluatedPoint, history: History, moments: Iterable[float]) -> None:
        point = followed.point
        for at in moments:
            value = value_at(point.sign, history, at, point.place)
            followed.signal = advance(point.sign, followed.signal, at, value)
            if value is not None:
                self._note(point, at, value, followed.signal.recent[-1])
        _remember(followed)

    def _again(self, followed: EvaluatedPoint, moments: list[float]) -> None:
        """Some came late: go back to a signal before them and follow from there; older ones only fill their slots."""
        earlier = followed.earlier
        within = [at for at in moments if at > _at(earlier[0])]
        while within and len(earlier) > 1 and _at(earlier[-1]) >= within[0]:
            earlier.pop()
        start = earlier[-1]
        since = min(_at(start), moments[0]) - followed.point.sign.lookback_seconds
        found = self.stored(list(followed.point.channels.values()), since)
        history = {name: found.get(channel, ()) for name, channel in followed.point.channels.items()}
        self._fill(followed.point, history, [at for at in moments if at not in within])
        if within:
            followed.signal = start
            every = {sample.at for samples in history.values() for sample in samples}
            self._advance(followed, history, sorted(at for at in every if at > _at(start)))

    def _fill(self, point: EvaluationPoint, history: History, moments: Iterable[float]) -> None:
        for at in moments:
            value = value_at(point.sign, history, at, point.place)
            if value is not None:
                self._note(point, at, value, level_of(point.sign, value))

    def _note(self, point: EvaluationPoint, at: float, value: float, level: Level) -> None:
        """Into its slot; `level` is the one that the value reaches by itself."""
        sign, device = point.key
        key = (sign, device, int(at // SLOT) * SLOT)
        if key in self.slots:
            self.slots[key].take(at, float(value), int(level))
        else:
            self.slots[key] = TimeBucket(float(value), float(value), float(value), at, int(level))


def _at(signal: Signal | None) -> float:
    """When a signal was taken; 0 before the first reading."""
    return 0.0 if signal is None or signal.at is None else signal.at


def _remember(followed: EvaluatedPoint) -> None:
    """Keep two or three signals that lie half of LATE apart: one of them is older than any reading may be late."""
    kept, now = followed.earlier, _at(followed.signal)
    if now - _at(kept[-1]) >= LATE / 2:
        kept.append(followed.signal)
    while len(kept) > 1 and _at(kept[1]) <= now - LATE:
        kept.pop(0)
