"""Names of people: a surname with characters that parents choose, and a word around it that speaks of a person."""

from __future__ import annotations

import re
from collections.abc import Callable

from indicators.privacy import words
from indicators.privacy.folded_text import HIDDEN
from indicators.privacy.rules import MaskingRule, by_pattern


def _one_of(signs: frozenset[str]) -> str:
    return "[" + "".join(sorted(signs)) + "]"


_COMMON, _ANY = _one_of(words.COMMON), _one_of(words.COMMON | words.RARE)
_GIVEN = _one_of(words.GIVEN)
_HAN = rf"(?![{words.PARTICLES}])[\u4e00-\u9fff]"
_BEGIN = rf"(?:^|(?<=[ ,.;。、()!?:<>\[\]{HIDDEN}{words.BETWEEN}]))"
_NEAR = rf"(?:{_BEGIN}|{'|'.join(f'(?<={word})' for word in words.NEAR.split())})"
_DOUBLE = rf"(?:{words.DOUBLE})"
_FULL = rf"(?:{_DOUBLE}{_GIVEN}{{1,2}}|{_ANY}{_GIVEN}{{2}})"
_FULL_COMMON = rf"(?:{_DOUBLE}{_GIVEN}{{1,2}}|{_COMMON}{_GIVEN}{{2}})"
_SHORT = rf"{_ANY}{_GIVEN}"
_SHORT_COMMON = rf"{_COMMON}{_GIVEN}"
_PAUSE = r"[ ,:()、]{0,2}"
_FAMILIAR = "伯公婆姨爷嫂里"


def _is_name(found: re.Match[str]) -> bool:
    return found.group("secret") not in words.NO_NAME


def _stands_alone(found: re.Match[str]) -> bool:
    """The surname does not end another word (每周, 过程), and no place or firm begins with it."""
    secret, start = found.group("secret"), found.start("secret")
    before = found.string[start - 1] if start else ""
    if before and before in words.INSIDE_A_WORD.get(secret[0], ""):
        return False
    if len(secret) > 2 and secret[-1] in words.PLACE_ENDS:
        return False
    return not any(found.string[start : start + size] in words.NO_NAME for size in (2, 3))


def _rule(pattern: str, reason: str, holds: Callable[[re.Match[str]], bool] = _stands_alone) -> MaskingRule:
    return by_pattern("name", "〔姓名〕", pattern, reason, holds=holds, in_words=True)


FOLLOWING = re.compile(rf"[、和与跟及,/](?P<secret>{_FULL}{words.NO_PLACE}|{_SHORT}{words.SHUT})")

NAMES: tuple[MaskingRule, ...] = (
    _rule(
        rf"(?:{words.MARKS})(?:姓名|名字)?[叫为是:=]?[ ]{{0,2}}\(?(?P<secret>"
        rf"(?:{_DOUBLE}|{_ANY})(?:{_HAN}){{1,2}}{words.SHUT}|{_FULL}{words.NO_PLACE}|{_SHORT}{words.STOP}"
        rf"|[\u4e00-\u9fff]{{2,6}}·[\u4e00-\u9fff]{{1,8}}|[A-Z]{{2,16}}(?:[ ][A-Z]{{2,16}}){{0,2}}(?![A-Z0-9]))",
        "a name behind a word that announces one",
        _is_name,
    ),
    _rule(
        rf"(?:{words.ROLES})(?:名叫|叫做|[叫是:])?[ ]?(?P<secret>{_FULL}{words.NO_PLACE}|{_SHORT}{words.SHUT})",
        "a full name behind a word for a person",
    ),
    _rule(
        rf"(?P<secret>{_FULL}|{_SHORT}|{_DOUBLE}|{_COMMON})(?=(?:{words.TITLES}))",
        "a name before a title",
        lambda found: _stands_alone(found) and (len(found.group("secret")) == 1 or _may_begin(found)),
    ),
    _rule(rf"{_NEAR}(?P<secret>{_ANY})(?=(?:{words.TITLES}))", "a rarer surname before a title"),
    _rule(
        rf"{_NEAR}(?P<secret>{_FULL}|{_ANY})(?:{words.SHORT_TITLES})",
        "a surname before a short title",
    ),
    _rule(
        rf"{_BEGIN}(?P<secret>{_FULL_COMMON}{words.STOP}|{_FULL}{words.SHUT}"
        rf"|(?<=[由找被叫]){_FULL}{words.STOP}|{_SHORT_COMMON}(?={words.SPEAKS}))",
        "a full name that begins a clause or stands behind a preposition",
    ),
    _rule(rf"(?P<secret>{_FULL_COMMON})(?={words.SPEAKS})", "somebody who speaks"),
    _rule(rf"(?<=[{words.WHEN}])(?P<secret>{_FULL_COMMON}){words.STOP}", "somebody who acts at a time"),
    _rule(rf"(?<=[的人]是)(?P<secret>{_SHORT_COMMON}){words.SHUT}", "somebody who is told"),
    _rule(r"(?P<secret>张三|李四|王五|赵六)", "a name for anybody, with a true story often"),
    _rule(
        rf"{_BEGIN}(?P<secret>[老小](?:{_COMMON})|阿(?![{_FAMILIAR}]){_GIVEN}){words.STOP}",
        "a name among friends",
    ),
    _rule(rf"(?<![百同])姓(?P<secret>{_DOUBLE}|{_ANY})(?=$|[ ,.;。、()的{HIDDEN}])", "a surname that is told"),
    _rule(rf"(?P<secret>(?:{_DOUBLE}|{_ANY})某{{1,2}})", "a name of which the surname is left"),
    _rule(rf"{_BEGIN}(?P<secret>{_FULL}|{_SHORT_COMMON})(?={_PAUSE}{HIDDEN})", "a name before a number of its owner"),
    _rule(
        rf"(?<={HIDDEN}){_PAUSE}(?P<secret>{_FULL}|{_SHORT_COMMON}){words.SHUT}", "a name behind a number of its owner"
    ),
    _rule(
        r"(?<![A-Z])(?:Mrs?|Ms|Miss|Dr)\.?[ ](?P<secret>[A-Z]{2,16}(?:[ ](?=[A-Z]{2,16})[A-Z]{2,16})?)", "a Latin name"
    ),
)


def _may_begin(found: re.Match[str]) -> bool:
    """A name of two or three signs with a title: its surname is a common one, or nothing stands before it."""
    secret, start = found.group("secret"), found.start("secret")
    if secret[0] in words.COMMON or secret[:2] in words.DOUBLE.split("|") or start == 0:
        return True
    return not "\u4e00" <= found.string[start - 1] <= "\u9fff" or found.string[start - 1] in words.BETWEEN + "民主户"
