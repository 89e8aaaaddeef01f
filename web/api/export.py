"""Tables for taking away: CSV that Excel opens rightly, and Excel itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

RISKY = ("=", "+", "-", "@", "\t", "\r")  # a text that starts so would be run by a spreadsheet
Cell = str | float | int | None


def to_csv(heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """UTF-8 with the mark Excel needs to see that it is, line ends as it likes them."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(map(_harmless, heads))
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def to_excel(heads: Sequence[str], rows: Sequence[Sequence[Cell]], sheet: str) -> bytes:
    """A workbook with one sheet, its first row fixed."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    page = book.create_sheet(sheet[:31])
    page.freeze_panes = "A2"
    page.append([_harmless(head) for head in heads])
    for row in rows:
        page.append([_harmless(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _harmless(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(RISKY) else cell
