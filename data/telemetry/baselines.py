"""What is usual at a device in each hour of the week: as it was told, else learnt where readings reach back enough.

Readings are kept for days, and a baseline needs weeks: so each hour of the channels concerned is kept as a sum. What
was told (by the demonstration) stands and is not learnt over.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, exists, func, select

from data.storage.engines import capabilities
from data.telemetry.baseline_tables import baseline, channel_hour
from data.telemetry.tables import channel, reading
from indicators.vitals import Vitals
from indicators.vitals.samples import hour_of_week
from indicators.vitals.value_rules import ComparisonRule

HOUR, DAY = 3600, 86_400
HOURS = 168
WEEKS, ENOUGH = 8, 3  # an hour of the week is learnt from the last 8 weeks, when at least 3 of them were seen
REPORTED = 3  # the basis of what is learnt from readings

Hours = tuple[float, ...]
Baselines = Mapping[tuple[int, str], Hours]
"""168 numbers by device and quantity; of a quantity that is added up, what an hour brings."""


def baseline_quantities(vitals: Vitals) -> dict[str, bool]:
    """The quantities of which it matters what is usual; whether their readings are added up over an hour."""
    found: dict[str, bool] = {}
    for sign in vitals.signs.values():
        rule = sign.value
        compared = isinstance(rule, ComparisonRule) and rule.to.expected
        if compared or sign.seasonal:
            summed = isinstance(rule, ComparisonRule) and rule.hours is not None
            found |= {quantity: found.get(quantity, False) or summed for quantity in sign.reads}
    return found


def baselines(connection: Connection) -> Baselines:
    """All baselines there are."""
    rows = connection.execute(select(baseline.c.device, baseline.c.quantity, baseline.c.hours))
    return {(device, quantity): tuple(json.loads(hours)) for device, quantity, hours in rows}


def baseline_inputs(connection: Connection) -> frozenset[int]:
    """What the baselines there are rest on."""
    return frozenset(connection.execute(select(baseline.c.basis).distinct()).scalars())


def write_baselines(
    connection: Connection, found: Mapping[tuple[int, str], Sequence[float]], basis: int, at: int
) -> None:
    """Write baselines in place of those that stand."""
    rows = [
        {"device": device, "quantity": quantity, "hours": json.dumps(list(hours)), "basis": basis, "learnt_at": at}
        for (device, quantity), hours in found.items()
    ]
    if rows:
        statement = capabilities(connection).upsert(baseline)
        changed = {name: statement.excluded[name] for name in ("hours", "basis", "learnt_at")}
        connection.execute(statement.on_conflict_do_update(index_elements=["device", "quantity"], set_=changed), rows)


def keep_hours(connection: Connection, quantities: Collection[str], now: int) -> None:
    """Keep the sums of the hours that have ended, as far as readings are there; let go of those that are too old."""
    channels = [number for number, _, _ in _untold(connection, quantities)]
    begins = (reading.c.at - 1 - (reading.c.at - 1) % HOUR).label("hour")  # a reading speaks of the time before it
    sums = (
        select(reading.c.channel, begins, func.sum(reading.c.value), func.count())
        .where(reading.c.channel.in_(channels), reading.c.at > _since(connection), reading.c.at <= now - now % HOUR)
        .group_by(reading.c.channel, begins)
    )
    statement = capabilities(connection).upsert(channel_hour)
    filled = statement.from_select(["channel", "hour", "total", "readings"], sums)
    changed = {name: statement.excluded[name] for name in ("total", "readings")}
    connection.execute(filled.on_conflict_do_update(index_elements=["channel", "hour"], set_=changed))
    connection.execute(delete(channel_hour).where(channel_hour.c.hour < now - WEEKS * 7 * DAY))


def _untold(connection: Connection, quantities: Collection[str]) -> list[tuple[int, int, str]]:
    """Number, device and quantity of the channels whose baseline nobody told."""
    told = exists().where(
        baseline.c.device == channel.c.device,
        baseline.c.quantity == channel.c.quantity,
        baseline.c.basis != REPORTED,
    )
    query = select(channel.c.no, channel.c.device, channel.c.quantity).where(channel.c.quantity.in_(list(quantities)))
    return [(number, device, quantity) for number, device, quantity in connection.execute(query.where(~told))]


def _since(connection: Connection) -> int:
    """A day before the newest hour that is kept: what came late is added in."""
    newest = connection.execute(select(func.max(channel_hour.c.hour))).scalar()
    return 0 if newest is None else int(newest) - DAY


def learn(connection: Connection, quantities: Mapping[str, bool], now: int) -> int:
    """Learn baselines from the hours that are kept, of the channels seen for enough weeks; returns how many."""
    found = {}
    for number, device, quantity in _untold(connection, quantities):
        query = select(channel_hour.c.hour, channel_hour.c.total, channel_hour.c.readings)
        rows = connection.execute(query.where(channel_hour.c.channel == number)).all()
        if len(rows) >= ENOUGH * HOURS:
            columns = np.array(rows, dtype=np.float64).T
            hours = _usual(*columns, summed=quantities[quantity])
            if hours is not None:
                found[device, quantity] = hours
    write_baselines(connection, found, REPORTED, now)
    return len(found)


def _usual(
    begins: NDArray[np.float64], total: NDArray[np.float64], readings: NDArray[np.float64], *, summed: bool
) -> Hours | None:
    """The median of each hour of the week; None where one was seen in too few weeks."""
    values = total if summed else total / readings
    place = np.array([hour_of_week(start + 1) for start in begins.tolist()])
    if np.bincount(place, minlength=HOURS).min() < ENOUGH:
        return None
    return tuple(round(float(np.median(values[place == hour])), 4) for hour in range(HOURS))
