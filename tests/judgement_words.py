"""Reads the sentence of a judgement back, by its words alone, and holds it to the numbers shown. Shares no code with
what makes it."""

from __future__ import annotations

import re
from decimal import Decimal

NUMBER = r"(−?[\d,]+(?:\.\d+)?)"
STATUS = {"达标": 1, "关注": 2, "偏离": 3, "On track": 1, "Watch": 2, "Off track": 3}
FORMS = {
    "zh": (
        ("met higher", rf"^已达到此时应达的 {NUMBER}"),
        ("met lower", rf"^未超过此时应控制的 {NUMBER}"),
        ("in band", rf"^在目标区间 {NUMBER}–{NUMBER}"),
        ("short below", rf"^低于此时应达的 {NUMBER}[^，]*，差 {NUMBER}"),
        ("short above", rf"^高于此时应控制的 {NUMBER}[^，]*，超 {NUMBER}"),
        ("short below", rf"^低于目标区间下限 {NUMBER}[^，]*，差 {NUMBER}"),
        ("short above", rf"^高于目标区间上限 {NUMBER}[^，]*，超 {NUMBER}"),
    ),
    "en": (
        ("met higher", rf"^Meets the {NUMBER}"),
        ("met lower", rf"^Does not exceed the {NUMBER}"),
        ("in band", rf"^Within its band of {NUMBER}–{NUMBER}"),
        ("below short", rf"^{NUMBER}[^;,]* short of the {NUMBER}"),
        ("above short", rf"^{NUMBER}[^;,]* above the {NUMBER}"),
        ("below short", rf"^{NUMBER}[^;,]* below its band, which begins at {NUMBER}"),
        ("above short", rf"^{NUMBER}[^;,]* above its band, which ends at {NUMBER}"),
    ),
}
WORDS = {"within": ("在容差内", "within tolerance"), "beyond": ("超出容差", "beyond tolerance")}
HELD = {
    "better": r"(?:再保持 \d+ \S+?转为|turns to )“([^”]+)”",
    "worse": r"(?:仍计为|still counts as )“([^”]+)”",
}


def contradiction(lang: str, shown: str, text: str, level: int) -> str:
    """What a sentence says that the value as it is shown, or the level as it is coloured, does not; "" where nothing.

    `level` is 1 on track, 2 watch, 3 off track.
    """
    value = _number(shown)
    form, found = next(((form, m) for form, pattern in FORMS[lang] if (m := re.search(pattern, text))), ("", None))
    if found is None:
        return "says nothing of how it stands"
    first, second = (_number(group) for group in (*found.groups(), "0")[:2])
    if form.endswith("short"):  # English names the distance first
        form, first, second = form.removesuffix(" short").join(("short ", "")), second, first
    agrees = {
        "met higher": value >= first,
        "met lower": value <= first,
        "in band": first <= value <= second,
        "short below": value < first and value + second == first,
        "short above": value > first and value - second == first,
    }[form]
    if not agrees:
        return f"{form}: {first} {second}, shown {value}"
    inside, outside = (any(word in text for word in WORDS[name]) for name in ("within", "beyond"))
    now = 1 if not form.startswith("short") else 2 if inside and not outside else 3
    better, worse = (re.search(pattern, text) for pattern in (HELD["better"], HELD["worse"]))
    if better:
        return "" if STATUS[better[1]] == now < level else "is said to improve to what it is not"
    if worse:
        return "" if STATUS[worse[1]] == level < now else "is said to be kept at what it is not"
    return "" if now == level else f"reads as {now} and is coloured as {level}"


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "").replace("−", "-"))
