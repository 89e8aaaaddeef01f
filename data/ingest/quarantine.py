"""Refused rows: kept with their reason, so that nothing that was delivered is lost."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select

from data.core.texts import shortened
from data.ingest.measure_contract import BadRow
from data.warehouse.tables import quarantine


@dataclass(frozen=True)
class RefusedRow:
    """A row in quarantine: its place in the file (first data row is 1), why, and what it held."""

    batch: int
    row: int
    code: str
    detail: str
    content: str


def put_aside(connection: Connection, batch_no: int, rows: Sequence[BadRow]) -> None:
    """Write refused rows of an open batch, inside the caller's transaction."""
    if rows:
        connection.execute(
            insert(quarantine),
            [
                {
                    "batch": batch_no,
                    "row": row.row,
                    "code": row.code,
                    "detail": shortened(row.detail),
                    "content": json.dumps(_kept(row.content), ensure_ascii=False),
                }
                for row in rows
            ],
        )


def _kept(content: Mapping[str, str]) -> dict[str, str]:
    return {shortened(column): shortened(text) for column, text in content.items()}


def refused_rows(connection: Connection, batch_no: int) -> tuple[RefusedRow, ...]:
    """A batch's refused rows in the order of the file."""
    query = select(quarantine).where(quarantine.c.batch == batch_no).order_by(quarantine.c.row)
    return tuple(RefusedRow(**row._mapping) for row in connection.execute(query))


def reasons(connection: Connection, batch_no: int) -> dict[str, int]:
    """How many rows of a batch were refused for each reason code."""
    query = (
        select(quarantine.c.code, func.count().label("rows"))
        .where(quarantine.c.batch == batch_no)
        .group_by(quarantine.c.code)
        .order_by(quarantine.c.code)
    )
    return {row.code: row.rows for row in connection.execute(query)}
