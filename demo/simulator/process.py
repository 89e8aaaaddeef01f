"""The process that feeds the demonstration: what is due each second, through the same door as anybody's readings."""

from __future__ import annotations

from collections.abc import Callable

from data.core.clock import Clock, to_epoch
from data.core.jobs import Wait
from demo.simulator.city import SimulatedCity
from demo.simulator.http_client import DeliveryAnswer, Rows, insist
from demo.simulator.timetable import Timetable, batches, rows_of

FEED = "demonstration-feeder"  # who it is at the door
TURN = 1.0  # seconds between two turns
PROMISE = 5  # seconds within which the feeder always brings something
LARGEST = 1000  # readings of a batch
STRIDE = 60  # seconds of the city that are made at once when it has to catch up


def deliver_continuously(
    city: SimulatedCity,
    timetable: Timetable,
    bring: Callable[[Rows], DeliveryAnswer],
    clock: Clock,
    since: int,
    wait: Wait,
) -> None:
    """Bring what is due after `since` (epoch seconds), second by second, until `wait` says no.

    Nothing is dropped: what the door does not take is brought again, and after an outage all of it in order.
    """
    upto = since
    while wait(TURN):
        now = to_epoch(clock.now())
        while upto < now:
            until = min(now, upto + STRIDE)
            for batch in batches(rows_of(city, timetable.between(upto, until)), LARGEST):
                if not insist(bring, batch, wait):
                    return
            upto = until
