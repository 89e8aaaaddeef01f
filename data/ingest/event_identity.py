"""The id of an event: text of any script, which stands for itself alone."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from data.core.texts import storable_text
from data.pipeline.refusal import RowRefused
from data.pipeline.values import shown
from indicators.privacy import MaskedSpan, mask

LONGEST: Final = 64  # characters
_BLANKS = re.compile(r"\s+")
_ROUNDED = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+?[0-9]{2}", re.ASCII)  # what a spreadsheet makes of a long number
_TEXT_SIGN = re.compile(r'^=?"(.*)"$|^\'(.*)$')  # ="0012" and '0012: how a spreadsheet is told that it is a text
_PERSONAL: Final = frozenset({"mobile", "name", "e-mail", "chat-account", "plate"})
_ORDERS_SINCE: Final = 2016  # years that the number of an order may hold
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # of GB 11643-1999


def identity(text: str) -> str:
    """The id as it is compared and kept: NFKC, trimmed, without signs that nobody sees.

    RowRefused: `bad_order_id` for one that is blank, too long or holds no letter or digit; `rounded_id` for a number
    that a spreadsheet has rounded (2.02606E+20), since other orders would share it.
    """
    seen = "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")
    said = _BLANKS.sub(" ", seen).strip()
    if told := _TEXT_SIGN.match(said):
        said = (told[1] or told[2] or "").strip()
    if _ROUNDED.fullmatch(said):
        raise RowRefused("rounded_id", "id", text=shown(said))
    if len(said) > LONGEST or not said.isprintable() or not any(sign.isalnum() for sign in said):
        raise RowRefused("bad_order_id", "id", text=shown(text), limit=LONGEST)
    return said


def masked_id(text: str) -> str:
    """A refused id as quarantine keeps it, so that it is found again.

    Numbers of orders look like bank cards, house numbers and telephones, and those stay; a mobile number, a true
    identity number, a name or an account goes: the columns of a row may have been mixed up.
    """
    kept = storable_text(text)
    for find in reversed(mask(kept).finds):
        if find.rule.code in _PERSONAL or _is_citizen(kept, find):
            kept = kept[: find.start] + find.rule.mask + kept[find.end :]
    return kept


def _is_citizen(text: str, find: MaskedSpan) -> bool:
    """Whether what was found as an identity number may be one: numbers of orders hold a day of this decade."""
    digits = re.sub(r"[^0-9X]", "", unicodedata.normalize("NFKC", text[find.start : find.end]).upper())
    if find.rule.code != "identity-number" or len(digits) != 18 or not digits[:17].isdigit():
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == digits[17] or int(digits[6:10]) < _ORDERS_SINCE
