"""Delivering: read → normalise → contract → quarantine → land, with the batch in the ledger.

Quarantine, landing and ledger are one transaction: a delivery is there whole or not at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from data.pipeline.contract import CheckedRows, Contract, DeliveredRows, check_rows
from data.pipeline.ledger import BatchCounts, Delivery, Ledger
from data.pipeline.normalise import Normaliser, as_delivered
from data.pipeline.refusal import DeliveryRefused, Notice, RefusalReason, RefusedRow, reasons_of
from data.pipeline.table_files import read_table

Record = TypeVar("Record")
Taken = TypeVar("Taken", contravariant=True)


@dataclass(frozen=True)
class Batch:
    """A delivery under the number that its batch gets."""

    number: int
    delivery: Delivery


@dataclass(frozen=True)
class LandingResult:
    """What landing found: how many records stood already, which of them contradict what stands, how many took the
    place of an earlier state, and what else there is to say of some (`noticed.<code>`)."""

    repeated: int = 0
    refused: Sequence[RefusalReason] = ()
    replaced: int = 0
    notices: Sequence[Notice] = ()


class Landing(Protocol[Taken]):
    """Writes records where they belong."""

    def land(self, connection: Connection, batch: Batch, accepted: Mapping[int, Taken]) -> LandingResult:
        """Write records (by their places in the delivery) inside the caller's transaction."""
        ...


class Store(Protocol):
    """A database that deliveries land in."""

    @property
    def ledger(self) -> Ledger:
        """Its batches."""
        ...

    def writing(self, *, keep: bool = True) -> AbstractContextManager[Connection]:
        """A transaction that is the only writer until it ends; what it did is taken back unless it is to be kept."""
        ...


@dataclass(frozen=True)
class DeliveryReport:
    """What became of a delivery: its batch, rows newly taken, rows known before, refused rows with their reasons.

    `already` is true when this very file landed before as `batch`, and nothing was changed. `replaced` of the rows
    taken stand in place of an earlier state; `notices` say what is odd about rows that were taken all the same.
    `passed_over` counts rows that say nothing to land and are no fault, by code (`no_figure`, `note`, `total`, …).
    """

    name: str
    batch: int
    accepted: int
    repeated: int = 0
    refused: tuple[RefusedRow, ...] = ()
    already: bool = False
    unused_columns: tuple[str, ...] = ()
    reasons: Mapping[str, int] = field(default_factory=dict)
    replaced: int = 0
    notices: tuple[Notice, ...] = ()
    passed_over: Mapping[str, int] = field(default_factory=dict)


def deliver(
    store: Store,
    delivery: Delivery,
    rows: DeliveredRows,
    contract: Contract[Record],
    landing: Landing[Record],
    *,
    dry_run: bool = False,
) -> DeliveryReport:
    """Check rows and land those that keep the contract; the others go to quarantine.

    What is taken entirely or not at all raises DeliveryRefused with every reason instead.
    A dry run does the same, so that its report is exact, and takes everything back.
    """
    checked = check_rows(rows, contract)
    if contract.entire:
        _raise_any(checked, contract)
    delivery = replace(delivery, contract=contract.version)
    with store.writing(keep=not dry_run) as connection:
        before = store.ledger.batch_of_file(connection, delivery.digest) if contract.once else None
        if before is not None:
            reasons = store.ledger.reasons(connection, before)
            return DeliveryReport(delivery.name, before, 0, already=True, reasons=reasons)
        batch = Batch(store.ledger.next_number(connection), delivery)
        landed = landing.land(connection, batch, checked.accepted)
        report = _report(batch, checked, landed, rows, contract)
        _note(connection, store.ledger, batch, report)
    return report


def _raise_any(checked: CheckedRows[Record], contract: Contract[Record]) -> None:
    faults = [*(row.refusal for row in checked.refused), *contract.whole(checked)]
    if faults:
        raise DeliveryRefused(faults)


def _report(
    batch: Batch, checked: CheckedRows[Record], landed: LandingResult, rows: DeliveredRows, contract: Contract[Record]
) -> DeliveryReport:
    contradicting = [contract.kept(RefusedRow(refusal, rows.rows[refusal.row])) for refusal in landed.refused]
    refused = tuple(sorted((*checked.refused, *contradicting), key=lambda row: row.row))
    return DeliveryReport(
        batch.delivery.name,
        batch.number,
        len(checked.accepted) - len(contradicting) - landed.repeated,
        landed.repeated,
        refused,
        unused_columns=contract.columns.unused(rows.columns),
        reasons=reasons_of(refused),
        replaced=landed.replaced,
        notices=(*contract.notices(checked.accepted), *landed.notices),
        passed_over=dict(sorted(Counter(checked.passed_over.values()).items())),
    )


def _note(connection: Connection, ledger: Ledger, batch: Batch, report: DeliveryReport) -> None:
    """Write the batch, and put its refused rows aside."""
    counts = BatchCounts(report.accepted, report.repeated, len(report.refused))
    ledger.enter(connection, batch.number, batch.delivery, counts)
    ledger.put_aside(connection, batch.number, report.refused)


def deliver_file(
    store: Store,
    path: Path,
    source: str,
    loaded_at: datetime,
    contract: Contract[Record],
    landing: Landing[Record],
    *,
    normalise: Normaliser = as_delivered,
    dry_run: bool = False,
) -> DeliveryReport:
    """Read a table that a source delivers, normalise it, and deliver its rows.

    Raises DeliveryRefused when the file as a whole cannot be used; then nothing was written.
    """
    file = read_table(path)
    delivery = Delivery(source, file.name, loaded_at, file.digest)
    rows = normalise(file, contract.columns)
    del file  # its lines take as much memory as the rows
    return deliver(store, delivery, rows, contract, landing, dry_run=dry_run)
