"""Tables to take away open rightly and run nothing; the joined script is complete or says what it lacks."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from components.framework.raw_html import RawHtml
from components.tables.exports import FORMATS
from components.tables.exports.export_format import Cell
from web.dash_adapter import SCRIPTS
from web.rendering.bundle import build, maps, stylesheet
from web.server import ASSETS

CSV, EXCEL = FORMATS["csv"], FORMATS["xlsx"]
CELLS = st.one_of(
    st.none(),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc"]), max_size=20),
)


def read(body: bytes) -> list[list[str]]:
    """The rows of a CSV as a spreadsheet reads them."""
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def test_a_csv_carries_the_mark_and_the_line_ends_that_excel_needs() -> None:
    body = CSV.write(["指标", "值"], [["工单按时办结率", 91.5], ["空", None]], "")

    assert body.startswith("\ufeff".encode())
    assert body.count(b"\r\n") == 3
    assert read(body) == [["指标", "值"], ["工单按时办结率", "91.5"], ["空", ""]]


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=5))
def test_no_cell_is_run_by_a_spreadsheet(rows: list[list[Cell]]) -> None:
    for cells, asked in zip(read(CSV.write(["a", "b"], rows, ""))[1:], rows, strict=True):
        for cell, given_ in zip(cells, asked, strict=True):
            assert not (isinstance(given_, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")))


def test_a_formula_in_a_text_becomes_a_text_and_a_negative_number_stays_a_number() -> None:
    rows: list[list[Cell]] = [["=HYPERLINK(1)", -1.5]]

    assert read(CSV.write(["a", "b"], rows, ""))[1] == ["'=HYPERLINK(1)", "-1.5"]
    sheet = load_workbook(io.BytesIO(EXCEL.write(["a", "b"], rows, "x"))).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]] == ["'=HYPERLINK(1)", -1.5]
    assert sheet[2][0].data_type == "s"


def test_a_workbook_has_one_sheet_with_its_first_row_fixed() -> None:
    book = load_workbook(io.BytesIO(EXCEL.write(["期", "值"], [["2025-01", 3]], "I108" * 20)))

    assert len(book.sheetnames) == 1
    assert book.active is not None
    assert book.active.freeze_panes == "A2"
    assert [[cell.value for cell in row] for row in book.active.rows] == [["期", "值"], ["2025-01", 3]]


def test_the_script_is_named_by_its_content_and_joins_every_part() -> None:
    bundle = build(ASSETS)

    assert bundle == build(ASSETS)
    assert b"DashRenderer" in bundle.body
    assert f"window.{RawHtml._namespace}.{RawHtml._type} =".encode() in bundle.body, "the browser's half of a component"
    assert bundle.body.index(b"cockpit.RawHtml") < bundle.body.index(b"new DashRenderer()")
    assert stylesheet(ASSETS).address.endswith(".css")


def test_the_map_script_is_apart_from_the_one_that_every_page_loads() -> None:
    apart, everywhere = maps(ASSETS), build(ASSETS)

    for piece in (b"Leaflet 1.9.4", b"Supercluster", b"cockpit.maps = {}"):
        assert piece in apart.body
        assert piece not in everywhere.body
    assert apart == maps(ASSETS)
    assert apart.address.startswith("/assets/maps.")


def test_a_dash_without_a_part_stops_the_start_and_names_the_part(tmp_path: Path) -> None:
    for part in SCRIPTS[1:]:
        (tmp_path / part).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / part).write_text("")

    with pytest.raises(FileNotFoundError, match="react@18"):
        build(ASSETS, tmp_path)
