"""Deliveries that a source posts: rows checked and landed as those of a file, once, however often they are sent."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from data.core.texts import storable_text
from data.ingest.delivery_kinds import DeliveryKind, IntakeDependencies
from data.ingest.posted_rows import table_rows
from data.pipeline.contract import CheckedRows, Contract, ContractColumns
from data.pipeline.deliver import deliver
from data.pipeline.ledger import BatchCounts, Delivery
from data.pipeline.refusal import RefusalReason, RefusedRow, RowRefused

_SHORT = 16  # characters of a digest in the name of a post


Record = TypeVar("Record")


class KeyReused(ValueError):
    """An idempotency key was used before, for another body. Nothing was written."""


@dataclass(frozen=True)
class Post:
    """What somebody posts in the name of a source: its rows, the bytes that they came in, and the sender's key.

    `regions` are those that the sender may speak for (None: all). The same `key` is the same post; without a key the
    same bytes are.
    """

    source: str
    rows: Sequence[Any]
    body: bytes
    key: str = ""
    regions: frozenset[int] | None = None


@dataclass(frozen=True)
class PostReport:
    """What became of a post. `replayed`: it came before, and this is what was answered then.

    `passed_over` counts rows that say nothing to land and are no fault.
    """

    batch: int
    counts: BatchCounts
    refused: tuple[RefusalReason, ...]
    passed_over: int
    unused: tuple[str, ...]
    replayed: bool


def receive(intake: IntakeDependencies, kind: DeliveryKind, post: Post) -> PostReport:
    """Land the rows of a post in one transaction. KeyReused; DeliveryRefused where nothing of it can be taken."""
    contract = WithinRegions(kind.contract(intake), post.regions, kind.region)
    rows = table_rows(post.rows, contract.columns)
    content = hashlib.sha256(post.body).hexdigest()
    name = f"{kind.name}-{content[:_SHORT]}"
    said = ("key", post.key) if post.key else ("body", content)
    digest = hashlib.sha256("\0".join((kind.name, post.source, *said)).encode()).hexdigest()
    store = kind.store(intake)
    delivery = Delivery(post.source, name, intake.clock.now(), digest)
    report = deliver(store, delivery, rows, contract, kind.landing(intake))
    with store.reading() as connection:
        kept = store.ledger.batch(connection, report.batch)
        refused = store.ledger.refused_rows(connection, report.batch)
    if report.already and kept.name != name:
        raise KeyReused(storable_text(post.key))
    unused = contract.columns.unused(rows.columns)
    passed_over = len(post.rows) - kept.counts.accepted - kept.counts.repeated - len(refused)
    refusals = tuple(row.refusal for row in refused)
    return PostReport(report.batch, kept.counts, refusals, passed_over, unused, report.already)


@dataclass(frozen=True)
class WithinRegions(Contract[Record], Generic[Record]):
    """A contract for a sender who speaks for some regions only (None: all): others are refused as `not_yours`.

    The same post lands once.
    """

    once: ClassVar[bool] = True

    inner: Contract[Record]
    regions: frozenset[int] | None
    region: Callable[[Record], int]

    @property
    def version(self) -> str:
        return self.inner.version

    @property
    def columns(self) -> ContractColumns:
        return self.inner.columns

    def check(self, row: Any) -> Record:
        record = self.inner.check(row)
        if self.regions is not None and (region := self.region(record)) not in self.regions:
            raise RowRefused("not_yours", "region", text=str(region))
        return record

    def key(self, record: Record) -> Hashable:
        return self.inner.key(record)

    def again(self, first: Record, record: Record, place: int) -> None:
        self.inner.again(first, record, place)

    def whole(self, checked: CheckedRows[Record]) -> Iterable[RefusalReason]:
        return self.inner.whole(checked)

    def kept(self, row: RefusedRow) -> RefusedRow:
        return self.inner.kept(row)
