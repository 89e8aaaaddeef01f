"""The sheets of an .xlsx workbook, row by row, after a look at how much its archive unfolds to."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import IO, Any, Final

from data.pipeline.files.sheets import Merge
from data.pipeline.refusal import DeliveryRefused, too_large
from data.storage.archives import parts_within
from indicators.definitions.input_limits import ARCHIVE_EXPANDED, BOOK_PART_EXPANDED, SHEET_CELLS, TABLE_ROWS

_STREAMED: Final = ("xl/worksheets/", "xl/sharedstrings.xml")  # read piece by piece; other parts as a whole
_PIECE: Final = 1_000_000  # bytes of a sheet that are looked at together
_TAG: Final = re.compile(rb"<(?:x:)?(row|col|mergeCell|f)\b([^>]*)>")
_ATTRIBUTE: Final = re.compile(rb"(\w+)=\"([^\"]*)\"")
_TRUE: Final = (b"1", b"true")
_MERGES: Final = 100_000


@dataclass
class SheetMarks:
    """What a sheet's XML says beside values: hidden rows and columns, merged cells, whether it has formulas."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)
    formulas: bool = False


@dataclass(frozen=True)
class BookSheet:
    """A sheet of a workbook: its name, whether it is hidden, its marks, and its lines as they are read."""

    name: str
    hidden: bool
    marks: SheetMarks
    lines: Iterator[Sequence[Any]]


def book_sheets(content: bytes) -> Iterator[BookSheet]:
    """The sheets in their order; trailing blank cells and rows are left out.

    What a sheet says of its own extent is not believed: only cells that are there count. Raises DeliveryRefused.
    """
    for part in parts_within(content, ARCHIVE_EXPANDED, too_large):
        if part.file_size > BOOK_PART_EXPANDED and not part.filename.lower().startswith(_STREAMED):
            name, limit = part.filename[:60], BOOK_PART_EXPANDED
            raise DeliveryRefused.of("part_too_large", part=name, limit=limit, value=part.file_size)
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    formulas: Any = None
    try:
        counted = _Counted()
        for place, sheet in enumerate(book.worksheets):
            marks = _marks(content, sheet._worksheet_path)
            beside = None
            if marks.formulas:
                formulas = formulas or load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
                beside = formulas.worksheets[place]
                beside.reset_dimensions()
            sheet.reset_dimensions()
            yield BookSheet(sheet.title, sheet.sheet_state != "visible", marks, counted.rows(sheet, beside))
    finally:
        book.close()
        if formulas is not None:
            formulas.close()


class _Counted:
    """Reads rows and counts the cells of all sheets."""

    def __init__(self) -> None:
        self.cells = 0

    def rows(self, sheet: Any, formulas: Any) -> Iterator[Sequence[Any]]:
        blank = 0
        texts = formulas.iter_rows(values_only=True) if formulas is not None else None
        for rows, cells in enumerate(sheet.iter_rows()):
            if rows > TABLE_ROWS:
                raise too_large("sheet_rows", TABLE_ROWS, rows)
            self.cells += len(cells)
            if self.cells > SHEET_CELLS:
                raise too_large("sheet_cells", SHEET_CELLS, self.cells)
            values = [_value(cell) for cell in cells]
            if texts is not None:
                values = _with_formulas(values, next(texts, ()))
            line = _without_tail(values)
            if not line:
                blank += 1
                continue
            for _ in range(blank):
                yield ()
            blank = 0
            yield line


def _with_formulas(values: list[Any], beside: Sequence[Any]) -> list[Any]:
    """A formula that has no result stands as its own text."""
    for place, said in enumerate(beside[: len(values)]):
        if values[place] == "" and said is not None and str(said):
            text = getattr(said, "text", said)
            values[place] = text if str(text).startswith("=") else f"={text}"
    return values


def _without_tail(line: list[Any]) -> list[Any]:
    while line and line[-1] == "":
        line.pop()
    return line


def _value(cell: Any) -> Any:
    """As the sheet shows it: nothing is empty, a whole number has no decimals, a percentage has its sign."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, float | int) and not isinstance(value, bool):
        if "%" in cell.number_format:
            return f"{(Decimal(repr(value)) * 100).normalize():f}%"
        return int(value) if isinstance(value, float) and value.is_integer() else value
    return value


def _marks(content: bytes, path: str) -> SheetMarks:
    """Look through a sheet's XML piece by piece."""
    marks = SheetMarks()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(path.lstrip("/")) as part:
        for piece in _pieces(part):
            for tag, rest in _TAG.findall(piece):
                _take(marks, tag, rest)
    return marks


def _pieces(part: IO[bytes]) -> Iterator[bytes]:
    left = b""
    while piece := part.read(_PIECE):
        whole, _, left = (left + piece).rpartition(b">")
        yield whole + b">"
        left = left[-_PIECE:]


def _take(marks: SheetMarks, tag: bytes, rest: bytes) -> None:
    if tag == b"f":
        marks.formulas = True
        return
    if tag != b"mergeCell" and b"hidden" not in rest:
        return
    said = dict(_ATTRIBUTE.findall(rest))
    if tag == b"mergeCell" and len(marks.merges) < _MERGES and b"ref" in said:
        marks.merges.append(_range(said[b"ref"].decode("ascii", "replace")))
    elif said.get(b"hidden") in _TRUE and tag == b"row" and said.get(b"r", b"").isdigit():
        marks.hidden_rows.add(int(said[b"r"]) - 1)
    elif said.get(b"hidden") in _TRUE and tag == b"col":
        first, last = int(said.get(b"min", b"1")), int(said.get(b"max", b"1"))
        marks.hidden_columns |= set(range(first - 1, min(last, first + 1000)))


def _range(text: str) -> Merge:
    from openpyxl.utils.cell import range_boundaries

    left, top, right, bottom = range_boundaries(text)
    return Merge(top - 1, left - 1, bottom - 1, right - 1)
