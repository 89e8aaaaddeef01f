"""In which encoding the texts of a Shapefile are, where no file beside it says so."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pyogrio

_UNSAID = "ISO-8859-1"  # how texts are read where nothing says how
_LOOKED_AT = 200  # features


def encoding_of(file: Path, layer: str | None) -> str | None:
    """UTF-8 or GB18030 for a Shapefile without a .cpg whose texts are that; None where the file says it itself."""
    if not _is_shapefile(file) or _says_encoding(file):
        return None
    frame = pyogrio.read_dataframe(
        file, layer=layer, encoding=_UNSAID, read_geometry=False, max_features=_LOOKED_AT, use_arrow=False
    )
    texts = [*map(str, frame.columns)]
    for name in frame.columns:
        texts += [text for text in frame[name] if isinstance(text, str)]
    raw = b"\n".join(text.encode(_UNSAID, "replace") for text in texts)
    if raw.isascii():
        return None
    for encoding in ("utf-8", "gb18030"):
        try:
            raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return None


def _is_shapefile(file: Path) -> bool:
    return any(name.lower().endswith(".shp") for name in _names(file))


def _says_encoding(file: Path) -> bool:
    return any(name.lower().endswith(".cpg") for name in _names(file))


def _names(file: Path) -> list[str]:
    """The file with those of the same name beside it, or the parts of an archive."""
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            return archive.namelist()
    return [other.name for other in file.parent.glob(f"{file.stem}.*")] if file.suffix.lower() == ".shp" else []
