"""Refused rows as the steward finds them: by file and reason, each beside its fault, with what was decided about it.

A row stays as it came. What is decided about it stands beside it, once: that it was offered again in a batch of its
own, or that it was rejected, with the reason.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import Connection, Select, and_, func, insert, select, true

from data.core.clock import from_epoch, to_epoch
from data.pipeline.ledger import refusal_of
from data.pipeline.refusal import RefusalReason
from data.warehouse.tables import batch, quarantine, quarantine_decision, source


class Decision(IntEnum):
    """What was decided about a refused row."""

    CORRECTED = 1
    REJECTED = 2


@dataclass(frozen=True)
class RefusedGroup:
    """The rows of one batch that were refused for one reason: how many, and how many of them wait for a decision."""

    batch: int
    code: str
    source: str
    source_zh: str
    source_en: str
    file_name: str
    contract: str
    loaded_at: datetime
    rows: int
    waiting: int


@dataclass(frozen=True)
class Decided:
    """Who decided what about a row and when; for a corrected one the batch that it was offered in again."""

    decision: Decision
    at: datetime
    by: str
    reason: str
    corrected_in: int


@dataclass(frozen=True)
class QuarantinedRow:
    """A refused row: its batch, why, what it held by column (as far as it is kept), and what was decided about it."""

    batch: int
    row: int
    refusal: RefusalReason
    contract: str
    content: Mapping[str, str] = field(default_factory=dict)
    decided: Decided | None = None


_OF_ROW = and_(quarantine_decision.c.batch == quarantine.c.batch, quarantine_decision.c.row == quarantine.c.row)


def refused_groups(connection: Connection) -> tuple[RefusedGroup, ...]:
    """Every batch and reason with refused rows; the newest batch first, and in it the most frequent reason."""
    rows = func.count().label("rows")
    waiting = (func.count() - func.count(quarantine_decision.c.row)).label("waiting")
    names = [
        func.coalesce(source.c[name], batch.c.source_id).label(f"source_{name[5:]}") for name in ("name_zh", "name_en")
    ]
    key = (quarantine.c.batch, quarantine.c.code, batch.c.source_id, *names)
    query = (
        select(*key, batch.c.file_name, batch.c.contract, batch.c.loaded_at, rows, waiting)
        .select_from(quarantine)
        .join(batch, batch.c.id == quarantine.c.batch)
        .outerjoin(source, source.c.id == batch.c.source_id)
        .outerjoin(quarantine_decision, _OF_ROW)
        .group_by(*key, batch.c.file_name, batch.c.contract, batch.c.loaded_at)
        .order_by(batch.c.loaded_at.desc(), quarantine.c.batch.desc(), rows.desc(), quarantine.c.code)
    )
    return tuple(
        RefusedGroup(
            one.batch,
            one.code,
            one.source_id,
            one.source_zh,
            one.source_en,
            one.file_name,
            one.contract,
            from_epoch(one.loaded_at),
            one.rows,
            one.waiting,
        )
        for one in connection.execute(query)
    )


def refused_rows(
    connection: Connection, batch_no: int, code: str = "", after: int = -1, limit: int | None = None
) -> tuple[QuarantinedRow, ...]:
    """Rows of a batch, of one reason or all, behind a row's number, in the order of the file."""
    query = _rows().where(quarantine.c.batch == batch_no, quarantine.c.row > after)
    query = query.where(quarantine.c.code == code if code else true()).order_by(quarantine.c.row)
    rows = connection.execute(query if limit is None else query.limit(limit)).mappings()
    return tuple(_row(row) for row in rows)


def refused_row(connection: Connection, batch_no: int, row_no: int) -> QuarantinedRow | None:
    """One row; None where there is none."""
    query = _rows().where(quarantine.c.batch == batch_no, quarantine.c.row == row_no)
    found = connection.execute(query).mappings().first()
    return None if found is None else _row(found)


def decide(
    connection: Connection,
    row: QuarantinedRow,
    decision: Decision,
    at: datetime,
    by: str,
    reason: str = "",
    into: int = 0,
) -> None:
    """Note a decision about a row about which nothing was decided yet, in the caller's transaction."""
    values = {"decision": int(decision), "at": to_epoch(at), "by": by, "reason": reason, "corrected_in": into}
    connection.execute(insert(quarantine_decision).values(batch=row.batch, row=row.row, **values))


def _rows() -> Select[Any]:
    decided = [quarantine_decision.c[name] for name in ("decision", "at", "by", "reason", "corrected_in")]
    query = select(quarantine, batch.c.contract, *decided).join(batch, batch.c.id == quarantine.c.batch)
    return query.outerjoin(quarantine_decision, _OF_ROW)


def _row(row: Any) -> QuarantinedRow:
    decided = None
    if row["decision"] is not None:
        at = from_epoch(row["at"])
        decided = Decided(Decision(row["decision"]), at, row["by"], row["reason"], row["corrected_in"])
    content = _content(row["content"])
    return QuarantinedRow(row["batch"], row["row"], refusal_of(dict(row)), row["contract"], content, decided)


def _content(text: str) -> dict[str, str]:
    """What a row of a table held by column; of anything else the text under no name."""
    try:
        found = json.loads(text)
    except ValueError:
        return {"": text} if text else {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {"": text}
