"""The last hours before the demonstration begins, landed through the same contract as everything else.

As coarse as the signs allow: counts come whole; what is measured comes once a picture (a quarter of an hour, and five
minutes of late), or as rarely as its device does; where an incident shows, and in the last minutes, everything comes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from data.telemetry import Readings
from data.telemetry.landing import DataSource, land
from data.telemetry.reading_contract import ReadingContract
from demo.fleet.device_models import CountedModel, RainModel
from demo.scenarios.hours import HOUR
from demo.simulator.city import SimulatedCity
from demo.simulator.timetable import DeviceMoments, DeviceTimetable, DueReadings, rows_of

SLOT = 300
QUARTER = 900  # seconds between pictures of long ago (monitoring/time_buckets.py)
LATE = 2 * 3600  # seconds before the end from which on there is a picture each slot
LAST = 12 * 60  # seconds before the end from which on everything comes
AT_ONCE = 20_000  # readings of one transaction
MARGIN = 600  # seconds by which the oldest reading is younger than the door takes
COARSER = 3  # so many samplings of its own a value stays fresh
RAREST = 1800  # seconds between readings of what changes within minutes: charts of a day want no more gaps

Progress = Callable[[int, int], None]


def land_history(
    readings: Readings,
    contract: ReadingContract,
    sender: DataSource,
    city: SimulatedCity,
    until: int,
    progress: Progress,
    scale: float = 1.0,
) -> int:
    """Land what came before a moment; returns how many readings are new. Landing it again changes nothing.

    `scale` below 1 shortens the hours, for tests.
    """
    due = due_before(city, until, scale)
    accepted = 0
    for start, part in _parts(due):
        accepted += land(readings, contract, sender, rows_of(city, part)).accepted
        progress(min(start + AT_ONCE, len(due)), len(due))
    return accepted


def due_before(city: SimulatedCity, until: int, scale: float = 1.0) -> DueReadings:
    """What is landed of the time before a moment, in the order of time."""
    times = DeviceTimetable(city)
    parts = [_of_kind(times, name, until, scale) for name in city.fleet.kinds]
    found = DeviceMoments(np.concatenate([p.devices for p in parts]), np.concatenate([p.at for p in parts]))
    return times.due(found)


def _of_kind(times: DeviceTimetable, name: str, until: int, scale: float) -> DeviceMoments:
    kind, fleet = times.city.fleet.kinds[name], times.city.fleet
    devices = fleet.by_kind[name]
    seconds = int(kind.history * HOUR * min(scale, 1.0)) if kind.every < HOUR else kind.history * HOUR
    found = times.moments(until - seconds + MARGIN, until, devices[~fleet.silent[devices]])
    if any(isinstance(one, CountedModel | RainModel) for one in kind.quantities.values()):
        return found  # what is added up must not have gaps
    return found.where((found.at > until - LAST) | _coarse(found, kind.every, until) | times.touched(found))


def _coarse(found: DeviceMoments, every: int, until: int) -> NDArray[np.bool_]:
    """Of what comes more often than a picture is drawn, the last before each; else as much as keeps a value fresh."""
    if every < SLOT:
        picture = np.where(found.at > until - LATE, SLOT, QUARTER)
        return np.asarray((found.at + every) // picture > found.at // picture)
    skip = min(COARSER, max(RAREST // every, 1))
    return np.asarray((found.at // every + found.devices) % skip == 0)


def _parts(due: DueReadings) -> Iterator[tuple[int, DueReadings]]:
    """In parts of one transaction each; the readings of a second are never parted."""
    start = 0
    while start < len(due):
        end = min(start + AT_ONCE, len(due))
        end = int(np.searchsorted(due.at, due.at[end - 1], side="right"))
        yield start, DueReadings(due.channels[start:end], due.at[start:end], due.span[start:end])
        start = end
