"""The ledger of a database: its batches, where each comes from, and the quarantine of their refused rows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from data.core.clock import to_epoch
from data.core.texts import shortened, storable_text
from data.pipeline.refusal import RefusalReason, RefusedRow
from indicators.definitions.input_limits import TABLE_COLUMNS

_json = json.JSONEncoder(ensure_ascii=False, default=str).encode  # one for all: making it costs more than a row
_CONTENT = 2000  # characters that are kept of a row that is no table's


@dataclass(frozen=True)
class Delivery:
    """Where a batch comes from and when it was loaded (aware moment; builders of demonstration data simulate it).

    `digest` is the SHA-256 of a file, which lands once; without one the same may come again. `by` is the person who
    loads, as the audit names them; `corrects` the batch whose refused rows are offered again.
    """

    source: str
    name: str
    loaded_at: datetime
    digest: str = ""
    contract: str = "columns/1"
    by: str = ""
    corrects: int = 0


@dataclass(frozen=True)
class BatchCounts:
    """Rows of a batch: newly taken, known before, refused."""

    accepted: int
    repeated: int = 0
    refused: int = 0


@dataclass(frozen=True)
class Ledger:
    """The tables in which a database keeps batches and refused rows. Every method works in the caller's transaction.

    `names` maps the fields of a batch (number, source, name, loaded_at, digest) to the columns of its table where they
    are called otherwise; `constants` are written with every batch; `batch_of` is the quarantine's column of the batch.
    """

    batches: Table
    quarantine: Table
    batch_of: str
    names: Mapping[str, str]
    constants: Mapping[str, Any] = field(default_factory=dict)

    def next_number(self, connection: Connection) -> int:
        """The number that the next batch gets. The transaction must hold the writer's lock."""
        highest: int = connection.execute(select(func.coalesce(func.max(self._column("number")), 0))).scalar_one()
        return highest + 1

    def open(self, connection: Connection, delivery: Delivery, counts: BatchCounts) -> int:
        """Write a batch under the next number, which is returned."""
        number = self.next_number(connection)
        self.enter(connection, number, delivery, counts)
        return number

    def enter(self, connection: Connection, number: int, delivery: Delivery, counts: BatchCounts) -> None:
        """Write a batch."""
        values = {
            "number": number,
            "source": delivery.source,
            "name": delivery.name,
            "loaded_at": to_epoch(delivery.loaded_at),
            "digest": delivery.digest,
            "contract": delivery.contract,
            **vars(counts),
        }
        row = {self.names.get(name, name): value for name, value in values.items()}
        row |= {name: value for name, value in _persons(delivery).items() if name in self.batches.c}
        connection.execute(insert(self.batches).values(**row, **self.constants))

    def batch_of_file(self, connection: Connection, digest: str) -> int | None:
        """The first batch that a file (by its SHA-256) landed as; None for a new one, and for what is no file."""
        if not digest:
            return None
        same = self._column("digest") == digest
        found: int | None = connection.execute(select(func.min(self._column("number"))).where(same)).scalar()
        return found

    def put_aside(self, connection: Connection, number: int, rows: Sequence[RefusedRow]) -> None:
        """Keep refused rows of a batch, each with its reason."""
        if rows:
            values = [{self.batch_of: number, "row": row.row, **_kept(row)} for row in rows]
            connection.execute(insert(self.quarantine), values)

    def refused_rows(self, connection: Connection, number: int) -> tuple[RefusedRow, ...]:
        """A batch's refused rows in the order of the delivery; the content is JSON as it was kept."""
        mine = self.quarantine.c[self.batch_of] == number
        query = select(self.quarantine).where(mine).order_by(self.quarantine.c.row)
        return tuple(RefusedRow(refusal_of(dict(row)), row["content"]) for row in connection.execute(query).mappings())

    def reasons(self, connection: Connection, number: int) -> dict[str, int]:
        """How many rows of a batch were refused for each reason, by its code."""
        code = self.quarantine.c.code
        query = select(code, func.count().label("rows")).where(self.quarantine.c[self.batch_of] == number)
        return {row.code: row.rows for row in connection.execute(query.group_by(code).order_by(code))}

    def _column(self, name: str) -> Any:
        return self.batches.c[self.names.get(name, name)]


def _persons(delivery: Delivery) -> dict[str, str | int]:
    """What of a delivery is known only where people load: readings come from devices."""
    return {"loaded_by": delivery.by, "corrects": delivery.corrects}


def refusal_of(row: Mapping[str, Any]) -> RefusalReason:
    """The reason as a row of quarantine keeps it. One of before release 0.3.0 is the fact `detail`, a sentence."""
    facts = {"detail": row["detail"]} if row["detail"] else json.loads(row["facts"])
    return RefusalReason(row["code"], facts, row["row"], row["field"])


def _kept(row: RefusedRow) -> dict[str, str]:
    facts = {name: shortened(fact) if isinstance(fact, str) else fact for name, fact in row.refusal.facts.items()}
    return {
        "code": row.code,
        "field": shortened(row.refusal.column),
        "facts": _json(facts),
        "detail": "",
        "content": _content(row.content),
    }


def _content(content: Any) -> str:
    """What a row held as JSON, as far as it is kept; one nested deeper than JSON is written holds nothing."""
    if isinstance(content, dict) and all(isinstance(text, str) for text in content.values()):
        kept = islice(content.items(), TABLE_COLUMNS)  # a post may have more
        return _json({shortened(column): shortened(text) for column, text in kept})
    try:
        return storable_text(_json(content)[:_CONTENT])
    except RecursionError:
        return ""
