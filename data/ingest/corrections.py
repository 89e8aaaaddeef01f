"""Offering a refused row again: corrected, as a batch of its own that names the one it corrects.

The refused row stays as it came. A correction that breaks a rule again changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, select

from data.core.clock import Clock, business_day
from data.ingest.load_measures import REPORTED, FactLanding
from data.ingest.measure_contract import MeasureContract, MeasureRow
from data.pipeline.contract import DeliveredRows, check_rows
from data.pipeline.deliver import Batch, Landing, LandingResult, deliver
from data.pipeline.ledger import Delivery
from data.pipeline.refusal import RefusalReason
from data.storage.engines import reading
from data.warehouse.batches import Warehouse
from data.warehouse.quarantine import Decision, QuarantinedRow, decide, refused_row
from data.warehouse.tables import batch
from indicators.catalogue.catalogue import Catalogue

MEASURES = "measures/"  # begins the contract of rows that can be corrected one by one


class CannotDecide(ValueError):
    """Nothing can be decided about a row; `code` says why: no-such-row, decided, not-correctable, no-figure."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Corrected:
    """What became of a correction: the batch that it landed in, or the rule that it broke."""

    batch: int = 0
    refusal: RefusalReason | None = None


def correctable(row: QuarantinedRow) -> bool:
    """Whether a row can be offered again by itself: one of measures. Others come again with their file."""
    return row.contract.startswith(MEASURES) and "" not in row.content


def correct_row(
    engine: Engine, catalogue: Catalogue, clock: Clock, by: str, batch_no: int, row_no: int, given: Mapping[str, str]
) -> Corrected:
    """Offer a row again with other contents in some of its columns; `by` is the person as the audit names them.

    Raises CannotDecide. The new batch, its fact and the decision are one transaction.
    """
    row = _waiting(engine, batch_no, row_no)
    if not correctable(row):
        raise CannotDecide("not-correctable")
    content = {name: given.get(name, text) for name, text in row.content.items()}
    content |= {name: given[name] for name in MeasureContract.columns.required if name in given}
    contract = MeasureContract(catalogue, business_day(clock.now()))
    rows = DeliveredRows({row_no: content}, tuple(content))
    checked = check_rows(rows, contract)
    if checked.refused:
        return Corrected(refusal=checked.refused[0].refusal)
    if not checked.accepted:
        raise CannotDecide("no-figure")
    landing = _Correction(FactLanding(catalogue, REPORTED), row, clock.now(), by)
    report = deliver(Warehouse(engine), _delivery(engine, row, clock.now(), by), rows, contract, landing)
    return Corrected(report.batch)


def reject_row(engine: Engine, clock: Clock, by: str, batch_no: int, row_no: int, reason: str) -> None:
    """Note that a row is rejected for good, and why. Raises CannotDecide."""
    with Warehouse(engine).writing() as connection:
        decide(connection, _still_waiting(connection, batch_no, row_no), Decision.REJECTED, clock.now(), by, reason)


@dataclass(frozen=True)
class _Correction:
    """Lands the corrected row and notes the decision about the refused one."""

    facts: Landing[MeasureRow]
    row: QuarantinedRow
    at: datetime
    by: str

    def land(self, connection: Connection, batch: Batch, accepted: Mapping[int, MeasureRow]) -> LandingResult:
        row = _still_waiting(connection, self.row.batch, self.row.row)
        landed = self.facts.land(connection, batch, accepted)
        decide(connection, row, Decision.CORRECTED, self.at, self.by, into=batch.number)
        return landed


def _waiting(engine: Engine, batch_no: int, row_no: int) -> QuarantinedRow:
    with reading(engine).connect() as connection:
        return _still_waiting(connection, batch_no, row_no)


def _still_waiting(connection: Connection, batch_no: int, row_no: int) -> QuarantinedRow:
    row = refused_row(connection, batch_no, row_no)
    if row is None:
        raise CannotDecide("no-such-row")
    if row.decided is not None:
        raise CannotDecide("decided")
    return row


def _delivery(engine: Engine, row: QuarantinedRow, at: datetime, by: str) -> Delivery:
    """From whom the refused row came, under its file's name; without a digest, since it is no file."""
    with reading(engine).connect() as connection:
        of = connection.execute(select(batch.c.source_id, batch.c.file_name).where(batch.c.id == row.batch)).one()
    return Delivery(of.source_id, of.file_name, at, by=by, corrects=row.batch)
