"""Snapshots: immutable results of a refresh. Indicators that did not change share their parts between versions."""

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sqlalchemy import Connection, and_, func, insert, literal, not_, select, tuple_

from data.core.json_records import to_json
from data.snapshots.array_codec import first_filled, pack
from data.snapshots.series_codes import GRAINS
from data.warehouse.tables import (
    snapshot,
    snapshot_attention,
    snapshot_cell,
    snapshot_part,
    snapshot_score,
    snapshot_series,
)
from indicators.calendar.periods import Period
from indicators.compute.groups import CITY, ScoringRequest
from indicators.compute.results import Attention, GroupScore, IndicatorResult, IndicatorSeries, IndicatorValue

FLOATS = ("value", "numerator", "denominator", "expected", "score")
CODES = ("basis", "status")


@dataclass(frozen=True)
class StoredPart:
    """Where one indicator's cells and series of a version are stored, and what they hold (digests)."""

    cells: int
    series: int
    cells_digest: str
    series_digest: str


@dataclass(frozen=True)
class SnapshotDraft:
    """A snapshot to be written: fresh results, parts kept from an earlier version, and what is built on them.

    `scores` are those in `scored` (None: all) and `attention` is that of the fresh results, the rest is kept too.
    """

    made_at: int
    known_at: int | None
    day: int
    last_batch: int
    batches: int
    catalogue: str
    results: Mapping[str, IndicatorResult]
    kept: Mapping[str, StoredPart]
    kept_from: int | None
    scores: Sequence[GroupScore]
    scored: ScoringRequest | None
    attention: Sequence[Attention]


def write(connection: Connection, draft: SnapshotDraft, known_parts: Mapping[str, StoredPart]) -> int:
    """Write a new version, inside the caller's transaction that holds the writer's lock; returns its number.

    `known_parts` are parts of an earlier version: a fresh result that holds the same shares them.
    """
    version = _next(connection, func.max(snapshot.c.version))
    free = max(_next(connection, func.max(snapshot_part.c.cells)), _next(connection, func.max(snapshot_part.c.series)))
    parts = dict(draft.kept)
    for number, (name, result) in enumerate(draft.results.items(), free):
        parts[name] = _write_part(connection, number, result, known_parts.get(name))
    head = {name: getattr(draft, name) for name in ("made_at", "known_at", "day", "last_batch", "batches", "catalogue")}
    connection.execute(insert(snapshot).values(version=version, **head))
    rows = [{"version": version, "indicator": name, **vars(part)} for name, part in parts.items()]
    _insert(connection, snapshot_part, rows)
    _insert(connection, snapshot_score, [_score_row(version, score) for score in draft.scores])
    _insert(connection, snapshot_attention, [_attention_row(version, found) for found in draft.attention])
    if draft.kept:
        _keep_attention(connection, version, draft)
    if draft.scored is not None:
        _keep_scores(connection, version, draft, draft.scored)
    return version


def _keep_attention(connection: Connection, version: int, draft: SnapshotDraft) -> None:
    """What an indicator asks for in a region depends on nothing but its own cell: kept parts keep it."""
    before = snapshot_attention.c
    rows = select(literal(version), before.region, before.indicator, before.rank, before.record)
    rows = rows.where(before.version == draft.kept_from, before.indicator.in_(draft.kept))
    names = ["version", "region", "indicator", "rank", "record"]
    connection.execute(insert(snapshot_attention).from_select(names, rows))


def _keep_scores(connection: Connection, version: int, draft: SnapshotDraft, scored: ScoringRequest) -> None:
    """A score depends on nothing but its members in its own region: what was not asked for stands."""
    before = snapshot_score.c
    names = [column.name for column in before if column.name != "version"]
    groups = tuple_(before.subject_kind, before.subject).in_([*scored.groups, CITY])
    rows = select(literal(version), *(before[name] for name in names)).where(before.version == draft.kept_from)
    rows = rows.where(not_(and_(before.region.in_(scored.regions), groups)))
    connection.execute(insert(snapshot_score).from_select(["version", *names], rows))


def _next(connection: Connection, highest: Any) -> int:
    number: int = connection.execute(select(func.coalesce(highest, 0))).scalar_one()
    return number + 1


def _insert(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _write_part(connection: Connection, number: int, result: IndicatorResult, known: StoredPart | None) -> StoredPart:
    """Write what differs from the known part; share the rest."""
    cells = [_cell_row(number, cell) for cell in result.cells]
    series = [row for one in result.series.values() for row in _series_rows(number, one)]
    digests = _digest(cells, "region", "record"), _digest(series, "region", "grain", "first", "packed")
    fresh = StoredPart(number, number, *digests)
    same_cells = known is not None and known.cells_digest == fresh.cells_digest
    same_series = known is not None and known.series_digest == fresh.series_digest
    if not same_cells:
        _insert(connection, snapshot_cell, cells)
    if not same_series:
        _insert(connection, snapshot_series, series)
    return StoredPart(
        known.cells if known and same_cells else number,
        known.series if known and same_series else number,
        fresh.cells_digest,
        fresh.series_digest,
    )


def _digest(rows: list[dict[str, Any]], *names: str) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for row in rows:
        for value in (row[name] for name in names):
            digest.update(value if isinstance(value, bytes) else f"{value}\n".encode())
    return digest.hexdigest()


def _cell_row(part: int, cell: IndicatorValue) -> dict[str, Any]:
    return {
        "part": part,
        "region": int(cell.region),
        "period": Period.parse(cell.period).code,
        "value": _or_null(cell.value),
        "basis": int(cell.basis),
        "status": int(cell.status),
        "score": _or_null(cell.score),
        "record": to_json(cell),
    }


def _or_null(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else float(value)


def _series_rows(part: int, series: IndicatorSeries) -> list[dict[str, Any]]:
    """One row a region, without the leading periods that hold nothing there."""
    floats = np.stack([getattr(series, name) for name in FLOATS])
    codes = np.stack([getattr(series, name) for name in CODES])
    head = {"part": part, "grain": GRAINS.index(str(series.grain))}
    rows = []
    for place, start in enumerate(first_filled(floats).tolist()):
        n = len(series.periods) - start
        if n:
            packed = pack(floats[:, place, start:], codes[:, place, start:])
            first = series.periods[start].code
            rows.append({**head, "region": series.regions[place], "first": first, "n": n, "packed": packed})
    return rows


def _score_row(version: int, score: GroupScore) -> dict[str, Any]:
    known = int(first_filled(score.score[None, None, :])[0])
    start = min(known, len(score.periods) - 1)  # the newest period stays, known or not
    n = len(score.periods) - start
    return {
        "version": version,
        "region": int(score.region),
        "subject_kind": score.kind,
        "subject": score.subject,
        "score": score.latest,
        "first": score.periods[start].code if n else 0,
        "n": n,
        "packed": pack(score.score[None, start:], np.empty((0, n), np.uint8)),
        "record": to_json(replace(score, periods=(), score=np.empty(0))),
    }


def _attention_row(version: int, attention: Attention) -> dict[str, Any]:
    return {
        "version": version,
        "region": attention.region,
        "indicator": attention.indicator,
        "rank": attention.rank,
        "record": to_json(attention),
    }


def parts_of(connection: Connection, version: int) -> dict[str, StoredPart]:
    """Where each indicator of a version is stored."""
    rows = connection.execute(select(snapshot_part).where(snapshot_part.c.version == version))
    return {row.indicator: StoredPart(row.cells, row.series, row.cells_digest, row.series_digest) for row in rows}
