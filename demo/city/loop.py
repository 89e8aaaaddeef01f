"""The times of the loop of the demonstration's newest orders: accepted, contacted, closed, rated."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from data.core.clock import to_epoch
from data.warehouse.events import NewEvents
from data.warehouse.service_requests import ServiceRequests
from demo.city.events import EventSource, known_until

DAYS = 14  # so far back the demonstration tells the times of each order
_HOUR = 3600.0
_ACCEPT, _CONTACT, _RATE = 0.7, 5.0, 30.0  # median hours until accepted, from there until contacted, from closing on


def loop_of(source: EventSource, events: NewEvents) -> ServiceRequests:
    """The times of the orders of the last `DAYS`; a step that lies after the last evening has not been taken yet."""
    rng = source.stream("loop")
    end = to_epoch(known_until())
    row = np.flatnonzero(events.at >= to_epoch(known_until() - timedelta(days=DAYS)))
    at, flags, hours = events.at[row], events.flags[row].astype(np.int64), events.hours[row]
    slow = np.where(flags & source.bit("accepted_on_time"), 1.0, 9.0)
    accepted = at + _HOUR * slow * _ACCEPT * np.exp(rng.normal(0, 0.8, len(row)))
    late = np.where(flags & source.bit("contacted"), 1.0, 8.0)
    contacted = accepted + _HOUR * late * _CONTACT * np.exp(rng.normal(0, 0.7, len(row)))
    closed = np.where(flags & source.bit("closed"), at + _HOUR * hours, np.inf)
    accepted = np.minimum(accepted, at + 0.6 * (closed - at))
    contacted = np.minimum(contacted, at + 0.9 * (closed - at))
    rated = np.where(flags & source.bit("rated"), closed + _HOUR * _RATE * np.exp(rng.normal(0, 0.4, len(row))), np.inf)
    taken = [np.where(step <= end, step, 0).astype(np.int64) for step in (accepted, contacted, closed, rated)]
    return ServiceRequests(row, taken[0], taken[1], taken[2], taken[3])
