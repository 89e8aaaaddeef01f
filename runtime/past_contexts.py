"""The context of somebody who looks back: everything in it is of the moment looked at, and nothing in it acts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from access.authorization.actors import only_reading
from access.authorization.roles import shipped
from data.core.clock import Clock, FixedClock, parse_moment, to_epoch
from data.core.lru import LruCache
from data.operations import Operations
from data.operations.past import operations_at
from data.snapshots.result_types import NotAMoment, NotYet
from data.telemetry import Readings
from data.telemetry.device_queries import DeviceRegistryQueries
from data.telemetry.no_readings import NoReadings
from data.telemetry.past_state import PastStateRepository
from indicators.liveness import Liveness
from queries.request_context import RequestContext

KEPT = 4  # moments whose operations a process keeps in memory
MINUTE, HOUR = 60, 3600  # seconds


def moment_of(as_of: str, clock: Clock) -> datetime:
    """The moment behind the `as_of` of an address. NotAMoment, or NotYet for one that has not passed."""
    then = parse_moment(as_of)
    if then is None:
        raise NotAMoment("as_of is a day (2025-03-03) or a local time (2025-03-03T08:00)")
    if then > clock.now():
        raise NotYet("a day can be looked back to when it is over, a time when it has passed")
    return then


@dataclass(frozen=True)
class PastContexts:
    """Turns contexts of now into contexts of then. `clock` tells the present."""

    clock: Clock
    _operations: LruCache[Operations] = field(default_factory=lambda: LruCache(KEPT))

    def of(self, present: RequestContext, then: datetime, readings: Readings) -> RequestContext:
        """The same context of a moment in the past; `present` reads the snapshot of that moment already."""
        clock = FixedClock(then)
        return replace(
            present,
            picture=PastStateRepository(readings, clock),
            register=DeviceRegistryQueries(NoReadings(readings.engine), clock),
            operations=self._operations_at(present.operations, to_epoch(then)),
            actor=only_reading(present.actor, shipped()),
            clock=clock,
            liveness=Liveness(),
            as_of=then,
        )

    def _operations_at(self, present: Operations, then: int) -> Operations:
        """What people had done by a moment. Of the last hour entries may still come in late: it is read anew."""
        now = to_epoch(self.clock.now())
        edition = now // MINUTE if now - then < HOUR else 0
        return self._operations.get((then, edition), lambda: operations_at(present, then))
