"""One table in the formats of a dozen programs: the same cells come out, whatever the file is called."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from data.pipeline.files import Sheet, TableFile, read_table
from data.pipeline.refusal import DeliveryRefused

CASES = Path(__file__).parents[2] / "cases"
ROWS = [["measure", "region", "period", "value"], ["fixed_investment", "禅城区", "2026-05", "10.5"]]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def lines(delimiter: str) -> str:
    return "\r\n".join(delimiter.join(row) for row in ROWS)


def xlsx(rows: list[list[str]]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def zipped(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def ods() -> bytes:
    cells = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string"><text:p>{v}</text:p></table:table-cell>' for v in row)
        + "</table:table-row>"
        for row in ROWS
    )
    spaces = "".join(f' xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{p}:1.0"' for p in ("office", "table", "text"))
    table = f'<table:table table:name="s">{cells}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    content = f'<?xml version="1.0"?><office:document-content{spaces}>{body}</office:document-content>'
    manifest = '<?xml version="1.0"?><m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return zipped({"mimetype": ODS, "content.xml": content, "META-INF/manifest.xml": manifest})


def html() -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{v}</td>" for v in row) + "</tr>" for row in ROWS)
    return f"<html><body><table border=1>{rows}</table></body></html>".encode("gb18030")


def parquet() -> bytes:
    out = io.BytesIO()
    pd.DataFrame([ROWS[1]], columns=ROWS[0]).to_parquet(out, index=False)
    return out.getvalue()


FORMATS: dict[str, bytes] = {
    "utf8.csv": lines(",").encode(),
    "mark.csv": lines(",").encode("utf-8-sig"),
    "gbk.csv": lines(",").encode("gb18030"),
    "unicode.csv": lines("\t").encode("utf-16"),
    "big.txt": lines("\t").encode("utf-16-be"),
    "little.txt": lines(",").encode("utf-16-le"),
    "tabs.csv": lines("\t").encode("gb18030"),
    "semicolons.csv": lines(";").encode(),
    "bars.dat": lines("|").encode(),
    "sep.csv": b"sep=;\r\n" + lines(";").encode(),
    "wide.csv": lines("，").encode(),
    "book.xlsx": xlsx([*ROWS]),
    "renamed.csv": xlsx([*ROWS]),
    "renamed.xls": xlsx([*ROWS]),
    "book.ods": ods(),
    "report.xls": html(),
    "lines.jsonl": json.dumps(dict(zip(*ROWS, strict=True)), ensure_ascii=False).encode(),
    "list.json": json.dumps([dict(zip(*ROWS, strict=True))]).encode(),
    "table.parquet": parquet(),
    "text.xlsx": lines(",").encode(),
}


def read(folder: Path, name: str, content: bytes) -> TableFile:
    path = folder / name
    path.write_bytes(content)
    return read_table(path)


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_cells_come_out_of_every_format(tmp_path: Path, name: str) -> None:
    found = read(tmp_path, name, FORMATS[name])

    assert [list(line) for line in found.sheets[0].lines.values()] == ROWS


def test_a_workbook_of_before_2007_has_its_sheets_and_merged_cells(tmp_path: Path) -> None:
    sheet, hidden, _ = read_table(CASES / "investment.xls").sheets

    assert (sheet.name, sheet.hidden, hidden.hidden, sheet.shows_percent) == ("数据", False, True, False)
    assert list(sheet.lines[3]) == ["禅城区", "1602000", "1.2"]
    assert dict(sheet.filled())[0] == ["2026年1-6月固定资产投资"] * 3


def test_a_cell_is_what_its_format_shows(tmp_path: Path) -> None:
    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    sheet.append([0.046, pd.Timestamp("2026-03-01").to_pydatetime(), 202605, 10.50, "#N/A", "=1+1", "  x ", True])
    sheet["A1"].number_format = "0.0%"
    sheet["B1"].number_format = "yyyy年m月"
    sheet.merge_cells("G1:G2")
    sheet.row_dimensions[1].hidden = True
    book.save(out)

    found = read(tmp_path, "a.xlsx", out.getvalue()).sheets[0]

    assert list(found.lines[0][:7]) == ["4.6%", "2026-03-01", "202605", "10.5", "#N/A", "=1+1", "x"]
    assert found.hidden_rows == {0}
    assert [(m.top, m.left, m.bottom, m.right) for m in found.merges] == [(0, 6, 1, 6)]


def test_cells_that_span_rows_and_columns_of_a_page_keep_their_places(tmp_path: Path) -> None:
    page = "<table><tr><th rowspan=2>地区<th colspan=2>投资</tr><tr><td>本月<td>累计</tr>"
    page += "<tr><td>禅城区<td>1<td>2</tr></table>"
    [sheet] = read(tmp_path, "a.xls", page.encode()).sheets

    assert [line for _, line in sheet.filled()] == [
        ["地区", "投资", "投资"],
        ["地区", "本月", "累计"],
        ["禅城区", "1", "2"],
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b" \r\n\r\n,,\r\n", "empty_file"),
        (xlsx([]), "empty_file"),
        (b"%PDF-1.7 ...", "unknown_format"),
        (zipped({"word/document.xml": "<x/>"}), "unknown_format"),
        (zipped({"xl/workbook.xml": "<x/>", "xl/vbaProject.bin": "x"}), "macro"),
        (OLE + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (OLE + b"\0" * 512 + "Workbook".encode("utf-16-le") + "_VBA_PROJECT".encode("utf-16-le"), "macro"),
        (OLE + b"\0" * 512 + "WordDocument".encode("utf-16-le"), "unknown_format"),
        (OLE + b"\0" * 512 + "Workbook".encode("utf-16-le"), "unreadable"),
        (zipped({"xl/workbook.xml": "<x/>"}), "unreadable"),
        (b'{"measure": 1}\n[1]\n', "unreadable"),
        (b'a,"b\n', "bare_quote"),
    ],
)
def test_a_file_that_cannot_be_read_has_one_reason(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(DeliveryRefused) as refused:
        read(tmp_path, "a.xlsx", content)
    assert refused.value.code == code


def test_filling_merged_cells_changes_no_other_cell() -> None:
    sheet = Sheet("s", {0: ["a", "b"], 2: ["", "c"]})
    assert dict(sheet.filled()) == {0: ["a", "b"], 2: ["", "c"]}
