"""Writing a run of the barometer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from data.core.json_records import to_json
from data.hotline.grids import GridCountRow
from data.hotline.types import RegionHotline, Repeat
from data.warehouse.hotline_tables import voice_finding, voice_grids, voice_region, voice_repeat, voice_run
from indicators.hotline import Finding


@dataclass(frozen=True)
class RunResults:
    """All that a run brings; findings and repeats in their order."""

    findings: Sequence[Finding]
    regions: Sequence[RegionHotline]
    grids: Sequence[GridCountRow]
    repeats: Sequence[Repeat]


def write_run(
    connection: Connection, found: RunResults, last_batch: int, last_day: int, made_at: int, rules: str
) -> int:
    """Write a run inside the caller's transaction, which holds the writer's lock; returns its number."""
    run: int = connection.execute(select(func.coalesce(func.max(voice_run.c.run), 0))).scalar_one() + 1
    head = {"run": run, "last_batch": last_batch, "last_day": last_day, "made_at": made_at, "rules": rules}
    connection.execute(insert(voice_run).values(**head))
    _insert(connection, voice_region, [{"run": run, "region": r.region, "record": to_json(r)} for r in found.regions])
    _insert(connection, voice_finding, _ranked(run, found.findings))
    _insert(connection, voice_grids, [{"run": run, **vars(row)} for row in found.grids])
    _insert(connection, voice_repeat, _ranked(run, found.repeats))
    return run


def _ranked(run: int, records: Sequence[Finding | Repeat]) -> list[dict[str, Any]]:
    return [
        {"run": run, "rank": rank, "region": one.region, "record": to_json(one)} for rank, one in enumerate(records, 1)
    ]


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)
