"""What kind of file it is, by its content: a name may end in anything."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

from data.pipeline.refusal import DeliveryRefused

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER: Final = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"SQLite format",
    b"MZ",
)
_TABLE: Final = re.compile(r"<(table|html|!doctype html)", re.IGNORECASE)
FORMATS: Final = ".csv, .txt, .xlsx, .xls, .et, .ods, .xlsb, .html, .jsonl, .parquet"


def kind_of(content: bytes, name: str) -> str:
    """`xlsx`, `binary` (.xls, .et), `ods`, `xlsb`, `parquet` or `text`.

    Raises DeliveryRefused: `empty_file`, `encrypted`, `macro`, `unknown_format`.
    """
    if not content.strip(b"\xef\xbb\xbf\xff\xfe\0 \r\n\t,;"):
        raise DeliveryRefused.of("empty_file", file=name)
    if content.startswith(_ZIP):
        return _zipped(content, name)
    if content.startswith(_OLE):
        return _compound(content, name)
    if content.startswith(b"PAR1"):
        return "parquet"
    if content.startswith(_OTHER):
        raise DeliveryRefused.of("unknown_format", file=name, formats=FORMATS)
    return "text"


def text_kind(text: str) -> str:
    """`html`, `json` or `delimited`."""
    begin = text[:2000].lstrip()
    if begin.startswith("<") and _TABLE.search(begin):
        return "html"
    return "json" if begin.startswith(("{", "[{")) else "delimited"


def _zipped(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {part.lower() for part in archive.namelist()[:5000]}
        if any(part.endswith("vbaproject.bin") for part in parts):
            raise DeliveryRefused.of("macro", file=name)
        if "xl/workbook.xml" in parts:
            return "xlsx"
        if "xl/workbook.bin" in parts:
            return "xlsb"
        if "content.xml" in parts:
            if "encryption-data" in _manifest(archive):
                raise DeliveryRefused.of("encrypted", file=name)
            return "ods"
    raise DeliveryRefused.of("unknown_format", file=name, formats=FORMATS)


def _manifest(archive: zipfile.ZipFile) -> str:
    try:
        with archive.open("META-INF/manifest.xml") as part:
            return part.read(200_000).decode("utf-8", "replace")
    except KeyError:
        return ""


def _compound(content: bytes, name: str) -> str:
    """An OLE file: a workbook of before 2007, or a newer one that is encrypted."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise DeliveryRefused.of("encrypted", file=name)
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise DeliveryRefused.of("macro", file=name)
    if any(stream.encode("utf-16-le") in content for stream in ("Workbook", "Book", "ETWorkbook")):
        return "binary"
    raise DeliveryRefused.of("unknown_format", file=name, formats=FORMATS)
