"""The batches that brought some measures: who loaded them and when, what of them was taken, what stands of them now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select, true

from data.core.clock import from_epoch, to_epoch
from data.warehouse.tables import batch, batch_measure, fact_current, measure_key, quarantine, source
from indicators.calendar.periods import Period
from indicators.deliveries.quality import RowCounts


@dataclass(frozen=True)
class LoadedBatch:
    """A batch: from whom, which file, when and by whom loaded, how many rows were taken and refused.

    `by` names the person as the audit does, "" where nobody was noted; `corrects` is the batch whose refused rows it
    offers again, 0 for none.
    """

    number: int
    source: str
    source_zh: str
    source_en: str
    file_name: str
    loaded_at: datetime
    accepted: int
    refused: int
    by: str
    corrects: int


COLUMNS = (
    batch.c.id,
    batch.c.source_id,
    func.coalesce(source.c.name_zh, batch.c.source_id).label("source_zh"),
    func.coalesce(source.c.name_en, batch.c.source_id).label("source_en"),
    batch.c.file_name,
    batch.c.loaded_at,
    batch.c.accepted,
    batch.c.refused,
    batch.c.loaded_by,
    batch.c.corrects,
)


def batches_of(
    connection: Connection, measures: Collection[str], known_at: datetime | None, limit: int
) -> tuple[LoadedBatch, ...]:
    """The newest batches that brought any of some measures."""
    query = select(*COLUMNS).outerjoin(source, source.c.id == batch.c.source_id)
    query = query.where(batch.c.id.in_(_bringing(measures)), _known(known_at))
    rows = connection.execute(query.order_by(batch.c.loaded_at.desc(), batch.c.id.desc()).limit(limit))
    return tuple(loaded_batch(row) for row in rows)


def loaded_batch(row: Any) -> LoadedBatch:
    """A row of COLUMNS."""
    return LoadedBatch(
        row.id,
        row.source_id,
        row.source_zh,
        row.source_en,
        row.file_name,
        from_epoch(row.loaded_at),
        row.accepted,
        row.refused,
        row.loaded_by,
        row.corrects,
    )


def row_counts(
    connection: Connection, measures: Collection[str], since: datetime, known_at: datetime | None
) -> RowCounts:
    """Rows of the batches loaded since a moment that brought any of some measures."""
    mine = (batch.c.id.in_(_bringing(measures)), batch.c.loaded_at >= to_epoch(since), _known(known_at))
    counts = select(func.coalesce(func.sum(batch.c.accepted), 0), func.coalesce(func.sum(batch.c.refused), 0))
    accepted, refused = connection.execute(counts.where(*mine)).one()
    twice = select(func.count()).select_from(quarantine).join(batch, batch.c.id == quarantine.c.batch)
    return RowCounts(
        int(accepted),
        int(refused),
        connection.execute(twice.where(*mine, quarantine.c.code == "duplicate")).scalar_one(),
    )


def standing_values(
    connection: Connection, measures: Collection[str], since: Period
) -> dict[tuple[str, int, int], float]:
    """The standing figures of some measures since a year began, by measure, region and ordinal of the period.

    Of monthly, quarterly and yearly figures; cumulative ones tell the same again.
    """
    query = (
        select(measure_key.c.id, fact_current.c.region, fact_current.c.period, fact_current.c.value)
        .join(measure_key, measure_key.c.no == fact_current.c.measure)
        .where(measure_key.c.id.in_(sorted(measures)), fact_current.c.period >= since.year * 100)
    )
    found: dict[tuple[str, int, int], float] = {}
    for measure, region, code, value in connection.execute(query):
        period = Period.from_code(code)
        if period.length < 12 and code % 100 < 50:
            found[measure, region, period.ordinal] = value
    return found


def _bringing(measures: Collection[str]) -> Any:
    of = select(batch_measure.c.batch).join(measure_key, measure_key.c.no == batch_measure.c.measure)
    return of.where(measure_key.c.id.in_(sorted(measures)))


def _known(known_at: datetime | None) -> ColumnElement[bool]:
    return true() if known_at is None else batch.c.loaded_at <= to_epoch(known_at)
