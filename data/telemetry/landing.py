"""Landing readings: those that keep the contract where they belong, the others aside, all in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Column, Connection, MetaData, Table, and_, case, exists, func, insert, literal, select, update

from data.core.clock import from_epoch, to_epoch
from data.pipeline.contract import DeliveredRows
from data.pipeline.deliver import Batch, DeliveryReport, LandingResult, deliver
from data.pipeline.ledger import Delivery
from data.pipeline.refusal import RefusalReason
from data.pipeline.values import shown
from data.storage.engines import capabilities
from data.telemetry.counters import Growth, grown
from data.telemetry.engine import Readings
from data.telemetry.questioned import flat_lines, running_totals
from data.telemetry.reading_contract import KnownDevices, Reading, ReadingContract, ReadingLimits, contradiction
from data.telemetry.tables import arrival, channel, feed, reading
from indicators.definitions.input_limits import TABLE_COLUMNS

_STAGED = ("row", "channel", "at", "value")
_stage = Table(
    "reading_stage",
    MetaData(),
    Column("row", arrival.c.no.type),
    *(Column(name, reading.c[name].type) for name in ("channel", "at", "value")),
    prefixes=["TEMPORARY"],
)


@dataclass(frozen=True)
class DataSource:
    """Who brings rows: a feed (a platform, a gateway) that always brings something within `every` seconds.

    `file_name` and `digest` (SHA-256) are those of a file; a post has neither.
    """

    feed: str
    every: int = 60
    digest: str = ""
    file_name: str = ""


def land(readings: Readings, contract: ReadingContract, sender: DataSource, rows: Sequence[Any]) -> DeliveryReport:
    """Deliver the rows of a sender's post at the contract's moment."""
    return land_rows(readings, contract, sender, DeliveredRows(dict(enumerate(rows, 1)), fields_of(rows)))


def fields_of(rows: Sequence[Any]) -> tuple[str, ...]:
    """The names of the fields that the rows of a post have, as far as they can be said."""
    names: set[Any] = set()
    for row in rows:
        if isinstance(row, dict) and not names.issuperset(row):
            names.update(row)
    return tuple(sorted(shown(name) for name in names)[:TABLE_COLUMNS])


def land_rows(readings: Readings, contract: ReadingContract, sender: DataSource, rows: DeliveredRows) -> DeliveryReport:
    """Deliver rows with their places in a post or a file.

    The same device and time again changes nothing: the same value is *repeated*, another value is refused as
    `contradicts` and what came first stands. Readings may come late and in any order.
    """
    delivery = Delivery(sender.feed, sender.file_name, from_epoch(contract.now), sender.digest)
    landing = ReadingLanding(sender.every, contract.devices, contract.counters)
    return deliver(readings, delivery, rows, contract, landing)


@dataclass(frozen=True)
class ReadingLanding:
    """Appends readings that are new; `every` is what the feed promises (seconds), `counters` bring running totals."""

    every: int
    devices: KnownDevices
    counters: frozenset[int] = frozenset()

    def land(self, connection: Connection, batch: Batch, accepted: Mapping[int, Reading]) -> LandingResult:
        _note_feed(connection, batch.delivery.source, self.every, to_epoch(batch.delivery.loaded_at))
        growth, totals = Growth(), dict[int, Reading]()
        if self.counters and (totals := {row: one for row, one in accepted.items() if one.channel in self.counters}):
            growth = grown(connection, batch.number, totals, self._limits(totals.values()))
            accepted = {row: one for row, one in accepted.items() if row not in totals}
        odd = list(running_totals(connection, self.devices, accepted)) if self.devices.increments else []
        if odd or totals:
            left_out = {one.row for one in odd}
            accepted = {row: one for row, one in accepted.items() if row not in left_out} | growth.readings
        _stage_rows(connection, accepted)
        refused = _contradicting(connection, accepted)
        appended = _append(connection, batch.number)
        _stage.drop(connection)
        _mark_channels(connection, batch.number)
        flat = flat_lines(connection, self.devices, accepted) if self.devices.flat_after else ()
        repeated = len(accepted) - len(refused) - appended + growth.repeated
        return LandingResult(repeated, [*refused, *growth.refused, *odd], notices=[*growth.notices, *flat])

    def _limits(self, totals: Iterable[Reading]) -> dict[int, ReadingLimits]:
        names = {one.channel: self.devices.increments.get(one.channel) for one in totals}
        return {no: self.devices.limits[name] for no, name in names.items() if name is not None}


def _note_feed(connection: Connection, source: str, every: int, at: int) -> None:
    statement = capabilities(connection).upsert(feed).values(id=source, every=every, last_at=at)
    newest = case((feed.c.last_at > at, feed.c.last_at), else_=at)
    changed = {"every": every, "last_at": newest}
    connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=changed))


def _stage_rows(connection: Connection, accepted: Mapping[int, Reading]) -> None:
    _stage.create(connection)
    if not accepted:
        return
    first: dict[tuple[int, int], tuple[int, int, int, float]] = {}
    for row, (no, at, value) in accepted.items():
        first.setdefault((no, at), (row, no, at, value))  # a repetition within: the first counts
    columns = {name: np.array(column) for name, column in zip(_STAGED, zip(*first.values(), strict=True), strict=True)}
    capabilities(connection).bulk_insert(connection, _stage, columns)


def _same() -> Any:
    return and_(reading.c.channel == _stage.c.channel, reading.c.at == _stage.c.at)


def _contradicting(connection: Connection, accepted: Mapping[int, Reading]) -> list[RefusalReason]:
    """Rows whose device and time stand already with another value."""
    query = select(_stage.c.row, reading.c.value).join(reading, _same()).where(reading.c.value != _stage.c.value)
    standing = {(accepted[row].channel, accepted[row].at): value for row, value in connection.execute(query)}
    if not standing:
        return []
    found = {row: standing.get(one[:2]) for row, one in accepted.items()}
    return [contradiction(value).at(row) for row, value in found.items() if value is not None]


def _append(connection: Connection, number: int) -> int:
    columns = (_stage.c.channel, _stage.c.at, _stage.c.value)
    rows = select(*columns, literal(number)).where(~exists().where(_same())).order_by(_stage.c.channel, _stage.c.at)
    names = ["channel", "at", "value", "arrival"]
    statement = insert(reading).from_select(names, rows).execution_options(preserve_rowcount=True)
    return int(connection.execute(statement).rowcount)


def _mark_channels(connection: Connection, number: int) -> None:
    """Each channel knows its newest reading, so that the register need not search for it."""
    newest = (
        select(reading.c.channel, func.max(reading.c.at).label("at"))
        .where(reading.c.arrival == number)
        .group_by(reading.c.channel)
        .subquery()
    )
    changed = select(newest.c.at).where(newest.c.channel == channel.c.no).scalar_subquery()
    which = exists().where(newest.c.channel == channel.c.no, newest.c.at > channel.c.last_at)
    connection.execute(update(channel).where(which).values(last_at=changed))
