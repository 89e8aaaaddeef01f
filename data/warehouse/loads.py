"""What was loaded when: the deliveries of a stretch of time, and the years that have any."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from data.core.clock import from_epoch, to_epoch
from data.warehouse.tables import batch, source


@dataclass(frozen=True)
class DeliveryRecord:
    """One delivery: when it landed, from whom, which file, how many rows were taken and refused."""

    at: datetime
    source_zh: str
    source_en: str
    file_name: str
    accepted: int
    refused: int


def loads(connection: Connection, since: datetime, until: datetime) -> tuple[DeliveryRecord, ...]:
    """The deliveries from a moment (included) to another (not included), the newest first."""
    named = [func.coalesce(source.c[name], batch.c.source_id) for name in ("name_zh", "name_en")]
    query = (
        select(batch.c.loaded_at, *named, batch.c.file_name, batch.c.accepted, batch.c.refused)
        .outerjoin(source, source.c.id == batch.c.source_id)
        .where(batch.c.loaded_at >= to_epoch(since), batch.c.loaded_at < to_epoch(until), batch.c.landed)
        .order_by(batch.c.loaded_at.desc(), batch.c.id.desc())
    )
    rows = connection.execute(query)
    return tuple(DeliveryRecord(from_epoch(row[0]), row[1], row[2], row[3], row[4], row[5]) for row in rows)


def first_load(connection: Connection) -> datetime | None:
    """When the first delivery landed; None before any has."""
    found = connection.execute(select(func.min(batch.c.loaded_at)).where(batch.c.landed)).scalar()
    return None if found is None else from_epoch(found)
