"""The files of published figures in `published/`: what stands in them, and the rules that they keep."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from data.core.qualifier import Qualifier
from data.core.states import State
from data.ingest.measure_contract import MeasureContract
from data.pipeline.contract import CheckedRows, Contract, ContractColumns, check_rows
from data.pipeline.normalise import NAMELESS, as_delivered
from data.pipeline.refusal import DeliveryRefused, RefusalReason, RowRefused
from data.pipeline.table_files import read_table
from data.pipeline.values import shown
from indicators.catalogue.catalogue import Catalogue

PUBLISHED = Path(__file__).parents[1] / "published"
SOURCES = "sources.csv"
QUALIFIERS = frozenset({"forecast", *(word.name.lower() for word in Qualifier)})
VERSION = "published/1"
Record = TypeVar("Record")


@dataclass(frozen=True)
class PublishedFigure:
    """One figure as printed, in the measure's unit.

    `qualifier` says how far it holds: exactly, about, as a lower or upper limit, or expected when it was written.
    `section` and `id` belong to figures of the plan's text. `row` is its place in the file, the first is 1.
    """

    measure: str
    region: int
    period: str
    value: float
    state: State
    qualifier: str
    ref: str
    published_on: date
    file: str = ""
    row: int = 0
    note: str = ""
    section: str = ""
    id: str = ""

    @property
    def code(self) -> tuple[str, str]:
        """What makes a batch: the file (the topic) and the document."""
        return self.file, self.ref

    @property
    def wording(self) -> Qualifier:
        """The qualifier as it is stored."""
        return Qualifier.parse(self.qualifier)


def read_figures(catalogue: Catalogue, folder: Path = PUBLISHED) -> tuple[PublishedFigure, ...]:
    """Every figure of every CSV file in the folder, in the order of files and rows.

    Raises DeliveryRefused with all faults of all files.
    """
    dates, faults = _checked(folder / SOURCES, _DateContract(catalogue))
    contract = FigureContract(catalogue, dict(dates.values()))
    figures: list[PublishedFigure] = []
    for file in sorted(folder.glob("*.csv")):
        if file.name != SOURCES:
            found, wrong = _checked(file, contract)
            figures += [replace(figure, file=file.name, row=row) for row, figure in found.items()]
            faults += wrong
    if faults:
        raise DeliveryRefused(faults)
    return tuple(figures)


def _checked(file: Path, contract: Contract[Record]) -> tuple[Mapping[int, Record], list[RefusalReason]]:
    """The records of a file, and every fault with the file's name."""
    try:
        checked: CheckedRows[Record] = check_rows(as_delivered(read_table(file), contract.columns), contract)
    except DeliveryRefused as refused:
        return {}, [replace(fault, file=file.name) for fault in refused.refusals]
    return checked.accepted, [replace(row.refusal, file=file.name) for row in checked.refused]


def _not_too_wide(row: Mapping[str, str]) -> None:
    if any(text for column, text in row.items() if column.startswith(NAMELESS)):
        raise RowRefused("too_many_cells")


@dataclass(frozen=True)
class _DateContract(Contract[tuple[str, date]]):
    """When each source came out."""

    version: ClassVar[str] = VERSION
    columns: ClassVar[ContractColumns] = ContractColumns(("ref", "published_on", "precision"))

    catalogue: Catalogue

    def check(self, row: Mapping[str, str]) -> tuple[str, date]:
        _not_too_wide(row)
        if row["ref"] not in self.catalogue.sources:
            raise RowRefused("unknown_source", "ref", text=shown(row["ref"]))
        if row["precision"] not in ("day", "about"):
            raise RowRefused("bad_date", "precision", text=shown(row["precision"]))
        try:
            return row["ref"], date.fromisoformat(row["published_on"])
        except ValueError:
            raise RowRefused("bad_date", "published_on", text=shown(row["published_on"])) from None

    def key(self, record: tuple[str, date]) -> Hashable:
        return record[0]


@dataclass(frozen=True)
class FigureContract(Contract[PublishedFigure]):
    """Figures of dated sources: a measure's row as it could be known on the day, with a qualifier."""

    version: ClassVar[str] = VERSION
    columns: ClassVar[ContractColumns] = ContractColumns(
        ("measure", "region", "period", "value", "qualifier", "state", "ref")
    )

    catalogue: Catalogue
    published_on: Mapping[str, date]

    @cached_property
    def _measures(self) -> Mapping[str, MeasureContract]:
        return {ref: MeasureContract(self.catalogue, day) for ref, day in self.published_on.items()}

    def check(self, row: Mapping[str, str]) -> PublishedFigure:
        _not_too_wide(row)
        ref, qualifier = row["ref"], row["qualifier"]
        if ref not in self.published_on:
            raise RowRefused("unknown_source", "ref", text=shown(ref))
        if qualifier not in QUALIFIERS:
            raise RowRefused(
                "unknown_qualifier", "qualifier", text=shown(qualifier), known=", ".join(sorted(QUALIFIERS))
            )
        found = self._measures[ref].check(row)
        if found.state is not State.FORECAST and qualifier == "forecast":
            raise RowRefused("unknown_state", "state", text=row["state"], known="forecast")
        said: dict[str, Any] = {name: row.get(name, "") for name in ("note", "section", "id")}
        return PublishedFigure(
            found.measure,
            found.region,
            found.period.id,
            found.value,
            found.state,
            qualifier,
            ref,
            self.published_on[ref],
            **said,
        )

    def key(self, record: PublishedFigure) -> Hashable:
        return record.ref, record.measure, record.region, record.period
