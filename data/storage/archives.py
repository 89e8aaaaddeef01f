"""What a ZIP archive says of itself, before anything of it is unpacked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from indicators.definitions.input_limits import ARCHIVE_PARTS, ARCHIVE_RATIO, MEGABYTE

Exceeded = Callable[[str, int, int], Exception]  # makes the refusal of a limit: what (a key), limit, value


def parts_within(archive: Path | bytes, expanded: int, exceeded: Exceeded) -> Sequence[zipfile.ZipInfo]:
    """The parts of an archive whose number, sizes and ratios are within limits; `expanded` bounds all their bytes.

    A part cannot unfold to more than its entry says: the reader stops there. Raises what `exceeded` makes, and
    zipfile.BadZipFile.
    """
    with zipfile.ZipFile(io.BytesIO(archive) if isinstance(archive, bytes) else archive) as opened:
        parts = opened.infolist()
    if len(parts) > ARCHIVE_PARTS:
        raise exceeded("archive_parts", ARCHIVE_PARTS, len(parts))
    whole = sum(part.file_size for part in parts)
    if whole > expanded:
        raise exceeded("archive_bytes", expanded, whole)
    for part in parts:
        ratio = part.file_size // max(part.compress_size, 1)
        if part.file_size > MEGABYTE and ratio > ARCHIVE_RATIO:
            raise exceeded("archive_ratio", ARCHIVE_RATIO, ratio)
    return parts
