"""Reading a department's file into sheets of plain text, as delivered; its content says what it is, not its name.

Nothing is unfolded before it is counted: `indicators/definitions/input_limits.py` says how much of it is read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

from data.pipeline.files.formats import kind_of, text_kind
from data.pipeline.files.sheets import Sheet, TableFile
from data.pipeline.files.text_tables import HtmlTables, decoded, delimited_lines, json_lines
from data.pipeline.refusal import DeliveryRefused, too_large
from indicators.definitions.input_limits import SHEETS, TABLE_BYTES, TABLE_CELLS, TABLE_COLUMNS, TABLE_ROWS

_BLANK: Final = frozenset({"", "nan", "nat", "none", "<na>"})
_SHORT: Final = 40  # characters of texts that are likely to come again
Line = Sequence[Any]  # the values of one row in the order of the columns


def read_table(path: Path) -> TableFile:
    """Read a file of tables: CSV with any delimiter (UTF-8, UTF-16, GBK), .xlsx, .xls, .et, .ods, .xlsb, HTML, JSON
    lines or Parquet.

    Raises DeliveryRefused: `no_such_file`, `empty_file`, `unknown_format`, `encrypted`, `macro`, `unreadable`,
    `too_large`, `part_too_large`.
    """
    return read_content(file_content(path), path.name)


def read_content(content: bytes, name: str) -> TableFile:
    """The same of a file that was handed over as bytes."""
    if len(content) > TABLE_BYTES:
        raise too_large("file_bytes", TABLE_BYTES, len(content))
    try:
        sheets = tuple(_READERS[kind_of(content, name)](content, name))
    except DeliveryRefused:
        raise
    except Exception as error:  # the readers of the formats raise errors of a dozen unrelated classes
        raise DeliveryRefused.of("unreadable", file=name, why=str(error)[:500]) from error
    if not any(sheet.lines for sheet in sheets):
        raise DeliveryRefused.of("empty_file", file=name)
    if len(sheets) > SHEETS:
        raise too_large("sheets", SHEETS, len(sheets))
    return TableFile(name, hashlib.sha256(content).hexdigest(), sheets[0].lines, sheets)


def file_content(path: Path) -> bytes:
    """The bytes of a file within the limit. Raises DeliveryRefused: `no_such_file`, `too_large`."""
    try:
        size = path.stat().st_size
        if size > TABLE_BYTES:
            raise too_large("file_bytes", TABLE_BYTES, size)
        return path.read_bytes()
    except OSError as error:
        raise DeliveryRefused.of("no_such_file", file=str(path), why=str(error.strerror)) from error


def _counted(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines as they come, the head first; DeliveryRefused at the first that makes the file too large."""
    cells = 0
    for rows, line in enumerate(lines):
        cells += len(line)
        if len(line) > TABLE_COLUMNS:
            raise too_large("columns", TABLE_COLUMNS, len(line))
        if rows > TABLE_ROWS:
            raise too_large("rows", TABLE_ROWS, rows)
        if cells > TABLE_CELLS:
            raise too_large("cells", TABLE_CELLS, cells)
        yield line


def _texts(lines: Iterable[Line]) -> dict[int, list[str]]:
    """The lines that are not blank, by their numbers."""
    found: dict[int, list[str]] = {}
    shared: dict[str, str] = {}  # names and periods stand in many rows: each is kept once
    for number, line in enumerate(_counted(lines)):
        texts = [shared.setdefault(text, text) if len(text) < _SHORT else text for text in map(_text, line)]
        if any(texts):
            found[number] = texts
    return found


def _text_sheets(content: bytes, name: str) -> Iterator[Sheet]:
    text = decoded(content)
    kind = text_kind(text)
    if kind == "html":
        page = HtmlTables()
        page.feed(text)
        page.close()
        for lines, merges in zip(page.tables, page.merges, strict=True):
            yield Sheet("", _texts(lines), merges=tuple(merges))
    else:
        yield Sheet("", _texts(json_lines(text) if kind == "json" else delimited_lines(text)))


def _xlsx_sheets(content: bytes, name: str) -> Iterator[Sheet]:
    from data.pipeline.files.workbooks import book_sheets

    for sheet in book_sheets(content):
        marks = sheet.marks
        hidden = frozenset(marks.hidden_rows), frozenset(marks.hidden_columns)
        yield Sheet(sheet.name, _texts(sheet.lines), sheet.hidden, *hidden, tuple(marks.merges))


def _binary_sheets(kind: str) -> Callable[[bytes, str], Iterator[Sheet]]:
    def read(content: bytes, name: str) -> Iterator[Sheet]:
        from data.pipeline.files.binary_books import binary_sheets

        for title, hidden, merges, lines in binary_sheets(content, kind, name):
            yield Sheet(title, _texts(lines), hidden, merges=merges, shows_percent=False)

    return read


def _parquet_sheets(content: bytes, name: str) -> Iterator[Sheet]:
    from data.pipeline.files.parquet_tables import parquet_lines

    yield Sheet("", _texts(parquet_lines(content)))


_READERS: Final[Mapping[str, Callable[[bytes, str], Iterator[Sheet]]]] = {
    "text": _text_sheets,
    "xlsx": _xlsx_sheets,
    "parquet": _parquet_sheets,
    **{kind: _binary_sheets(kind) for kind in ("binary", "ods", "xlsb")},
}


def _text(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, datetime):
        return str(value.date()) if value.time() == time() and value.tzinfo is None else str(value)
    if isinstance(value, date):
        return str(value)
    text = str(value).strip()
    if text.lower() in _BLANK:
        return ""
    return text[:-2] if isinstance(value, float) and text.endswith(".0") else text
