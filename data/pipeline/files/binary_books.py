"""Workbooks that are no .xlsx: .xls and .et (before 2007), .xlsb, .ods. Read by a library, cell by cell."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from data.pipeline.files.sheets import Merge
from data.pipeline.refusal import DeliveryRefused, too_large
from data.storage.archives import parts_within
from indicators.definitions.input_limits import ARCHIVE_EXPANDED, SHEET_CELLS


def binary_sheets(content: bytes, kind: str, name: str) -> Iterator[tuple[str, bool, tuple[Merge, ...], Sequence[Any]]]:
    """Name, whether hidden, merged cells and lines of each sheet. Raises DeliveryRefused: `encrypted`, `too_large`."""
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    if kind in ("ods", "xlsb"):
        parts_within(content, ARCHIVE_EXPANDED, too_large)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError as error:
        raise DeliveryRefused.of("encrypted", file=name) from error
    cells = 0
    for meta in book.sheets_metadata:
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(meta.name)
        cells += sheet.total_height * sheet.total_width
        if cells > SHEET_CELLS:
            raise too_large("sheet_cells", SHEET_CELLS, cells)
        merges = tuple(Merge(*first, *last) for first, last in sheet.merged_cell_ranges or ())
        yield meta.name, meta.visible != SheetVisibleEnum.Visible, merges, sheet.to_python(skip_empty_area=False)
