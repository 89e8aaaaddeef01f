"""What orders tell beside their counts: when each step was taken, and the masked text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Column, Connection, MetaData, Table, select
from sqlalchemy import literal as constant
from sqlalchemy.sql.expression import true

from data.storage.engines import capabilities
from data.warehouse.tables import order_text, order_times

if TYPE_CHECKING:
    from data.warehouse.events import NewEvents

STEPS = ("accepted", "contacted", "closed", "rated")
_KEY = ("kind", "day", "region", "id")
_MARKS = ("coarse", "odd")
_STAGED = ("day", "region", "id", "received", *STEPS, *_MARKS)
_stage = Table(
    "order_stage", MetaData(), *(Column(name, order_times.c[name].type) for name in _STAGED), prefixes=["TEMPORARY"]
)
Whole = NDArray[np.integer[Any]]


@dataclass(frozen=True)
class ServiceRequests:
    """Times of M of some events: `row` is the place of each among them; times are UTC epoch seconds, 0 is not yet.

    `coarse` and `odd` are bit masks of steps (received first, then STEPS): told to the hour or day only, and not
    believed as delivered; by default none is. `texts` holds what was said, by the place of the event; everything
    personal in it is masked already.
    """

    row: Whole
    accepted: Whole
    contacted: Whole
    closed: Whole
    rated: Whole
    texts: Mapping[int, str] = field(default_factory=dict)
    coarse: Whole = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    odd: Whole = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def __post_init__(self) -> None:
        for name in _MARKS:
            if len(getattr(self, name)) == 0:
                object.__setattr__(self, name, np.zeros(len(self.row), dtype=np.int64))


def land_requests(connection: Connection, kind: int, events: NewEvents, orders: ServiceRequests) -> None:
    """Write times and texts inside the caller's transaction; what is delivered again replaces its earlier state."""
    if len(orders.row):
        _land_times(connection, kind, events, orders)
    if orders.texts:
        statement = capabilities(connection).upsert(order_text)
        rows = [{"kind": kind, **_key(events, row), "text": text} for row, text in orders.texts.items()]
        connection.execute(
            statement.on_conflict_do_update(index_elements=list(_KEY), set_={"text": statement.excluded.text}), rows
        )


def _key(events: NewEvents, row: int) -> dict[str, int]:
    return {name: int(getattr(events, name)[row]) for name in ("day", "region", "id")}


def _land_times(connection: Connection, kind: int, events: NewEvents, orders: ServiceRequests) -> None:
    _stage.create(connection)
    columns = {name: getattr(events, name)[orders.row] for name in ("day", "region", "id")}
    columns |= {"received": events.at[orders.row], **{name: getattr(orders, name) for name in (*STEPS, *_MARKS)}}
    capabilities(connection).bulk_insert(connection, _stage, columns)
    stage = _stage.c
    rows = select(constant(kind), *(stage[name] for name in _STAGED)).where(true())
    statement: Any = capabilities(connection).upsert(order_times)
    statement = statement.from_select(["kind", *_STAGED], rows.order_by(stage.day, stage.region, stage.id))
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=list(_KEY), set_={name: statement.excluded[name] for name in ("received", *STEPS, *_MARKS)}
        )
    )
    _stage.drop(connection)
