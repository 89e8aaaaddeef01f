"""The eight fields that the law asks of a public warning (突发事件应对法 2024, art. 64)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields

from indicators.alerts.alert import Alert
from indicators.alerts.levels import LEVELS
from indicators.definitions.model import LocalisedText

ANY_LEVEL = 0
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
ByLevel = Mapping[int, LocalisedText]


class WarningIncomplete(ValueError):
    """A field of a warning has no text; `missing` names all of them. An incomplete warning is not given out."""

    code = "warning-incomplete"

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(f"a warning must not lack {', '.join(missing)}")
        self.missing = missing


@dataclass(frozen=True)
class SignFacts:
    """What is known of the sign and the place: how they are called, and the legal name of each level.

    `value` is the present value as it is to be read, with its unit; `began` the time of the alert likewise.
    """

    name: LocalisedText
    place: LocalisedText
    value: LocalisedText
    began: LocalisedText
    levels: ByLevel


@dataclass(frozen=True)
class WarningTexts:
    """The texts of a sign's warnings; by level where they differ, under 0 where they do not.

    They may name {sign}, {place}, {value}, {time} and {level}, and nothing else.
    """

    category: LocalisedText | None = None
    area: LocalisedText | None = None
    caution: ByLevel | None = None
    measures: ByLevel | None = None
    issuer: LocalisedText | None = None


@dataclass(frozen=True)
class PublicWarning:
    """类别、级别、起始时间、可能影响范围、警示事项、应采取的措施、发布单位、发布时间, in the order of the law."""

    category: LocalisedText
    level: LocalisedText
    begins_at: int
    area: LocalisedText
    caution: LocalisedText
    measures: LocalisedText
    issuer: LocalisedText
    issued_at: int


def warning(alert: Alert, sign: SignFacts, wording: WarningTexts, now: int) -> PublicWarning:
    """The warning that an alert gives rise to, issued at `now`.

    Raises WarningIncomplete with every field that has no text in one of the languages, or a text with a placeholder
    that nothing fills.
    """
    found = {
        "category": wording.category,
        "level": _at(sign.levels, alert.level),
        "area": wording.area,
        "caution": _at(wording.caution, alert.level),
        "measures": _at(wording.measures, alert.level),
        "issuer": wording.issuer,
    }
    filled = {name: _filled(text, alert, sign) for name, text in found.items() if text is not None}
    whole = {name: text for name, text in filled.items() if text is not None}
    if missing := tuple(field.name for field in fields(PublicWarning) if field.name in found.keys() - whole.keys()):
        raise WarningIncomplete(missing)
    return PublicWarning(begins_at=alert.raised_at, issued_at=now, **whole)


def _at(texts: ByLevel | None, level: int) -> LocalisedText | None:
    return None if texts is None else texts.get(level, texts.get(ANY_LEVEL))


def _filled(text: LocalisedText, alert: Alert, sign: SignFacts) -> LocalisedText | None:
    """The text with its placeholders filled in both languages; None where that leaves it empty or cannot be done."""
    level = sign.levels.get(alert.level) or LocalisedText(zh=LEVELS[alert.level], en=LEVELS[alert.level])
    facts = {"sign": sign.name, "place": sign.place, "value": sign.value, "time": sign.began, "level": level}
    zh = _put(text.zh, {name: fact.zh for name, fact in facts.items()})
    en = _put(text.en, {name: fact.en for name, fact in facts.items()})
    return LocalisedText(zh=zh, en=en) if zh and en else None


def _put(text: str, facts: Mapping[str, str]) -> str:
    """The text with its placeholders filled; empty when it has others, or a stray brace."""
    strange = set(_PLACEHOLDER.findall(text)) - set(facts) or set("{}") & set(_PLACEHOLDER.sub("", text))
    return "" if strange else _PLACEHOLDER.sub(lambda found: facts[found[1]], text).strip()
