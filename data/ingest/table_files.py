"""Reading a department's file (CSV, Excel, Parquet) into rows of plain text, exactly as delivered.

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

from indicators.definitions.input_limits import TABLE_BYTES, TABLE_CELLS, TABLE_COLUMNS, TABLE_ROWS

_BLANK = frozenset({"", "nan", "nat", "none", "<na>"})
Line = Sequence[Any]  # the values of one row in the order of the columns


class FileError(ValueError):
    """The file as a whole cannot be loaded; nothing was written. `code` tells why."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True)
class TableFile:
    """A file's rows: `rows` maps column name to text, the first data row being number 1 of `numbers`."""

    name: str
    digest: str
    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]
    numbers: tuple[int, ...]


def read_table(path: Path, required: Sequence[str]) -> TableFile:
    """Read a .csv (UTF-8 or GBK), .xlsx or .parquet file; wholly blank rows are passed over.

    Raises FileError: `no_such_file`, `unknown_format`, `unreadable`, `too_large`, `missing_column`.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise FileError("unknown_format", f"{path.name} is not one of {', '.join(_READERS)}")
    content = _content(path)
    try:
        lines = _counted(reader(content))
        columns = tuple(str(column).strip().lower() for column in next(lines, ()))
        if missing := [column for column in required if column not in columns]:
            reason = f"{path.name} has no column {', '.join(missing)}; it has {', '.join(columns)[:500] or 'none'}"
            raise FileError("missing_column", reason)
        texts = _texts(lines)
    except FileError:
        raise
    except Exception as error:  # the readers of three formats raise errors of a dozen unrelated classes
        raise FileError("unreadable", f"{path.name} cannot be read as {path.suffix}: {str(error)[:500]}") from error
    width = max(map(len, texts.values()), default=0)
    columns += tuple(f"column {place}" for place in range(len(columns) + 1, width + 1))
    rows = _named(columns, texts.values())
    return TableFile(path.name, hashlib.sha256(content).hexdigest(), columns, rows, tuple(texts))


def exceeded(what: str, limit: int, value: int) -> FileError:
    """The refusal of a file that exceeds a limit, which it names with the value."""
    return FileError("too_large", f"{what}: at most {limit:,}, this file has {value:,}")


def _content(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > TABLE_BYTES:
            raise exceeded("bytes of a file", TABLE_BYTES, size)
        return path.read_bytes()
    except OSError as error:
        raise FileError("no_such_file", f"{path} cannot be read: {error.strerror}") from error


def _counted(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines as they come, the head first; FileError at the first that makes the file too large."""
    cells = 0
    for rows, line in enumerate(lines):
        cells += len(line)
        if len(line) > TABLE_COLUMNS:
            raise exceeded("columns", TABLE_COLUMNS, len(line))
        if rows > TABLE_ROWS:
            raise exceeded("rows", TABLE_ROWS, rows)
        if cells > TABLE_CELLS:
            raise exceeded("cells", TABLE_CELLS, cells)
        yield line


def _texts(lines: Iterable[Line]) -> dict[int, list[str]]:
    """The rows that are not blank, by their numbers."""
    found: dict[int, list[str]] = {}
    for number, line in enumerate(lines, 1):
        texts = [_text(value) for value in line]
        if any(texts):
            found[number] = texts
    return found


def _named(columns: Sequence[str], texts: Iterable[list[str]]) -> tuple[dict[str, str], ...]:
    return tuple(dict(zip(columns, row + [""] * (len(columns) - len(row)), strict=True)) for row in texts)


def _csv(content: bytes) -> Iterator[Line]:
    """Own reading by the csv module: a row too long or too short must not shift or vanish."""
    return csv.reader(io.StringIO(_decoded(content), newline=""), strict=True)


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileError("unreadable", "the text is neither UTF-8 nor GBK")


def _excel(content: bytes) -> Iterator[Line]:
    from data.ingest.workbooks import sheet_lines

    return sheet_lines(content, exceeded)


def _parquet(content: bytes) -> Iterator[Line]:
    from data.ingest.parquet_tables import parquet_lines

    return parquet_lines(content, exceeded)


_READERS: Mapping[str, Callable[[bytes], Iterator[Line]]] = {".csv": _csv, ".xlsx": _excel, ".parquet": _parquet}


def _text(value: object) -> str:
    text = str(value).strip()
    if text.lower() in _BLANK and not isinstance(value, str):
        return ""
    return text[:-2] if isinstance(value, float) and text.endswith(".0") else text
