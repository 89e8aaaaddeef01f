"""Files handed in as evidence: judged by their content, photos made anew, kept under their hash outside the web root.

Nothing that a request names reaches the disk: a file's place is the SHA-256 of what is kept. A photo is decoded and
encoded again by a process of its own turned upright, without anything that the camera wrote into it
(such as the place it was taken).
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from data.evidence.active_pdf import active_part
from data.evidence.photos import PhotoDecoder, PhotoRefused
from data.storage.private_files import private_folder
from indicators.definitions.input_limits import EVIDENCE_BYTES

NAME = 120  # characters of a name that are kept
ENDS = {  # how the name of each kind may end; the first is added where it does not
    "text/plain": (".txt", ".csv", ".md", ".log"),
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
}
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # all but tabs and ends of lines


_ALONE = PhotoDecoder()


class EvidenceRefused(ValueError):
    """A file that is not taken; `code` says why, `facts` are the limit and the value where there are any."""

    def __init__(self, code: str, sentence: str, facts: Mapping[str, object] | None = None) -> None:
        super().__init__(sentence)
        self.code = code
        self.facts = facts or {}


@dataclass(frozen=True)
class ExaminedFile:
    """A file that may be kept: its media type, what is kept of it, and what it was called."""

    media: str
    content: bytes
    name: str


@dataclass(frozen=True)
class StoredEvidence:
    """A file that is kept."""

    digest: str
    media: str
    size: int
    name: str


def examine(content: bytes, name: str, decoder: PhotoDecoder = _ALONE) -> ExaminedFile:
    """The kind of a file by its content (JPEG, PNG, WebP, PDF, text in UTF-8). EvidenceRefused for anything else."""
    if not content:
        raise EvidenceRefused("empty", "the file is empty")
    if len(content) > EVIDENCE_BYTES:
        limit, value = EVIDENCE_BYTES // 1_000_000, f"{len(content) / 1_000_000:.1f}"
        raise EvidenceRefused(
            "too-large", f"a file may have {limit} MB, this one has {value}", {"limit": limit, "value": value}
        )
    if _is_photo(content):
        try:
            media, kept = decoder.decode(content)
        except PhotoRefused as refusal:
            raise EvidenceRefused(refusal.code, str(refusal), refusal.facts) from None
        return ExaminedFile(media, kept, named_for(media, name))
    for signed, make in _KINDS:
        if signed(content):
            media, kept = make(content)
            return ExaminedFile(media, kept, named_for(media, name))
    raise EvidenceRefused("type", "photos (JPEG, PNG, WebP), PDF and plain text are taken")


def plain_name(name: str) -> str:
    """What a file was called, without folders, control characters and marks that turn the reading direction."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = "".join(sign for sign in last if unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"}).strip()
    return plain[-NAME:] or "-"


def named_for(media: str, name: str) -> str:
    """A plain name that ends as its kind does: no file opens as something that it is not."""
    plain, ends = plain_name(name), ENDS.get(media, (".bin",))
    return plain if plain.lower().endswith(ends) else f"{plain[: NAME - 5]}{ends[0]}"


class EvidenceFolder:
    """Where evidence lies, by hash."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "evidence"
        self._decoder = PhotoDecoder(home / "decoder")  # its locks stand apart from what is kept

    def examine(self, content: bytes, name: str) -> ExaminedFile:
        """As `examine`, one photo at a time for all who keep files here. EvidenceRefused."""
        return examine(content, name, self._decoder)

    def keep(self, examined: ExaminedFile) -> StoredEvidence:
        """Keep a file, whole or not at all; the same content twice is one file."""
        digest = hashlib.sha256(examined.content).hexdigest()
        place = self._place(digest)
        if not place.exists():
            private_folder(place.parent)
            _write_whole(place, examined.content)
        return StoredEvidence(digest, examined.media, len(examined.content), examined.name)

    def read(self, digest: str) -> bytes:
        """The content under a hash. KeyError where there is none, or where what lies there is not what was kept."""
        place = self._place(digest)
        if not place.exists():
            raise KeyError(digest)
        content = place.read_bytes()
        if hashlib.sha256(content).hexdigest() != digest:
            raise KeyError(digest)
        return content

    def _place(self, digest: str) -> Path:
        if not _DIGEST.fullmatch(digest):
            raise KeyError(digest)
        return self._folder / digest[:2] / digest


def _write_whole(place: Path, content: bytes) -> None:
    handle, part = tempfile.mkstemp(dir=place.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, place)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


def _pdf(content: bytes) -> tuple[str, bytes]:
    if b"%%EOF" not in content[-2048:]:
        raise EvidenceRefused("damaged", "the PDF is cut off")
    fault = active_part(content)
    if fault in {"damaged", "too-large"}:
        raise EvidenceRefused(fault, "the PDF cannot be read" if fault == "damaged" else "the PDF unfolds too far")
    if fault:
        raise EvidenceRefused("active", f"the PDF can do more than be read ({fault})")
    return "application/pdf", content


def _text(content: bytes) -> tuple[str, bytes]:
    return "text/plain", content


def _is_photo(content: bytes) -> bool:
    webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    return content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or webp


def _is_pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-")


def _is_text(content: bytes) -> bool:
    """UTF-8 without control characters other than tabs and ends of lines, and no markup that a browser would run."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not _CONTROL.search(text) and text.lstrip()[:1] != "<"


_KINDS: tuple[tuple[Callable[[bytes], bool], Callable[[bytes], tuple[str, bytes]]], ...] = (
    (_is_pdf, _pdf),
    (_is_text, _text),
)
