"""Collecting what liveness is judged by: feeds and the monitor's looks, heartbeats of processes, the snapshot."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Literal, get_args

from sqlalchemy.exc import SQLAlchemyError

from data.core.clock import Clock, to_epoch
from data.operations import Operations
from data.operations.processes.heartbeats import SOUND, Heartbeat, condition, heartbeats_of
from data.storage.faults import or_else
from data.telemetry import Readings
from data.telemetry.state_version import MonitorProgress, look_of
from indicators.liveness import Liveness, LivenessFacts, PartName, ProcessFact, judge

REMEMBERED = 1.0  # seconds that a judgement holds: the monitor looks, and feeds promise, no more often
WORKS = SOUND | {"starting"}
_NAMES: frozenset[str] = frozenset(get_args(PartName))
Snapshot = tuple[Literal["up", "stale", "degraded"], int | None]
"""How current the newest snapshot is, and when (epoch seconds) it was made."""


@dataclass
class LivenessReader:
    """Judges whether the cockpit is of now. A database that does not answer is a part that is dead, never an error.

    `clock` is the city's, `wall` the machine's, which heartbeats are written by. `expected` names the processes that
    have to be there, `node` is the server whose they are.
    """

    clock: Clock
    readings: Readings
    operations: Operations
    node: str
    expected: Sequence[str]
    snapshot: Callable[[], Snapshot]
    wall: Callable[[], float] = time.time
    _known: Liveness = field(default_factory=Liveness)
    _judged: tuple[int, float] = (0, float("-inf"))
    _beats: Mapping[str, Heartbeat] = field(default_factory=dict)
    _heard: float = float("-inf")
    _lock: Lock = field(default_factory=Lock)

    def read(self) -> Liveness:
        """The judgement now, or one of a second ago: for those who ask again and again."""
        with self._lock:  # who comes while another looks waits for what that finds
            second, asked = self._judged
            if second == to_epoch(self.clock.now()) and time.monotonic() - asked < REMEMBERED:
                return self._known
            return self._keep(self.look(), self.snapshot())

    def judge(self, looked: MonitorProgress | None, snapshot: Snapshot) -> Liveness:
        """The judgement from what was read for a request already."""
        with self._lock:
            return self._keep(looked, snapshot)

    def look(self) -> MonitorProgress | None:
        """What the readings say; None where they do not answer."""
        try:
            with self.readings.reading() as connection:
                return look_of(connection)
        except SQLAlchemyError:
            return None

    def _keep(self, looked: MonitorProgress | None, snapshot: Snapshot) -> Liveness:
        now, (state, made_at) = to_epoch(self.clock.now()), snapshot
        feeds, looked_at = (None, None) if looked is None else (looked.feeds, looked.looked_at)
        self._known = judge(LivenessFacts(now, feeds, looked_at, self._processes(now), state, made_at))
        self._judged = now, time.monotonic()
        return self._known

    def _processes(self, now: int) -> Mapping[PartName, ProcessFact]:
        wanted = [name for name in self.expected if name in _NAMES]
        if not wanted:
            return {}
        if time.monotonic() - self._heard >= REMEMBERED:
            self._heard = time.monotonic()
            self._beats = or_else(self._heartbeats, {})  # without an answer nothing is known of any
        return {name: self._process(self._beats.get(name), now) for name in wanted}  # type: ignore[misc]

    def _heartbeats(self) -> Mapping[str, Heartbeat]:
        with self.operations.reading() as connection:
            return heartbeats_of(connection, self.node)

    def _process(self, beat: Heartbeat | None, now: int) -> ProcessFact:
        wall = self.wall()
        works = condition(beat, wall) in WORKS
        return ProcessFact(works, None if beat is None else now - beat.age(wall))
