"""Whether a PDF can do more than be read: run a script, start a program, send a form, bring other files along.

Such a file is refused, and none is rewritten: evidence stays as it was handed in.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

UNFOLDED = 100_000_000  # bytes that the streams of one file may come to
ACTIVE_KEYS = frozenset(
    {"/JavaScript", "/JS", "/AA", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent", "/RichMedia"}
)
ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Rendition", "/RichMediaExecute"}
)
KINDS = frozenset({"/EmbeddedFile", "/RichMedia", "/FileAttachment", "/Screen", "/Movie", "/Sound", "/3D"})
STEP = 1 << 16  # bytes read at once
_COMPRESSED = re.compile(rb"stream\r?\n(?=([\x08-\x78][\x00-\xff]))")


def active_part(content: bytes) -> str | None:
    """What makes a PDF active (a name of the format, or encrypted, too-large, damaged); None when nothing does."""
    if _unfolds_too_far(content):
        return "too-large"
    try:
        with pikepdf.open(BytesIO(content)) as file:
            if file.is_encrypted:
                return "encrypted"
            return next((name for thing in file.objects for name in _active_names(thing)), None)
    except pikepdf.PasswordError:
        return "encrypted"
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError):
        return "damaged"


def _active_names(thing: Any) -> Iterator[str]:
    """The names in an object, and in those that lie directly inside it, that do something."""
    waiting = [thing]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Array):
            waiting += [inner for inner in one if not _elsewhere(inner)]
        elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            yield from _of_dictionary(one)
            waiting += [inner for _, inner in one.items() if not _elsewhere(inner)]


def _of_dictionary(one: Any) -> Iterator[str]:
    yield from sorted(ACTIVE_KEYS.intersection(one.keys()))
    for key, names in (("/S", ACTIONS), ("/Type", KINDS), ("/Subtype", KINDS)):
        said = str(one.get(key, ""))
        if said in names:
            yield said


def _elsewhere(thing: Any) -> bool:
    """Whether an object has a number of its own, and is looked at by that, or is none that holds others."""
    return not isinstance(thing, pikepdf.Object) or thing.is_indirect


def _unfolds_too_far(content: bytes) -> bool:
    """Whether the compressed streams would come to more than may be: measured before anything is read by its name."""
    view, left = memoryview(content), UNFOLDED
    for found in _COMPRESSED.finditer(content):
        left -= _unfolded(view[found.start(1) :], left)
        if left <= 0:
            return True
    return False


def _unfolded(folded: memoryview, most: int) -> int:
    """What reading a compressed stream takes in bytes read and written, up to `most` or where it breaks."""
    unfolding, spent, rest = zlib.decompressobj(), 0, bytes(folded[:STEP])
    folded = folded[STEP:]
    try:
        while rest and spent < most and not unfolding.eof:
            spent += len(rest) + len(unfolding.decompress(rest, 16 * STEP))
            rest = unfolding.unconsumed_tail
            if not rest:
                rest, folded = bytes(folded[:STEP]), folded[STEP:]
    except zlib.error:
        pass
    return spent
