"""Loading a file of events (orders): good rows land masked, bad rows go to quarantine masked, in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from sqlalchemy import Engine

from data.core.clock import Clock
from data.core.texts import shortened
from data.geography.grids import Grids
from data.ingest.event_contract import CONTRACT, REQUIRED, STEPS, EventContract, GoodEvent
from data.ingest.load_measures import REPORTED, LoadReport, already_landed
from data.ingest.measure_contract import BadRow, RowRefused, readable
from data.ingest.quarantine import put_aside
from data.ingest.table_files import FileError, TableFile, read_table
from data.storage.engines import capabilities
from data.warehouse.batches import Delivery, batch_of_file, open_batch, register_department
from data.warehouse.events import NewEvents, bring_events
from data.warehouse.service_requests import ServiceRequests
from indicators.catalogue.catalogue import Catalogue
from indicators.privacy import mask

_USED = ("grid", "text", "contacted_on_time", *STEPS)


def load_events(
    engine: Engine,
    catalogue: Catalogue,
    grids: Grids,
    path: Path,
    clock: Clock,
    *,
    kind: str,
    source_id: str = "department",
    basis: int = REPORTED,
) -> LoadReport:
    """Load a CSV, Excel or Parquet file with the columns id, received, region, topic and perhaps grid, text, accepted,
    contacted, closed, rated and one for each flag of the kind.

    An event that comes again (same number, day and town) replaces its earlier state. What is personal in a text is
    masked before anything is written, also in quarantine. Raises FileError when the file as a whole cannot be used.
    """
    if kind not in catalogue.events:
        raise FileError("unknown_kind", f"there is no kind of events {kind!r}")
    table, loaded_at = read_table(path, REQUIRED), clock.now()
    good, bad = _checked(table, EventContract(catalogue, kind, grids, loaded_at))
    with engine.begin() as connection:
        capabilities(connection).lock_writers(connection)
        if (before := batch_of_file(connection, table.digest)) is not None:
            return already_landed(connection, table, before)
        register_department(connection, catalogue, source_id)
        delivery = Delivery(source_id, table.name, loaded_at, table.digest, CONTRACT)
        number = open_batch(connection, delivery, accepted=len(good), refused=len(bad))
        bring_events(connection, catalogue, kind, _events(good), number, loaded_at, basis=basis, orders=_orders(good))
        put_aside(connection, number, bad)
    known = {*REQUIRED, *_USED, *catalogue.events[kind].flags}
    ignored = tuple(column for column in table.columns if column not in known)
    return LoadReport(table.name, number, len(good), Counter(row.code for row in bad), False, ignored)


def _checked(table: TableFile, contract: EventContract) -> tuple[list[GoodEvent], list[BadRow]]:
    good: list[GoodEvent] = []
    bad: list[BadRow] = []
    for number, row in zip(table.numbers, table.rows, strict=True):
        try:
            good.append(contract.check(readable(row)))
        except RowRefused as refusal:
            bad.append(BadRow(number, refusal.code, mask(shortened(refusal.detail)).text, _masked(row)))
    return good, bad


def _masked(row: Mapping[str, str]) -> dict[str, str]:
    """A refused row as it is kept: personal data may stand in any column of a row that is wrong."""
    return {column: mask(shortened(value)).text for column, value in row.items()}


def _events(good: list[GoodEvent]) -> NewEvents:
    def whole(name: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return np.array([getattr(one, name) for one in good], dtype=np.int64)

    hours = np.array([one.hours for one in good], dtype=np.float64)
    named = {name: whole(name) for name in ("day", "region", "id", "at", "topic", "flags", "grid")}
    return NewEvents(**named, hours=hours)


def _orders(good: list[GoodEvent]) -> ServiceRequests:
    """Times of those that tell any, and the masked texts."""
    row = [place for place, one in enumerate(good) if any(one.times.values())]
    steps = {step: np.array([good[place].times[step] for place in row], dtype=np.int64) for step in STEPS}
    texts = {place: mask(one.text).text for place, one in enumerate(good) if one.text}
    return ServiceRequests(np.array(row, dtype=np.int64), **steps, texts=texts)
