"""Tables that are text: CSV with any delimiter, JSON lines, and HTML under whatever name."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from itertools import islice
from typing import Any, Final

from data.pipeline.files.sheets import Merge
from data.pipeline.refusal import DeliveryRefused, too_large
from indicators.definitions.input_limits import TABLE_COLUMNS, TABLE_ROWS

_DELIMITERS: Final = (",", "\t", ";", "|", "，")
_SAMPLE: Final = 40  # lines by which the delimiter is found


def decoded(content: bytes) -> str:
    """The text of UTF-8, UTF-16 (with its mark, or by its pattern of zeros) or GB18030 bytes. ValueError."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _sound(content.decode(encoding))
    if (wide := _wide(content[:2000])) is not None:
        return _sound(content.decode(wide))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError("neither UTF-8, UTF-16 nor GBK")


def _sound(text: str) -> str:
    if "\ufffd" in text:
        raise ValueError("not UTF-16")
    return text


def _wide(begin: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of plain letters and delimiters is zero."""
    half = max(len(begin) // 2, 1)
    if begin[1::2].count(0) > 0.4 * half and begin[::2].count(0) < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if begin[::2].count(0) > 0.4 * half and begin[1::2].count(0) < 0.05 * half else None


def delimited_lines(text: str) -> Iterator[Sequence[str]]:
    """Own reading by the csv module: a row too long or too short must not shift or vanish."""
    first, _, rest = text.partition("\n")
    told = first.strip().lower()
    by_itself = told.startswith("sep=") and len(told) == 5  # Excel's own line that tells the delimiter
    delimiter = told[4] if by_itself else _delimiter(text)
    lines = csv.reader(io.StringIO(rest if by_itself else text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for line in lines:
            yield line
            begins = lines.line_num + 1
    except csv.Error as error:
        raise DeliveryRefused.of("bare_quote", line=begins, why=str(error)) from error


def _delimiter(text: str) -> str:
    """The one that parts most lines into the same number of cells, the more the better."""
    sample = "\n".join(islice(text[:200_000].splitlines(), _SAMPLE))

    def score(delimiter: str) -> tuple[int, int]:
        try:
            widths = Counter(len(row) for row in csv.reader(io.StringIO(sample), delimiter=delimiter) if len(row) > 1)
        except csv.Error:
            return 0, 0
        width, lines = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
        return lines, width

    best = max(_DELIMITERS, key=lambda one: score(one))
    return best if score(best)[0] else ","


def json_lines(text: str) -> Iterator[Sequence[Any]]:
    """The keys of all objects as the head, then a line for each object. ValueError for what is no object."""
    begin = text.lstrip("\ufeff \r\n\t")
    records = (
        json.loads(begin) if begin.startswith("[") else [json.loads(one) for one in begin.splitlines() if one.strip()]
    )
    if len(records) > TABLE_ROWS:
        raise too_large("rows", TABLE_ROWS, len(records))
    keys: dict[str, None] = {}
    for record in records:
        if not isinstance(record, dict):
            raise ValueError("a line is no JSON object")
        keys |= dict.fromkeys(record)
        if len(keys) > TABLE_COLUMNS:
            raise too_large("columns", TABLE_COLUMNS, len(keys))
    yield tuple(keys)
    for record in records:
        yield [_json_text(record.get(key)) for key in keys]


def _json_text(value: Any) -> Any:
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list | bool) else value


class HtmlTables(HTMLParser):
    """Every table of a page as lines of texts, with its merged cells; a table within a table is part of a cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self.merges: list[list[Merge]] = []
        self._depth = 0
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._taken: set[tuple[int, int]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append([])
                self.merges.append([])
                self._taken = set()
        elif tag == "tr" and self._depth == 1:
            self._close()
            self.tables[-1].append([])
        elif tag in ("td", "th") and self._depth == 1 and self.tables[-1]:
            self._close()
            said = dict(attrs)
            self._cell, self._span = [], (_span(said.get("rowspan")), _span(said.get("colspan")))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr") and self._depth == 1:
            self._close()
        elif tag == "table" and self._depth:
            if self._depth == 1:
                self._close()
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _close(self) -> None:
        if self._cell is None:
            return
        line, row = self.tables[-1][-1], len(self.tables[-1]) - 1
        while (row, len(line)) in self._taken:
            line.append("")
        left, (rows, columns) = len(line), self._span
        line += [" ".join("".join(self._cell).split()), *[""] * (columns - 1)]
        if rows > 1 or columns > 1:
            self.merges[-1].append(Merge(row, left, row + rows - 1, left + columns - 1))
            self._taken |= {(row + down, left + along) for down in range(1, rows) for along in range(columns)}
        self._cell = None


def _span(text: str | None) -> int:
    return min(max(int(text), 1), TABLE_COLUMNS) if text and text.isdigit() and len(text) < 6 else 1
