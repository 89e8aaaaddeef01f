"""Texts as people and spreadsheets write them, in one form: full width, blanks, and signs that nobody sees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from data.core.texts import storable, storable_text
from data.pipeline.refusal import RowRefused
from indicators.definitions.input_limits import CELL_CHARACTERS

_SHOWN = 80  # characters of a text that a message repeats
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]")
_BLANKS = re.compile(r"\s+")
_SEPARATORS = re.compile(r"[\s'’`·._-]+")


def canonical(text: str) -> str:
    """The text in NFKC (full width becomes plain), without zero-width signs; each run of blanks is one blank."""
    if text.isascii() and "  " not in text and "\t" not in text and "\n" not in text:
        return text.strip()
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", _UNSEEN.sub("", text))).strip()


def name_key(text: str) -> str:
    """What two spellings of one name share: canonical, small letters, no blanks, apostrophes, dots, hyphens."""
    return _SEPARATORS.sub("", canonical(text).casefold())


def keepable(row: Mapping[str, str]) -> None:
    """RowRefused for a row with a text that is too long, or that no database would take.

    Half a surrogate pair cannot be written as UTF-8, and PostgreSQL takes no NUL.
    """
    for column, text in row.items():
        if len(text) > CELL_CHARACTERS:
            raise RowRefused("too_long", storable_text(column[:40]), limit=CELL_CHARACTERS, length=len(text))
        if not storable(text) or not storable(column):
            raise RowRefused("bad_characters", storable_text(column[:40]))


def shown(text: object) -> str:
    """As much of a text as a message repeats."""
    return storable_text(str(text)[:_SHOWN])
