"""A copy of the operations as they stood at a moment, so that every query looks back without knowing it.

What changes in place is worked out from the logs, which only grow; what was written later is not in the copy at all.
Accounts, sessions and the audit are not copied: they are no part of the picture.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, create_engine, insert, select
from sqlalchemy.pool import QueuePool

from data.operations.core.database import Operations
from data.operations.core.metadata import metadata
from data.operations.notifications.notice_tables import notice, notice_read
from data.operations.past.alerts_then import alert_rows_then
from data.operations.past.supervision_then import supervision_rows_then
from data.operations.past.tasks_then import task_rows_then
from data.operations.supervision.weight_tables import appraisal_weight

Rows = Mapping[Table, Sequence[Mapping[str, Any]]]
_names = itertools.count(1)


@dataclass(frozen=True)
class PastOperations(Operations):
    """Operations that nobody can write to any more."""

    keeper: Connection | None = None  # while it is open, the memory that the copy lies in is not given back

    def writing(self, *, keep: bool = True) -> Any:
        """RuntimeError: the past is not changed."""
        raise RuntimeError("what people did is not changed afterwards")


def operations_at(present: Operations, moment: int) -> PastOperations:
    """What people had done by a moment (UTC epoch seconds), in memory. Reads the whole record once."""
    address = f"sqlite:///file:operations-then-{next(_names)}?mode=memory&cache=shared&uri=true"
    engine = create_engine(address, poolclass=QueuePool, pool_size=8, max_overflow=56, hide_parameters=True)
    keeper = engine.connect()
    with present.reading() as source, engine.begin() as target:
        metadata.create_all(target)
        for table, rows in _rows(source, moment):
            if rows:
                target.execute(insert(table), list(rows))
    return PastOperations(engine, keeper)


def _rows(source: Connection, moment: int) -> Iterator[tuple[Table, Sequence[Mapping[str, Any]]]]:
    yield from alert_rows_then(source, moment).items()
    yield from task_rows_then(source, moment).items()
    yield from supervision_rows_then(source, moment).items()
    for table in (notice, notice_read, appraisal_weight):
        rows = source.execute(select(table).where(table.c.at <= moment)).mappings()
        yield table, [dict(row) for row in rows]
