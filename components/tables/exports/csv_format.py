"""CSV that Excel opens rightly."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from components.tables.exports.export_format import Cell, ExportFormat, harmless


class CsvFormat(ExportFormat):
    """UTF-8 with the mark Excel needs to see that it is, line ends as it likes them."""

    name = "csv"
    title = "CSV"
    media = "text/csv"
    schema: ClassVar[Mapping[str, Any]] = {"schema": {"type": "string"}}

    def write(self, heads: Sequence[str], rows: Sequence[Sequence[Cell]], sheet: str) -> bytes:
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(map(harmless, heads))
        writer.writerows([[harmless(cell) for cell in row] for row in rows])
        return out.getvalue().encode("utf-8-sig")
