"""Readings that land nowhere or are said to be odd although each is possible: running totals, and values that stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, select

from data.pipeline.refusal import Notice, RefusalReason, RowRefused
from data.telemetry.reading_contract import KnownDevices, Reading
from data.telemetry.tables import reading
from indicators.vitals import RunningTotal


def running_totals(
    connection: Connection, devices: KnownDevices, accepted: Mapping[int, Reading]
) -> Iterator[RefusalReason]:
    """Increments that only ever rise, as a running total does: whoever adds them up raises an alert out of nothing.

    Readings before those of the delivery are looked at, too.
    """
    by_channel: dict[int, list[tuple[int, int, float]]] = {}
    for row, one in accepted.items():
        if one.channel in devices.increments:
            by_channel.setdefault(one.channel, []).append((one.at, row, one.value))
    for no, given in by_channel.items():
        rule = devices.limits[devices.increments[no]].running_total
        if rule is not None and max(value for _, _, value in given) >= rule.least:
            for row in sorted(_rising(connection, no, sorted(given), rule)):
                yield RowRefused("running_total", "value", readings=rule.readings).at(row)


def _rising(connection: Connection, no: int, given: list[tuple[int, int, float]], rule: RunningTotal) -> Iterator[int]:
    """The rows in a run of readings that rise from each to the next, as long as the rule says."""
    before = select(reading.c.value).where(reading.c.channel == no, reading.c.at < given[0][0])
    newest = connection.execute(before.order_by(reading.c.at.desc()).limit(rule.readings)).scalars().all()
    run: list[int] = []  # rows of the run; 0 for a reading of before
    last = float("inf")
    for row, value in [*((0, value) for value in reversed(newest)), *((row, value) for _, row, value in given)]:
        if value <= last:
            yield from _long(run, last, rule)
            run = []
        run.append(row)
        last = value
    yield from _long(run, last, rule)


def _long(run: list[int], last: float, rule: RunningTotal) -> Iterator[int]:
    if len(run) >= rule.readings and last >= rule.least:
        yield from (row for row in run if row)


def flat_lines(connection: Connection, devices: KnownDevices, accepted: Mapping[int, Reading]) -> Iterator[Notice]:
    """Channels that have brought one and the same value for longer than their rule says."""
    newest: dict[int, tuple[int, int, float]] = {}
    for row, one in accepted.items():
        if one.channel in devices.flat_after:
            newest[one.channel] = max(newest.get(one.channel, (0, 0, 0.0)), (one.at, row, one.value))
    for no, (at, row, value) in newest.items():
        mine = reading.c.channel == no, reading.c.at <= at
        other = select(reading.c.at).where(*mine, reading.c.value != value).order_by(reading.c.at.desc()).limit(1)
        changed = connection.execute(other).scalar() or 0
        same = select(reading.c.at).where(*mine, reading.c.at > changed).order_by(reading.c.at).limit(1)
        since = connection.execute(same).scalar()
        if since is not None and at - since >= devices.flat_after[no]:
            yield Notice("flat_line", {"value": f"{value:g}", "hours": f"{(at - since) / 3600:.1f}"}, row, "value")
