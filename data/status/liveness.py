"""Collecting what liveness is judged by: feeds and the monitor's looks, heartbeats of processes, the snapshot."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Literal, get_args

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from data.core.clock import Clock, to_epoch
from data.operations import Operations
from data.operations.processes.heartbeats import SOUND, Heartbeat, condition, heartbeats_of
from data.telemetry import Readings
from data.telemetry.batches import feed_facts
from data.telemetry.tables import live
from indicators.liveness import FeedFact, Liveness, LivenessFacts, PartName, ProcessFact, judge

REMEMBERED = 1.0  # seconds that a judgement holds: the monitor looks, and feeds promise, no more often
WORKS = SOUND | {"starting"}
_LOOKED = select(live.c.looked_at)
_NAMES: frozenset[str] = frozenset(get_args(PartName))
Snapshot = tuple[Literal["up", "stale", "degraded"], int | None]
"""How current the newest snapshot is, and when (epoch seconds) it was made."""


@dataclass
class LivenessReader:
    """Judges whether the cockpit is of now, at most once a second however many ask.

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
    _lock: Lock = field(default_factory=Lock)

    def read(self) -> Liveness:
        """The judgement now. A database that does not answer is a part that is dead, never an error."""
        now = to_epoch(self.clock.now())
        with self._lock:  # who comes while another looks waits for what that finds
            second, asked = self._judged
            if now != second or time.monotonic() - asked >= REMEMBERED:
                self._known = judge(self.facts(now))
                self._judged = now, time.monotonic()
            return self._known

    def facts(self, now: int) -> LivenessFacts:
        """What stands in the databases, in epoch seconds of the city's clock."""
        feeds, looked_at = self._monitored()
        state, made_at = self.snapshot()
        return LivenessFacts(now, feeds, looked_at, self._processes(now), state, made_at)

    def _monitored(self) -> tuple[tuple[FeedFact, ...] | None, int | None]:
        try:
            with self.readings.reading() as connection:
                return feed_facts(connection), connection.execute(_LOOKED).scalar()
        except SQLAlchemyError:
            return None, None

    def _processes(self, now: int) -> Mapping[PartName, ProcessFact]:
        wanted = [name for name in self.expected if name in _NAMES]
        if not wanted:
            return {}
        try:
            with self.operations.reading() as connection:
                beats: Mapping[str, Heartbeat] = heartbeats_of(connection, self.node)
        except SQLAlchemyError:
            beats = {}  # nothing is known of any
        return {name: self._process(beats.get(name), now) for name in wanted}  # type: ignore[misc]

    def _process(self, beat: Heartbeat | None, now: int) -> ProcessFact:
        wall = self.wall()
        works = condition(beat, wall) in WORKS
        return ProcessFact(works, None if beat is None else now - beat.age(wall))
