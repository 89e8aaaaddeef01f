"""Files that are small on disk and huge when unfolded are refused in one sentence that names limit and value."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from components.messages.refusal_texts import refusal_text
from data.geography.importing import layer_files
from data.pipeline.contract import ContractColumns, DeliveredRows
from data.pipeline.normalise import as_delivered
from data.pipeline.refusal import DeliveryRefused
from data.pipeline.table_files import read_table
from indicators.definitions.input_limits import (
    CELL_CHARACTERS,
    SHEET_CELLS,
    TABLE_COLUMNS,
    TABLE_ROWS,
    YAML_BYTES,
    YAML_DEPTH,
    YAML_NODES,
)
from indicators.definitions.yaml_source import read

HEAD = ("measure", "region", "period", "value")
SHEET = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def read_rows(path: Path) -> DeliveredRows:
    return as_delivered(read_table(path), ContractColumns(HEAD))


def refusal(path: Path) -> tuple[str, str]:
    """The code and the sentence of the one reason."""
    with pytest.raises(DeliveryRefused) as refused:
        read_rows(path)
    [reason] = refused.value.refusals
    return reason.code, refusal_text("en", reason)


def book_with(path: Path, part: str, chunks: Iterator[str]) -> Path:
    """A workbook of which one part is replaced."""
    made = io.BytesIO()
    book = Workbook()
    book.active.append(HEAD)
    book.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        with new.open(part, "w", force_zip64=True) as out:
            for chunk in chunks:
                out.write(chunk.encode())
    return path


def test_a_head_row_of_a_million_columns_is_refused_by_their_number(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(",".join(HEAD) + ",a" * 1_000_000 + "\n")

    assert refusal(path) == ("too_large", f"columns: at most {TABLE_COLUMNS}, this file has 1,000,004")


def test_a_file_of_too_many_rows_is_refused_and_one_at_the_limit_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("measure,region,period,value\n" + "a\n" * TABLE_ROWS)
    assert len(read_rows(path).rows) == TABLE_ROWS

    path.write_text("measure,region,period,value\n" + "a\n" * (TABLE_ROWS + 1))

    assert refusal(path)[1] == f"rows: at most {TABLE_ROWS:,}, this file has {TABLE_ROWS + 1:,}"


def test_a_workbook_that_unfolds_a_thousandfold_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    blank = ("<row>" + "<c/>" * 100 + "</row>") * 1000
    sheet = iter([SHEET, "<sheetData>", *[blank] * 30, "</sheetData></worksheet>"])
    path = book_with(tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", sheet)

    code, said = refusal(path)

    assert path.stat().st_size < 200_000
    assert code == "too_large"
    assert said.startswith("times that a part of an archive unfolds: at most 100, this file has ")


def test_styles_that_would_fill_the_memory_are_refused(tmp_path: Path) -> None:
    styles = iter(f"<xf numFmtId='{n * 7919 % 1_000_003}'/>" for n in range(200_000))
    path = book_with(tmp_path / "a.xlsx", "xl/styles.xml", styles)

    assert refusal(path)[1].startswith("unpacked bytes of xl/styles.xml: at most 4,000,000, this file has ")


def test_what_a_sheet_says_of_its_extent_is_not_believed(tmp_path: Path) -> None:
    row = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in HEAD)
    sheet = f'{SHEET}<dimension ref="A1:XFD1048576"/><sheetData><row r="1">{row}</row>'
    sheet += f'<row r="2">{row}</row></sheetData></worksheet>'
    path = book_with(tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", iter([sheet]))

    table = read_rows(path)

    assert (table.columns, len(table.rows)) == (HEAD, 1)


def test_a_row_at_the_far_end_of_a_sheet_counts_the_rows_before_it(tmp_path: Path) -> None:
    sheet = f'{SHEET}<sheetData><row r="1"><c><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row></sheetData>'
    path = book_with(tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", iter([sheet, "</worksheet>"]))

    assert refusal(path)[0] in {"too_large", "missing_column"}
    assert 1_048_576 * len(HEAD) > SHEET_CELLS


def test_a_text_that_all_rows_of_a_parquet_file_share_stays_one_text(tmp_path: Path) -> None:
    """5,000 rows of four texts of 100,000 letters: two gigabytes when each is a text of its own."""
    path, rows = tmp_path / "a.parquet", 5_000
    shared = pa.DictionaryArray.from_arrays(pa.array([0] * rows), pa.array(["x" * 100_000]))
    pq.write_table(pa.table(dict.fromkeys(HEAD, shared)), path, store_schema=False)

    table = read_rows(path)

    assert [row.code for row in table.refused] == ["too_long"] * rows
    assert len({id(row.content["measure"]) for row in table.refused}) <= rows / 1_000


def test_a_row_with_a_text_that_is_too_long_is_not_a_reason_to_refuse_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("measure,region,period,value\n" + "x" * (CELL_CHARACTERS + 1) + ",1,2,3\ngdp,1,2,3\n")

    found = read_rows(path)

    assert list(found.rows) == [2]
    assert [(row.row, row.code) for row in found.refused] == [(1, "too_long")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (
            "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
            + "\n".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)),
            f"more than {YAML_NODES:,} values, with those that aliases repeat",
        ),
        ("[" * 200_000, f"nested more than {YAML_DEPTH} deep"),
        ("a: &a [*a]", f"nested more than {YAML_DEPTH} deep"),
        ("a: 1" + ":1" * 100_000, "a number of more than 100 characters"),
        ('a: !!int "1' + ":1" * 100_000 + '"', "a number of more than 100 characters"),
        ("a: " + "7" * 4000, "a number of more than 100 characters"),
        (
            "#" * (YAML_BYTES + 1),
            f"a file of definitions has at most {YAML_BYTES:,} bytes, this has {YAML_BYTES + 1:,}",
        ),
    ],
    ids=[
        "aliases of aliases",
        "brackets",
        "an alias to itself",
        "a number in base sixty",
        "a tagged one",
        "digits",
        "bytes",
    ],
)
def test_definitions_that_would_never_end_are_one_fault(tmp_path: Path, content: str, reason: str) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(content)

    _, faults = read(file)

    assert [(fault.code, fault.reason) for fault in faults] == [("not-yaml", reason)]


def _layer(path: Path, padding: int) -> Path:
    feature = {"type": "Feature", "properties": {"code": "1"}, "geometry": {"type": "Point", "coordinates": [113, 23]}}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.geojson", json.dumps({"type": "FeatureCollection", "features": [feature]}) + " " * padding)
    return path


def test_a_zipped_layer_that_unfolds_a_thousandfold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeliveryRefused) as refused:
        layer_files.read_rows(_layer(tmp_path / "a.zip", 20_000_000), "wgs84", layer_files.LayerColumns())

    [reason] = refused.value.refusals
    assert refusal_text("en", reason).startswith("times that a part of an archive unfolds: at most 100")
