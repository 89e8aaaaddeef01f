"""Reading a department's file (CSV, Excel, Parquet) into lines of plain text, exactly as delivered.

Nothing is unfolded before it is counted: `indicators/definitions/input_limits.py` says how much of it is read.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.pipeline.refusal import DeliveryRefused, too_large
from indicators.definitions.input_limits import TABLE_BYTES, TABLE_CELLS, TABLE_COLUMNS, TABLE_ROWS

_BLANK = frozenset({"", "nan", "nat", "none", "<na>"})
Line = Sequence[Any]  # the values of one row in the order of the columns


@dataclass(frozen=True)
class TableFile:
    """A file's lines by their numbers: the first line is 0. Lines without any text are left out."""

    name: str
    digest: str
    lines: Mapping[int, Sequence[str]]


def read_table(path: Path) -> TableFile:
    """Read a .csv (UTF-8 or GBK), .xlsx or .parquet file.

    Raises DeliveryRefused: `no_such_file`, `unknown_format`, `unreadable`, `too_large`, `part_too_large`.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise DeliveryRefused.of("unknown_format", file=path.name, formats=", ".join(_READERS))
    content = _content(path)
    try:
        texts = _texts(_counted(reader(content)))
    except DeliveryRefused:
        raise
    except Exception as error:  # the readers of three formats raise errors of a dozen unrelated classes
        raise DeliveryRefused.of("unreadable", file=path.name, why=str(error)[:500]) from error
    return TableFile(path.name, hashlib.sha256(content).hexdigest(), texts)


def _content(path: Path) -> bytes:
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
    for number, line in enumerate(lines):
        texts = [_text(value) for value in line]
        if any(texts):
            found[number] = texts
    return found


def _csv(content: bytes) -> Iterator[Line]:
    """Own reading by the csv module: a row too long or too short must not shift or vanish."""
    lines = csv.reader(io.StringIO(_decoded(content), newline=""), strict=True)
    begins = 1
    try:
        for line in lines:
            yield line
            begins = lines.line_num + 1
    except csv.Error as error:
        raise DeliveryRefused.of("bare_quote", line=begins, why=str(error)) from error


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError("neither UTF-8 nor GBK")


def _excel(content: bytes) -> Iterator[Line]:
    from data.pipeline.workbooks import sheet_lines

    return sheet_lines(content)


def _parquet(content: bytes) -> Iterator[Line]:
    from data.pipeline.parquet_tables import parquet_lines

    return parquet_lines(content)


_READERS: Mapping[str, Callable[[bytes], Iterator[Line]]] = {".csv": _csv, ".xlsx": _excel, ".parquet": _parquet}


def _text(value: object) -> str:
    text = str(value).strip()
    if text.lower() in _BLANK and not isinstance(value, str):
        return ""
    return text[:-2] if isinstance(value, float) and text.endswith(".0") else text
