"""Landing readings: good rows where they belong, bad rows aside with their reason, all in one transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Column, Connection, MetaData, Table, and_, case, exists, func, insert, literal, select, update

from data.core.texts import shortened, storable_text
from data.storage.engines import capabilities
from data.telemetry.engine import Readings
from data.telemetry.reading_contract import BadReading, GoodReading, ReadingContract, ReadingRefused
from data.telemetry.tables import arrival, channel, feed, reading, refused_reading

_BROUGHT = ("row", "channel", "at", "value")
_stage = Table(
    "reading_stage",
    MetaData(),
    Column("row", arrival.c.no.type),
    *(Column(name, reading.c[name].type) for name in ("channel", "at", "value")),
    prefixes=["TEMPORARY"],
)


@dataclass(frozen=True)
class Receipt:
    """What became of rows: the arrival's number, how many are new, how many were known, and each that was refused.

    `arrival` is 0 where nothing had to be written.
    """

    arrival: int
    accepted: int
    repeated: int
    refused: tuple[BadReading, ...]


@dataclass(frozen=True)
class DataSource:
    """Who brings rows: a feed (a platform, a gateway) that always brings something within `every` seconds."""

    feed: str
    every: int = 60
    digest: str = ""


def land(readings: Readings, contract: ReadingContract, sender: DataSource, rows: Sequence[Any]) -> Receipt:
    """Check and land rows. The same device and time again changes nothing: the same value is *repeated*, another
    value is refused as `contradicts` and what came first stands. Readings may come late and in any order."""
    good, bad = check(contract, rows)
    with readings.writing() as connection:
        number = _next(connection)
        _note_feed(connection, sender, contract.now)
        _stage_rows(connection, good)
        contradicting = _contradicting(connection, good, rows)
        accepted = _append(connection, number)
        _stage.drop(connection)
        _mark_channels(connection, number)
        bad = sorted((*bad, *contradicting), key=lambda row: row.row)
        repeated = len(good) - len(contradicting) - accepted
        _open_arrival(connection, number, sender, contract.now, (accepted, repeated, len(bad)))
        _put_aside(connection, number, bad)
    return Receipt(number, accepted, repeated, tuple(bad))


def check(contract: ReadingContract, rows: Sequence[Any]) -> tuple[list[GoodReading], list[BadReading]]:
    """Part rows into those that keep the contract (a time of a channel once) and those that do not."""
    good: list[GoodReading] = []
    bad: list[BadReading] = []
    seen: dict[tuple[int, int], float] = {}
    for row, given in enumerate(rows, 1):
        try:
            found = contract.check(row, given)
            if seen.setdefault((found.channel, found.at), found.value) != found.value:
                raise ReadingRefused("contradicts", "another value of this device and time stands before it")
            good.append(found)
        except ReadingRefused as refusal:
            bad.append(BadReading(row, refusal.code, refusal.detail, given))
    return good, bad


def write_off(connection: Connection, sender: DataSource, at: int, accepted: int, bad: Sequence[BadReading]) -> None:
    """Note what came besides readings (a file of devices), with the rows that were refused."""
    number = _next(connection)
    _open_arrival(connection, number, sender, at, (accepted, 0, len(bad)))
    _put_aside(connection, number, bad)


def _next(connection: Connection) -> int:
    return int(connection.execute(select(func.coalesce(func.max(arrival.c.no), 0))).scalar_one()) + 1


def _note_feed(connection: Connection, sender: DataSource, at: int) -> None:
    statement = capabilities(connection).upsert(feed).values(id=sender.feed, every=sender.every, last_at=at)
    newest = case((feed.c.last_at > at, feed.c.last_at), else_=at)
    changed = {"every": sender.every, "last_at": newest}
    connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=changed))


def _stage_rows(connection: Connection, good: Sequence[GoodReading]) -> None:
    _stage.create(connection)
    if not good:
        return
    first = {(one.channel, one.at): one for one in reversed(good)}.values()  # a repetition within: the first counts
    columns = {name: np.array([getattr(one, name) for one in first]) for name in _BROUGHT}
    capabilities(connection).bulk_insert(connection, _stage, columns)


def _same() -> Any:
    return and_(reading.c.channel == _stage.c.channel, reading.c.at == _stage.c.at)


def _contradicting(connection: Connection, good: Sequence[GoodReading], rows: Sequence[Any]) -> list[BadReading]:
    """Rows whose device and time stand already with another value."""
    query = select(_stage.c.row, reading.c.value).join(reading, _same()).where(reading.c.value != _stage.c.value)
    standing = {row.row: row.value for row in connection.execute(query)}
    detail = "{:g} stands for this device and time; a reading is not replaced"
    return [
        BadReading(one.row, "contradicts", detail.format(standing[one.row]), rows[one.row - 1])
        for one in good
        if one.row in standing
    ]


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


def _open_arrival(
    connection: Connection, number: int, sender: DataSource, at: int, counts: tuple[int, int, int]
) -> None:
    accepted, repeated, refused = counts
    head: Mapping[str, Any] = {"feed": sender.feed, "received_at": at, "digest": sender.digest}
    row = {"no": number, **head, "accepted": accepted, "repeated": repeated, "refused": refused}
    connection.execute(insert(arrival).values(row))


def _kept(content: Any) -> str:
    """What a refused row held, as far as it is kept; a row nested deeper than JSON is written holds nothing."""
    try:
        return storable_text(json.dumps(content, ensure_ascii=False, default=str)[:2000])
    except RecursionError:
        return ""


def _put_aside(connection: Connection, number: int, bad: Sequence[BadReading]) -> None:
    if bad:
        rows = [
            {
                "arrival": number,
                "row": one.row,
                "code": one.code,
                "detail": shortened(one.detail),
                "content": _kept(one.content),
            }
            for one in bad
        ]
        connection.execute(insert(refused_reading), rows)
