"""A text as the rules read it: one way of writing for what people write in many, with the way back to the original."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

HIDDEN = "\ue000"  # stands for every character that is masked already; no rule reads beyond it
NUMERALS = {
    **dict(zip("〇零一二三四五六七八九", "00123456789", strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖", "123456789", strict=True)),
    **dict(zip("貳參陸", "236", strict=True)),
    **{"○": "0", "幺": "1", "弌": "1"},
}
_DASHES = "‐‑‒–—―−─~～"
_DOTS = "•‧∙⋅・｡"
_TO_DIGITS = str.maketrans(NUMERALS)
_LONGEST = 4  # signs that one sign may unfold to; an Arabic ligature has eighteen
_A_WORD = re.compile(r"一(?=[直个下样起般定旦些点共同带边旁])|[二三四五六七八九](?=[个点些])")
_LETTER_O = re.compile(r"(?<=[0-9])[OoQ]{1,6}")
_LETTER_L = re.compile(r"(?<=[0-9])[lI](?=[0-9])")


@dataclass(frozen=True)
class FoldedText:
    """`text` is folded, `digits` has numerals as digits and the same length, `starts` the original place of each."""

    text: str
    digits: str
    starts: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text that lies under a span of the folded one; it is not empty."""
        return self.starts[start], self.starts[end - 1] + 1

    def without(self, spans: list[tuple[int, int]]) -> FoldedText:
        """The same text with spans of it hidden."""
        text, digits = list(self.text), list(self.digits)
        for start, end in spans:
            text[start:end] = digits[start:end] = HIDDEN * (end - start)
        return FoldedText("".join(text), "".join(digits), self.starts)


def fold(text: str) -> FoldedText:
    """Compatibility forms unified (NFKC), signs without width dropped, blanks, dashes and dots of one kind each."""
    folded: list[str] = []
    starts: list[int] = []
    for place, sign in enumerate(text):
        written = sign if "!" <= sign <= "~" else _written(sign)
        folded.append(written)
        starts.extend([place] * len(written))
    whole = "".join(folded)
    return FoldedText(whole, _as_digits(whole), tuple(starts))


@lru_cache(maxsize=8192)
def _written(sign: str) -> str:
    """How one sign is read: nothing, one sign or several."""
    if unicodedata.category(sign) in {"Cf", "Mn", "Me"}:
        return ""
    if sign.isspace() or sign == HIDDEN:
        return " "
    if sign in _DASHES:
        return "-"
    if sign in _DOTS:
        return "·"
    if sign.isdigit():
        return str(unicodedata.digit(sign))
    folded = unicodedata.normalize("NFKC", sign)
    return folded if len(folded) <= _LONGEST else sign


def _as_digits(text: str) -> str:
    """Numerals as digits, sign for sign; also letters that stand for digits inside a number."""
    kept = _A_WORD.sub("壱", text)  # 一 in 一直 is no digit; any sign that is no numeral serves
    digits = kept.translate(_TO_DIGITS)
    digits = _LETTER_O.sub(lambda found: "0" * len(found.group()), digits)
    return _LETTER_L.sub("1", digits)
