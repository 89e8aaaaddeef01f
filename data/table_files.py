"""Reading a department's file (CSV, Excel, Parquet) into rows of plain text, exactly as delivered."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd  # at run time only where a file is read: no web worker reads one, and it takes a second

_BLANK = frozenset({"", "nan", "nat", "none", "<na>"})


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

    Raises FileError: `no_such_file`, `unknown_format`, `unreadable`, `missing_column`.
    """
    content = _content(path)
    frame = _frame(path, content)
    columns = tuple(str(column).strip().lower() for column in frame.columns)
    if missing := [column for column in required if column not in columns]:
        raise FileError(
            "missing_column", f"{path.name} has no column {', '.join(missing)}; it has {', '.join(columns) or 'none'}"
        )
    texts = [dict(zip(columns, map(_text, row), strict=True)) for row in frame.itertuples(index=False, name=None)]
    kept = [(number, row) for number, row in enumerate(texts, 1) if any(row.values())]
    digest = hashlib.sha256(content).hexdigest()
    return TableFile(path.name, digest, columns, tuple(row for _, row in kept), tuple(number for number, _ in kept))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileError("no_such_file", f"{path} cannot be read: {error.strerror}") from error


def _frame(path: Path, content: bytes) -> pd.DataFrame:
    readers = {".csv": _csv, ".xlsx": _excel, ".parquet": _parquet}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise FileError("unknown_format", f"{path.name} is not one of {', '.join(readers)}")
    try:
        return reader(content)
    except FileError:
        raise
    except Exception as error:  # the readers of three formats raise errors of a dozen unrelated classes
        raise FileError("unreadable", f"{path.name} cannot be read as {path.suffix}: {error}") from error


def _csv(content: bytes) -> pd.DataFrame:
    """Own reading by the csv module: a row too long or too short must not shift or vanish."""
    rows = list(csv.reader(io.StringIO(_decoded(content), newline=""), strict=True))
    if not rows:
        raise FileError("missing_column", "the file is empty")
    header, body = rows[0], rows[1:]
    extra = [f"column {number}" for number in range(len(header) + 1, max(map(len, rows)) + 1)]
    width = len(header) + len(extra)
    import pandas as pd

    return pd.DataFrame([row + [""] * (width - len(row)) for row in body], columns=header + extra, dtype=str)


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileError("unreadable", "the text is neither UTF-8 nor GBK")


def _excel(content: bytes) -> pd.DataFrame:
    import pandas as pd

    return pd.read_excel(io.BytesIO(content), dtype=object, keep_default_na=False)


def _parquet(content: bytes) -> pd.DataFrame:
    import pandas as pd

    return pd.read_parquet(io.BytesIO(content))


def _text(value: object) -> str:
    text = str(value).strip()
    if text.lower() in _BLANK and not isinstance(value, str):
        return ""
    return text[:-2] if isinstance(value, float) and text.endswith(".0") else text
