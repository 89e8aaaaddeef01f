"""The first sheet of an Excel workbook, row by row, after a look at how much its archive unfolds to."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from data.pipeline.refusal import DeliveryRefused, too_large
from data.storage.archives import parts_within
from indicators.definitions.input_limits import ARCHIVE_EXPANDED, BOOK_PART_EXPANDED, SHEET_CELLS, TABLE_ROWS

_STREAMED = ("xl/worksheets/", "xl/sharedstrings.xml")  # parts that are read piece by piece; others as a whole


def sheet_lines(content: bytes) -> Iterator[Sequence[Any]]:
    """The rows of the first sheet; trailing blank cells are left out, and blank rows at the end.

    What the sheet says of its own extent is not believed: only cells that are there count. Raises DeliveryRefused.
    """
    for part in parts_within(content, ARCHIVE_EXPANDED, too_large):
        if part.file_size > BOOK_PART_EXPANDED and not part.filename.lower().startswith(_STREAMED):
            name, limit = part.filename[:60], BOOK_PART_EXPANDED
            raise DeliveryRefused.of("part_too_large", part=name, limit=limit, value=part.file_size)
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        yield from _rows(sheet)
    finally:
        book.close()


def _rows(sheet: Any) -> Iterator[Sequence[Any]]:
    cells, blank = 0, 0
    for rows, values in enumerate(sheet.iter_rows(values_only=True)):
        if rows > TABLE_ROWS:
            raise too_large("sheet_rows", TABLE_ROWS, rows)
        cells += len(values)
        if cells > SHEET_CELLS:
            raise too_large("sheet_cells", SHEET_CELLS, cells)
        line = _without_tail([_value(value) for value in values])
        if not line:
            blank += 1
            continue
        for _ in range(blank):
            yield ()
        blank = 0
        yield line


def _without_tail(line: list[Any]) -> list[Any]:
    while line and line[-1] == "":
        line.pop()
    return line


def _value(value: Any) -> Any:
    """As the sheet shows it: nothing is empty, an error is empty, a whole number has no decimals."""
    if value is None or (isinstance(value, str) and value in _ERRORS):
        return ""
    return int(value) if isinstance(value, float) and value.is_integer() else value


_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})
