"""What would become of a file, to be looked at before it lands: cells by their roles, open questions, a dry run."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Engine

from data.core.clock import Clock, business_day
from data.ingest.load_measures import Change, load_content
from data.ingest.mapped_layouts import LayoutChange, changes_of
from data.ingest.measure_checks import WAITING
from data.ingest.measure_contract import MeasureContract
from data.ingest.measure_rows import Choices, recognised_tables
from data.pipeline.deliver import DeliveryReport
from data.pipeline.files import Sheet, TableFile, address
from data.pipeline.files.read import read_content
from data.pipeline.layouts import Layout, Role
from data.pipeline.normalise import find_head, is_note, kind_of_total
from data.pipeline.refusal import DeliveryRefused, RefusalReason, RefusedRow
from data.warehouse.layout_mappings import StoredMapping, mappings_of
from indicators.catalogue.catalogue import Catalogue

LINES = 200  # of a sheet that are shown
_ASKED = {"unknown_measure": "measure", "ambiguous_measure": "measure", "unknown_region": "region"}


@dataclass(frozen=True)
class CellView:
    """A cell as it is shown: its text, its role, and `waiting` or `refused` where its figure does not land."""

    text: str
    role: Role
    state: str = ""


@dataclass(frozen=True)
class LineView:
    """A line of a sheet by its number in the file (the first is 1)."""

    number: int
    role: Role
    cells: tuple[CellView, ...]
    hidden: bool = False


@dataclass(frozen=True)
class SheetView:
    """The first lines of a sheet, and how many it has."""

    name: str
    hidden: bool
    lines: tuple[LineView, ...]
    count: int


@dataclass(frozen=True)
class OpenChoice:
    """A text that nothing has the name of: what it should name, where it stands, and what comes near."""

    kind: str
    text: str
    cells: tuple[str, ...]
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Preview:
    """A file before it lands. `refusals` are the reasons for which it cannot be used as a whole; then no `report`.

    `mappings` are those of earlier deliveries that were used by themselves, `changed` tables that are not as before.
    """

    name: str
    digest: str = ""
    sheets: tuple[SheetView, ...] = ()
    layouts: tuple[Layout, ...] = ()
    mappings: tuple[StoredMapping, ...] = ()
    changed: tuple[LayoutChange, ...] = ()
    choices: tuple[OpenChoice, ...] = ()
    report: DeliveryReport | None = None
    refusals: tuple[RefusalReason, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def waiting(self) -> tuple[RefusedRow, ...]:
        """Rows that wait for a person."""
        return tuple(row for row in (self.report.refused if self.report else ()) if row.code in WAITING)

    @property
    def refused(self) -> tuple[RefusedRow, ...]:
        """Rows that are refused for good."""
        return tuple(row for row in (self.report.refused if self.report else ()) if row.code not in WAITING)


def preview(
    engine: Engine,
    catalogue: Catalogue,
    content: bytes,
    name: str,
    clock: Clock,
    *,
    source_id: str,
    choices: Choices | None = None,
) -> Preview:
    """What would become of a file; nothing is written. A file that cannot be used says so in `refusals`."""
    said = choices or Choices()
    try:
        file = read_content(content, name)
    except DeliveryRefused as refused:
        return Preview(name, refusals=refused.refusals)
    contract = MeasureContract(catalogue, business_day(clock.now()))
    with engine.connect() as connection:
        known = mappings_of(connection, source_id)
    try:
        tables = recognised_tables(file, contract, said)
    except DeliveryRefused as refused:
        return Preview(name, file.digest, tuple(_views(file, (), contract, None)), refusals=refused.refusals)
    layouts = tuple(layout for _, layout in tables)
    prints = {layout.fingerprint for layout in layouts}
    report, refusals, changes = None, tuple[RefusalReason, ...](), list[Change]()
    try:
        report = load_content(
            engine,
            catalogue,
            content,
            name,
            clock,
            source_id=source_id,
            choices=said,
            dry_run=True,
            collect=changes.append,
        )
    except DeliveryRefused as refused:
        refusals = refused.refusals
    return Preview(
        name,
        file.digest,
        tuple(_views(file, tables, contract, report)),
        layouts,
        tuple(one for one in known if one.fingerprint in prints),
        changes_of(file, contract, said, known),
        tuple(_open(report, contract)),
        report,
        refusals,
        tuple(sorted(changes, key=_jump, reverse=True)),
    )


def _jump(change: Change) -> float:
    """How far a figure moves, in orders of magnitude; a new one does not move."""
    if not change.before:
        return 0.0 if change.before is None else abs(change.value)
    return math.inf if not change.value else abs(math.log10(abs(change.value / change.before)))


def _open(report: DeliveryReport | None, contract: MeasureContract) -> Iterator[OpenChoice]:
    asked: dict[tuple[str, str], list[str]] = {}
    for row in report.refused if report else ():
        if row.code in _ASKED:
            text = str(row.refusal.facts.get("text", ""))
            asked.setdefault((_ASKED[row.code], text), []).append(row.refusal.cell)
    catalogue = contract.catalogue
    names: Mapping[str, list[str]] = {
        "measure": [one.name.zh for one in catalogue.measures.values()],
        "region": [one.name.zh for one in catalogue.regions],
    }
    for (kind, text), cells in asked.items():
        near = tuple(difflib.get_close_matches(text, names[kind], n=5, cutoff=0.4))
        yield OpenChoice(kind, text, tuple(cells), near)


def _views(
    file: TableFile,
    tables: Iterable[tuple[Sheet, Layout]],
    contract: MeasureContract,
    report: DeliveryReport | None,
) -> Iterator[SheetView]:
    states = {
        row.refusal.cell: "waiting" if row.code in WAITING else "refused" for row in (report.refused if report else ())
    }
    for sheet in file.all_sheets:
        roles = _Roles(sheet, [layout for one, layout in tables if one is sheet], contract)
        lines = []
        for number, texts in list(sheet.filled())[:LINES]:
            cells = tuple(
                CellView(text, roles.of(number, column, texts), states.get(address(sheet.name, number, column), ""))
                for column, text in enumerate(texts)
            )
            lines.append(LineView(number + 1, roles.line(number, texts), cells, number in sheet.hidden_rows))
        yield SheetView(sheet.name, sheet.hidden, tuple(lines), len(sheet.lines))


@dataclass(frozen=True)
class _Roles:
    """What each cell of a sheet is."""

    sheet: Sheet
    layouts: list[Layout]
    contract: MeasureContract
    plain: Mapping[int, str] = field(init=False)
    head: int = field(init=False, default=-1)

    def __post_init__(self) -> None:
        try:
            head = None if self.layouts else find_head("", self.sheet, self.contract.columns)
        except DeliveryRefused:
            head = None
        object.__setattr__(self, "plain", dict(enumerate(head.names)) if head else {})
        object.__setattr__(self, "head", head.line if head else -1)

    def line(self, number: int, texts: list[str]) -> Role:
        """The role of a line."""
        if is_note(texts):
            return Role.NOTE
        for layout in self.layouts:
            if number in layout.title_lines:
                return Role.UNIT if layout.unit and layout.unit in "".join(texts) else Role.TITLE
            if number in layout.head_lines:
                return Role.HEAD
            if number in layout.sections:
                return Role.SECTION
            if layout.first <= number <= layout.last:
                labels = [texts[column] for column, role in layout.labels.items() if role is Role.REGION]
                kinds = [kind for text in labels if (kind := kind_of_total(text)) is not None]
                return Role(kinds[0]) if kinds else Role.VALUE
        if number == self.head:
            return Role.HEAD
        return Role.VALUE if self.plain and number > self.head else Role.TITLE

    def of(self, number: int, column: int, texts: list[str]) -> Role:
        """The role of a cell: that of its line, and of its column where figures are."""
        line = self.line(number, texts)
        if line is not Role.VALUE:
            return line
        for layout in self.layouts:
            if layout.first <= number <= layout.last:
                if column in layout.labels:
                    return layout.labels[column]
                return next((one.role for one in layout.values if one.column == column), Role.INDEX)
        name = self.plain.get(column, "")
        return Role(name) if name in ("measure", "region", "period", "value", "unit") else Role.INDEX
