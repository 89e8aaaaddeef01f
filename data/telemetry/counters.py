"""Counters: devices that deliver their running total. What lands among the readings is what it grew by.

The totals are kept beside, so that the same delivery twice is one. A total that fell to less than half began anew, and
what it shows is what came since. No growth is told where it cannot be known: for the first total, after a gap longer
than an hour (or two readings), where a total fell a little, or grew by more than can be.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection, and_, func, insert, select

from data.pipeline.refusal import Notice, RefusalReason
from data.telemetry.reading_contract import Reading, ReadingLimits, contradiction
from data.telemetry.tables import channel, counter_reading, device

GAP: Final = 3600  # seconds between two totals within which the growth counts for the later one
SHORTEST: Final = 600  # seconds for which a growth is judged at least: drops come in bursts
Total = tuple[int, float]  # at, value


@dataclass
class Growth:
    """What came of totals: the readings that tell growth, those known before, and what is refused or said."""

    readings: dict[int, Reading] = field(default_factory=dict)
    repeated: int = 0
    refused: list[RefusalReason] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


def grown(connection: Connection, number: int, totals: Mapping[int, Reading], limits: Limits) -> Growth:
    """Keep totals of batch `number` (by their rows) and say what they grew by."""
    found, by_channel = Growth(), dict[int, list[tuple[int, int, float]]]()
    for row, one in totals.items():
        by_channel.setdefault(one.channel, []).append((one.at, row, one.value))
    standing, every = _standing(connection, totals.values()), _every(connection, by_channel)
    kept = []
    for no, given in by_channel.items():
        known = standing.get(no, [])
        for at, row, value in sorted(given):
            place = bisect_left(known, (at, float("-inf")))
            if place < len(known) and known[place][0] == at:
                same = known[place][1] == value
                found.repeated += same
                found.refused += [] if same else [contradiction(known[place][1]).at(row)]
                continue
            late = place < len(known)  # its growth is in the one after it
            before = known[place - 1] if place else None
            known.insert(place, (at, value))
            kept.append({"channel": no, "at": at, "value": value, "arrival": number})
            if not late and before is not None:
                _tell(found, row, (before, Reading(no, at, value)), limits.get(no), every.get(no, 0))
    if kept:
        connection.execute(insert(counter_reading), kept)
    return found


Limits = Mapping[int, ReadingLimits]


def _tell(found: Growth, row: int, pair: tuple[Total, Reading], limits: ReadingLimits | None, every: int) -> None:
    """The growth between two totals, or why there is none."""
    (before_at, before), now = pair
    seconds, growth = now.at - before_at, now.value - before
    said = {"before": f"{before:g}", "value": f"{now.value:g}"}
    if growth < 0 and now.value > before / 2:
        found.notices.append(Notice("counter_fell", {**said}, row, "value"))
        return
    if growth < 0:
        growth = now.value
        found.notices.append(Notice("counter_reset", {**said}, row, "value"))
    if seconds > max(GAP, 2 * every):
        found.notices.append(Notice("counter_gap", {"hours": f"{seconds / 3600:.1f}"}, row, "at"))
    elif limits is not None and limits.most_an_hour and growth > limits.most_an_hour * max(seconds, SHORTEST) / 3600:
        found.notices.append(Notice("counter_jumped", {"growth": f"{growth:g}", **said}, row, "value"))
    else:
        found.readings[row] = Reading(now.channel, now.at, growth)


def _standing(connection: Connection, totals: Iterable[Reading]) -> dict[int, list[Total]]:
    """Totals that stand, by channel: those among the times of the given ones, the last before and the first after."""
    given = list(totals)
    first, last = min(one.at for one in given), max(one.at for one in given)
    table, channels = counter_reading.c, sorted({one.channel for one in given})
    mine = table.channel.in_(channels)
    before = select(table.channel, func.max(table.at).label("at")).where(mine, table.at < first)
    after = select(table.channel, func.min(table.at).label("at")).where(mine, table.at > last)
    found: dict[int, list[Total]] = {}
    for edge in (before, after):
        near = edge.group_by(table.channel).subquery()
        joined = and_(table.channel == near.c.channel, table.at == near.c.at)
        for row in connection.execute(select(table.channel, table.at, table.value).join(near, joined)):
            found.setdefault(row.channel, []).append((row.at, row.value))
    for row in connection.execute(
        select(table.channel, table.at, table.value).where(mine, table.at.between(first, last))
    ):
        found.setdefault(row.channel, []).append((row.at, row.value))
    return {no: sorted(known) for no, known in found.items()}


def _every(connection: Connection, channels: Mapping[int, object]) -> dict[int, int]:
    """Seconds between two readings of the devices of channels."""
    query = select(channel.c.no, device.c.every).join(device, device.c.no == channel.c.device)
    return {row.no: row.every for row in connection.execute(query.where(channel.c.no.in_(sorted(channels))))}
