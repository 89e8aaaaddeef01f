"""The rows of a posted body: JSON, JSON lines or CSV. Nothing is said here of what a row holds."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from typing import Any

MOST = 5000  # rows of a delivery


class NotRows(ValueError):
    """The body as a whole cannot be read as rows; the sentence says why."""


class TooManyRows(ValueError):
    """More rows than a delivery may have."""

    def __init__(self) -> None:
        super().__init__(f"a delivery has at most {MOST} rows")


_ALSO = dict.fromkeys(("application/ndjson", "application/jsonl", "application/x-jsonlines"), "application/x-ndjson")


def rows_of(body: bytes, mimetype: str, name: str = "") -> list[Any]:
    """The rows of a body by its media type. NotRows when it is none of FORMS, TooManyRows above MOST.

    JSON is a list; with a `name` also an object with a list under it, a row of a device, or a row a line. JSON lines
    have a value a line; CSV begins with the names of its columns.
    """
    read = FORMS.get(_ALSO.get(mimetype, mimetype))
    if read is None:
        raise NotRows(f"rows come as {', '.join(FORMS)}")
    rows = read(body, name)
    if len(rows) > MOST:
        raise TooManyRows
    return rows


def _json(body: bytes, name: str) -> list[Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        if name and isinstance(error, json.JSONDecodeError) and error.msg == "Extra data":
            return _json_lines(body, name)
        raise NotRows(f"this is not JSON: {error}"[:200]) from None
    if name and isinstance(found, dict) and name not in found and "device" in found:
        return [found]
    rows = found.get(name) if name and isinstance(found, dict) else found
    if not isinstance(rows, list):
        held = f", or an object with a list under `{name}`" if name else ""
        raise NotRows(f"a delivery is a list of rows{held}")
    return rows


def _json_lines(body: bytes, name: str) -> list[Any]:
    rows: list[Any] = []
    for number, line in enumerate(body.splitlines(), 1):
        if line.strip():
            try:
                rows.append(json.loads(line))
            except (ValueError, RecursionError) as error:
                raise NotRows(f"line {number} is not JSON: {error}"[:200]) from None
    return rows


def _csv(body: bytes, name: str) -> list[Any]:
    try:
        lines = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise NotRows(f"this is not CSV in UTF-8: {error}"[:200]) from None
    if not lines:
        raise NotRows("a CSV delivery begins with the names of its columns")
    heads = [head.strip().lower() for head in lines[0]]
    return [dict(zip(heads, line, strict=True)) if len(line) == len(heads) else line for line in lines[1:] if line]


FORMS: Mapping[str, Callable[[bytes, str], list[Any]]] = {
    "application/json": _json,
    "application/x-ndjson": _json_lines,
    "text/csv": _csv,
}
