"""Reading a stored snapshot: rows back into the engine's types.

No scope here: data.snapshots.indicator_repository holds that gate.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import Connection, Row, func, select

from data.core.clock import from_epoch
from data.core.json_records import from_json
from data.snapshots.array_codec import unpack
from data.snapshots.result_types import RegionSeries, SnapshotInfo
from data.snapshots.series_codes import GRAINS, run_of_codes, run_of_ids, run_of_periods
from data.snapshots.snapshot import CODES, FLOATS
from data.warehouse.batches import last_batch
from data.warehouse.tables import (
    batch,
    forecast_run,
    snapshot,
    snapshot_attention,
    snapshot_cell,
    snapshot_score,
    snapshot_series,
)
from indicators.compute.results import Attention, GroupScore, IndicatorValue, NewestGroupScore


def info(row: Row[Any]) -> SnapshotInfo:
    """A row of the snapshot table."""
    day = f"{row.day:08d}"
    return SnapshotInfo(
        version=row.version,
        made_at=from_epoch(row.made_at),
        known_at=None if row.known_at is None else from_epoch(row.known_at),
        day=date.fromisoformat(f"{day[:4]}-{day[4:6]}-{day[6:]}"),
        last_batch=row.last_batch,
        batches=row.batches,
        catalogue=row.catalogue,
    )


_NEWEST = select(snapshot).where(snapshot.c.known_at.is_(None)).order_by(snapshot.c.version.desc()).limit(1)
_NEWEST_AND_BATCH = _NEWEST.add_columns(
    select(func.max(batch.c.id)).scalar_subquery().label("landed"),
    select(func.max(forecast_run.c.version)).scalar_subquery().label("foreseen"),
)


def newest(connection: Connection) -> SnapshotInfo | None:
    """The newest snapshot of what is known now, or None."""
    row = connection.execute(_NEWEST).one_or_none()
    return None if row is None else info(row)


def newest_and_batch(connection: Connection) -> tuple[SnapshotInfo | None, int, int]:
    """The same, the number of the last batch, and the last version that was looked ahead from (0 where there is none).

    One statement, asked at every request.
    """
    row = connection.execute(_NEWEST_AND_BATCH).one_or_none()
    return (None, last_batch(connection), 0) if row is None else (info(row), row.landed or 0, row.foreseen or 0)


def values_of_parts(
    connection: Connection, parts: Collection[int], regions: Collection[int] | None = None
) -> list[IndicatorValue]:
    """The cells of some parts, of all regions or some."""
    query = select(snapshot_cell.c.record).where(snapshot_cell.c.part.in_(parts))
    if regions is not None:
        query = query.where(snapshot_cell.c.region.in_(regions))
    return [from_json(IndicatorValue, record) for record in connection.execute(query).scalars()]


def series(
    connection: Connection,
    indicators: dict[int, str],
    grain: str | None = None,
    regions: Collection[int] | None = None,
) -> list[RegionSeries]:
    """The series of some parts (part number to indicator), of one grain or all, of all regions or some."""
    query = select(snapshot_series).where(snapshot_series.c.part.in_(indicators))
    if grain is not None:
        query = query.where(snapshot_series.c.grain == GRAINS.index(grain))
    if regions is not None:
        query = query.where(snapshot_series.c.region.in_(regions))
    return [region_series(indicators[row.part], row) for row in connection.execute(query)]


def region_series(indicator: str, row: Row[Any]) -> RegionSeries:
    """A stored row as a series."""
    floats, codes = unpack(row.packed, row.n, len(FLOATS), len(CODES))
    return RegionSeries(
        indicator,
        row.region,
        GRAINS[row.grain],
        run_of_ids(row.first, row.n),
        run_of_codes(row.first, row.n),
        **_named(FLOATS, floats),
        **_named(CODES, codes),
    )


def _named(names: tuple[str, ...], arrays: Sequence[Any]) -> dict[str, Any]:
    return dict(zip(names, arrays, strict=True))


def empty_series(indicator: str, region: int, grain: str) -> RegionSeries:
    """A series without any period: nothing was ever known."""
    nothing, none = np.empty(0), np.empty(0, dtype=np.uint8)
    return RegionSeries(indicator, region, grain, (), (), nothing, nothing, nothing, nothing, nothing, none, none)


def one(connection: Connection, version: int) -> SnapshotInfo | None:
    """A version's own row, or None."""
    row = connection.execute(select(snapshot).where(snapshot.c.version == version)).one_or_none()
    return None if row is None else info(row)


def scores(
    connection: Connection,
    version: int,
    regions: Collection[int],
    subject_kind: str | None = None,
    subject: str | None = None,
) -> list[GroupScore]:
    """A version's scores in some regions, of all kinds of subjects or one, of all subjects or one."""
    query = select(snapshot_score).where(snapshot_score.c.version == version)
    query = query.where(snapshot_score.c.region.in_(regions))
    if subject_kind is not None:
        query = query.where(snapshot_score.c.subject_kind == subject_kind)
    if subject is not None:
        query = query.where(snapshot_score.c.subject == subject)
    query = query.order_by(snapshot_score.c.region, snapshot_score.c.subject_kind, snapshot_score.c.subject)
    return [_score(row) for row in connection.execute(query)]


def _score(row: Row[Any]) -> GroupScore:
    (values,), _ = unpack(row.packed, row.n, 1)
    newest = from_json(NewestGroupScore, row.record)
    return GroupScore(**vars(newest), periods=run_of_periods(row.first, row.n), score=values)


def attention(connection: Connection, version: int, regions: Collection[int], limit: int) -> list[Attention]:
    """What presses most within some regions: each indicator once, where it stands worst among them."""
    query = (
        select(snapshot_attention.c.indicator, snapshot_attention.c.record)
        .where(snapshot_attention.c.version == version, snapshot_attention.c.region.in_(regions))
        .order_by(snapshot_attention.c.rank.desc(), snapshot_attention.c.indicator, snapshot_attention.c.region)
    )
    worst: dict[str, str] = {}
    for row in connection.execute(query):
        if len(worst) >= limit:
            break
        worst.setdefault(row.indicator, row.record)
    return [from_json(Attention, record) for record in worst.values()]
