"""A workbook of Excel."""

from __future__ import annotations

import io
from collections.abc import Sequence

from components.tables.exports.export_format import Cell, ExportFormat, harmless


class ExcelFormat(ExportFormat):
    """A workbook with one sheet, its first row fixed."""

    name = "xlsx"
    title = "Excel"
    media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def write(self, heads: Sequence[str], rows: Sequence[Sequence[Cell]], sheet: str) -> bytes:
        from openpyxl import Workbook

        book = Workbook(write_only=True)
        page = book.create_sheet(sheet[:31])
        page.freeze_panes = "A2"
        page.append([harmless(head) for head in heads])
        for row in rows:
            page.append([harmless(cell) for cell in row])
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()
