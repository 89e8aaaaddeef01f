"""Events that are delivered again: an earlier state that they replace, and one in another place that they leave."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from sqlalchemy import BigInteger, Column, Connection, Index, MetaData, Table, delete, exists, func, select

from data.storage.engines import capabilities
from data.warehouse.events import NewEvents
from data.warehouse.tables import batch, event, order_text, order_times

_KEY = ("day", "region", "id")
_WITHOUT_LETTERS = "orders/1"  # the contract under which the letters before a number were not stored
_LETTERED = re.compile(r"[A-Za-z-]+0*([1-9][0-9]{0,17})", re.ASCII)
_again = Table(
    "event_again",
    MetaData(),
    *(Column(name, event.c[name].type) for name in _KEY),
    Column("former", BigInteger),  # the number under which the event was stored without its letters; 0: none
    prefixes=["TEMPORARY"],
)
_by_id = Index("event_again_by_id", _again.c.id, _again.c.day)
_by_former = Index("event_again_by_former", _again.c.former, _again.c.day)


def make_way(connection: Connection, kind: int, events: NewEvents, ids: Sequence[str], source_id: str) -> int:
    """How many of the events stand already, in the same region or in another one of the same day.

    One that the same source delivered for another region (a district before the town was known, or the wrong town), or
    before ids were kept whole, is taken away there: an order is counted once. Call it before the events are written.
    """
    if not len(events):
        return 0
    _again.create(connection)
    columns = {name: getattr(events, name) for name in _KEY} | {"former": _former(ids)}
    capabilities(connection).bulk_insert(connection, _again, columns)
    days = event.c.kind == kind, event.c.day.between(int(events.day.min()), int(events.day.max()))
    same = _again.c.day == event.c.day, _again.c.id == event.c.id
    here = exists().where(*same, _again.c.region == event.c.region)
    standing = connection.execute(select(func.count()).select_from(event).where(*days, here)).scalar_one()
    delivered = select(*(event.c[name] for name in _KEY)).join(batch, batch.c.id == event.c.batch)
    delivered = delivered.where(*days, batch.c.source_id == source_id)
    elsewhere = delivered.where(exists().where(*same, _again.c.region != event.c.region))
    former = exists().where(_again.c.day == event.c.day, _again.c.former == event.c.id)
    shortened = delivered.where(batch.c.contract == _WITHOUT_LETTERS, former)
    left = {tuple(row) for query in (elsewhere, shortened) for row in connection.execute(query)}
    for key in left:
        _take_away(connection, kind, key)
    _again.drop(connection)
    return int(standing) + len(left)


def _former(ids: Sequence[str]) -> Any:
    matches = (_LETTERED.fullmatch(one) for one in ids)
    return np.array([int(found[1]) if found else 0 for found in matches], dtype=np.int64)


def _take_away(connection: Connection, kind: int, key: tuple[Any, ...]) -> None:
    for table in (event, order_times, order_text):
        here = [table.c[name] == value for name, value in zip(_KEY, key, strict=True)]
        connection.execute(delete(table).where(table.c.kind == kind, *here))
