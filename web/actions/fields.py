"""Is a form what its act expects? Unknown, repeated, missing, too long or impossible fields are refused by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from werkzeug.datastructures import FileStorage, MultiDict

from components.framework.action import LONGEST, Action, Field, Form, Kind, Upload
from components.framework.view import Lang
from indicators.definitions.input_limits import EVIDENCE_BYTES, EVIDENCE_FILES
from web.rendering.local_address import local

OURS = {"csrf": 200, "once": 80, "back": 2000}  # what every form of ours carries, and its longest
NUMBER = 15  # digits


class BadForm(ValueError):
    """A form that is refused: a code of the messages `refusal.*`, the field it is about, and a limit it exceeds."""

    def __init__(self, code: str, field: str, **facts: object) -> None:
        super().__init__(f"{code}: {field}")
        self.code = code
        self.field = field[:40]
        self.facts = {"field": self.field, **facts}


def checked(
    act: Action,
    sent: MultiDict[str, str],
    files: MultiDict[str, FileStorage],
    lang: Lang,
    session: str = "",
    address: str = "",
) -> Form:
    """What was sent, as the act's fields say. BadForm for anything else."""
    known = {field.name: field for field in act.asked}
    for name in (*sent, *files):
        if name not in known and name not in OURS:
            raise BadForm("unknown-field", name)
    for name, longest in OURS.items():
        if len(sent.getlist(name)) > 1:
            raise BadForm("repeated-field", name)
        if len(sent.get(name, "")) > longest:
            raise BadForm("too-long", name)
    values = {name: _single(field, sent) for name, field in known.items() if field.kind not in {"many", "file"}}
    lists = {name: _many(field, sent) for name, field in known.items() if field.kind == "many"}
    uploads = {name: _files(field, files) for name, field in known.items() if field.kind == "file"}
    return Form(values, lists, uploads, lang, session, address, sent.get("once", ""), local(sent.get("back", "")))


def _single(field: Field, sent: MultiDict[str, str]) -> str:
    given = sent.getlist(field.name)
    if len(given) > 1:
        raise BadForm("repeated-field", field.name)
    text = given[0] if given else ""
    if field.kind not in {"secret", "long"}:
        text = text.strip()
    if not text:
        if field.required:
            raise BadForm("missing-field", field.name)
        return ""
    if len(text) > (field.longest or LONGEST.get(field.kind, 10)):
        raise BadForm("too-long", field.name)
    if not FITS.get(field.kind, _anything)(field, text):
        raise BadForm("bad-field", field.name)
    return text


def _many(field: Field, sent: MultiDict[str, str]) -> tuple[str, ...]:
    given = tuple(dict.fromkeys(text.strip() for text in sent.getlist(field.name) if text.strip()))
    if field.required and not given:
        raise BadForm("missing-field", field.name)
    for text in given:
        if len(text) > (field.longest or LONGEST["many"]):
            raise BadForm("too-long", field.name)
        if not _choice(field, text):
            raise BadForm("bad-field", field.name)
    return given


def _files(field: Field, files: MultiDict[str, FileStorage]) -> tuple[Upload, ...]:
    """The files of a field, counted before one is read; of a file that is too large only so much that it shows."""
    sent = [file for file in files.getlist(field.name) if file.filename]
    if field.required and not sent:
        raise BadForm("missing-field", field.name)
    if len(sent) > EVIDENCE_FILES:
        raise BadForm("too-many-files", field.name, limit=EVIDENCE_FILES, value=len(sent))
    most = (field.longest or EVIDENCE_BYTES) + 1
    return tuple(
        Upload((file.filename or "")[:200], (file.mimetype or "")[:100], file.stream.read(most)) for file in sent
    )


def _anything(field: Field, text: str) -> bool:
    return True


def _one_line(field: Field, text: str) -> bool:
    return text.isprintable()


def _whole_number(field: Field, text: str) -> bool:
    digits = text.removeprefix("-")
    return digits.isascii() and digits.isdigit()


def _choice(field: Field, text: str) -> bool:
    return text.isprintable() if field.choices is None else text in field.choices


def _long(field: Field, text: str) -> bool:
    return all(c.isprintable() or c in "\r\n\t" for c in text)


FITS: Mapping[Kind, Callable[[Field, str], Any]] = {
    "text": _one_line,
    "number": _whole_number,
    "choice": _choice,
    "long": _long,
}
