"""What a kind of delivery must keep: its columns and the rules of a row; and parting rows by them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

from data.pipeline.refusal import Notice, RefusalReason, RefusedRow, RowPassedOver, RowRefused
from data.pipeline.values.texts import canonical, name_key

Record = TypeVar("Record")


@dataclass(frozen=True)
class ContractColumns:
    """The columns of a kind of delivery. Others are named in the report and not used.

    `also` maps other names of a column, as departments write them, to its own; a name is compared by its `name_key`.
    """

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    also: Mapping[str, str] = field(default_factory=dict)

    def named(self, heads: Sequence[str]) -> tuple[str, ...]:
        """The heads as this kind of delivery calls its columns; one that it does not know in small letters."""
        own = {name_key(name): name for name in (*self.required, *self.optional)}
        known = {name_key(name): column for name, column in self.also.items()} | own
        return tuple(known.get(name_key(head), canonical(head).lower()) for head in heads)

    def unused(self, given: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the given columns that nobody reads."""
        return tuple(column for column in given if column not in self.required and column not in self.optional)


@dataclass(frozen=True)
class DeliveredRows:
    """Rows by their places in the delivery (the first is 1), after the normaliser.

    A row of a table maps column to text; a row of a post is whatever JSON had. `refused` are rows that cannot be read,
    `passed_over` rows by their places that say nothing to land, each with its code (`note`, `total`, …).
    """

    rows: Mapping[int, Any]
    columns: tuple[str, ...] = ()
    refused: tuple[RefusedRow, ...] = ()
    passed_over: Mapping[int, str] = field(default_factory=dict)


class Contract(ABC, Generic[Record]):
    """The rules of a kind of delivery. It keeps no state: one contract may check many deliveries.

    `once` tells whether the same file lands a single time, or may come again to set right what was changed since;
    `entire` whether a delivery is taken whole or not at all.
    """

    once: ClassVar[bool] = True
    entire: ClassVar[bool] = False

    @property
    @abstractmethod
    def version(self) -> str:
        """Name and version as the ledger notes them, such as `measures/1`."""

    @property
    @abstractmethod
    def columns(self) -> ContractColumns:
        """What a table of this kind must and may have."""

    @abstractmethod
    def check(self, row: Any) -> Record:
        """The typed record. Raises RowRefused with the first rule that the row breaks.

        RowPassedOver for a row that says nothing to land and is no fault.
        """

    @abstractmethod
    def key(self, record: Record) -> Hashable:
        """What the record speaks of: a delivery speaks of it once."""

    def again(self, first: Record, record: Record, place: int) -> None:
        """A record with the key of the one at an earlier place. Raises RowRefused unless it may come again."""
        raise RowRefused("duplicate", first=place)

    def whole(self, checked: CheckedRows[Record]) -> Iterable[RefusalReason]:
        """What is wrong with the delivery as a whole; asked of one that is taken entirely or not at all."""
        return ()

    def notices(self, accepted: Mapping[int, Record]) -> Iterable[Notice]:
        """What is said of records that are taken although something about them is odd (`noticed.<code>`)."""
        return ()

    def kept(self, row: RefusedRow) -> RefusedRow:
        """A refused row as it may be kept and shown."""
        return row


@dataclass(frozen=True)
class CheckedRows(Generic[Record]):
    """Rows parted: records by their places in the delivery, in its order, the refused rows, and those passed over."""

    accepted: Mapping[int, Record]
    refused: tuple[RefusedRow, ...] = ()
    passed_over: Mapping[int, str] = field(default_factory=dict)


def check_rows(rows: DeliveredRows, contract: Contract[Record]) -> CheckedRows[Record]:
    """Part rows into those that keep the contract and those that do not, with the reason."""
    accepted: dict[int, Record] = {}
    refused = [contract.kept(row) for row in rows.refused]
    passed_over = dict(rows.passed_over)
    places: dict[Hashable, int] = {}
    check, key = contract.check, contract.key
    for place, given in rows.rows.items():
        try:
            record = check(given)
            first = places.setdefault(key(record), place)
            if first != place:
                contract.again(accepted[first], record, first)
            accepted[place] = record
        except RowPassedOver as passed:
            passed_over[place] = passed.code
        except RowRefused as refusal:
            refused.append(contract.kept(RefusedRow(refusal.at(place), given)))
    return CheckedRows(accepted, tuple(refused), passed_over)
