"""Files that were handed in and have not landed yet: kept for a limited time under an id that says nothing.

Nothing that a request names reaches the disk: an id is random, and whose file it is stands beside it.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from data.core.texts import shortened
from data.storage.private_files import private_file, private_folder
from indicators.definitions.input_limits import UPLOAD_BYTES

KEPT_FOR = 2 * 3600  # seconds
EACH = 5  # files that one person has waiting; the oldest goes when there are more
_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)


class UploadRefused(ValueError):
    """A file that is not kept; `code` says why: upload-empty, upload-too-large."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class UploadAnswers:
    """What a person has said of a file where it does not say it itself; `names` maps a text to a measure or ""."""

    measure: str = ""
    region: str = ""
    period: str = ""
    new_layout: bool = False
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Upload:
    """A file that waits: what it is called, who delivers it, who handed it in and until when it is kept."""

    id: str
    name: str
    source: str
    by: str
    at: int
    until: int
    said: UploadAnswers = UploadAnswers()


@dataclass(frozen=True)
class UploadFolder:
    """The folder in which files wait; every method asks for the person, and finds that person's files only."""

    folder: Path

    def keep(self, by: str, name: str, source: str, content: bytes, now: int) -> Upload:
        """Keep a file. UploadRefused."""
        if not content:
            raise UploadRefused("upload-empty")
        if len(content) > UPLOAD_BYTES:
            raise UploadRefused("upload-too-large")
        self._prune(by, now)
        plain = shortened(Path(name.replace("\\", "/")).name)[:120]
        upload = Upload(secrets.token_hex(16), plain, source, by, now, now + KEPT_FOR)
        private_folder(self.folder)
        private_file(self._content(upload.id))
        self._content(upload.id).write_bytes(content)
        self._write(upload)
        return upload

    def find(self, by: str, id: str, now: int) -> tuple[Upload, bytes] | None:
        """A person's file that is still kept, with its content."""
        upload = self._read(id) if _ID.fullmatch(id) else None
        if upload is None or upload.by != by or upload.until <= now:
            return None
        try:
            return upload, self._content(id).read_bytes()
        except OSError:
            return None

    def say(self, upload: Upload, said: UploadAnswers) -> None:
        """Keep what a person has said of a file."""
        self._write(replace(upload, said=said))

    def drop(self, upload: Upload) -> None:
        """Throw a file away."""
        for file in (self._content(upload.id), self._note(upload.id)):
            file.unlink(missing_ok=True)

    def _prune(self, by: str, now: int) -> None:
        everything = list(self._all())
        theirs = sorted((one for one in everything if one.by == by), key=lambda one: -one.at)
        for one in everything:
            if one.until <= now or one in theirs[EACH - 1 :]:
                self.drop(one)

    def _all(self) -> Iterator[Upload]:
        for file in self.folder.glob("*.json"):
            if (found := self._read(file.stem)) is not None:
                yield found

    def _read(self, id: str) -> Upload | None:
        try:
            found = json.loads(self._note(id).read_text("utf-8"))
            return Upload(**{**found, "said": UploadAnswers(**found["said"])})
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def _write(self, upload: Upload) -> None:
        note = self._note(upload.id)
        private_file(note)
        note.write_text(json.dumps({**vars(upload), "said": vars(upload.said)}, ensure_ascii=False), "utf-8")

    def _content(self, id: str) -> Path:
        return self.folder / f"{id}.bin"

    def _note(self, id: str) -> Path:
        return self.folder / f"{id}.json"
