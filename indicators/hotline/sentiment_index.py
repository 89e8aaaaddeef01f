"""The needle of the barometer: how citizens' requests stand in a region, in one number with its parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from indicators.hotline.rules import DeductionRule as PartRule
from indicators.hotline.rules import SentimentRules

Outlook = Literal["fine", "fair", "dull", "rain", "unknown"]


@dataclass(frozen=True)
class SentimentInputs:
    """What the needle is made of: orders of the last week, how many are usual, how many listed topics bring beyond
    the usual, and the satisfied share lately and before (None where too few were asked)."""

    count: int
    usual: float
    excess: float
    satisfied: float | None
    satisfied_before: float | None


@dataclass(frozen=True)
class SentimentDeduction:
    """What one part takes away: its value, and points."""

    id: str
    value: float | None
    points: float


@dataclass(frozen=True)
class SentimentIndex:
    """The needle: `value` 0 to 100 is 100 less the points of its parts, which add up to the tenth."""

    value: float | None
    weather: Outlook
    parts: tuple[SentimentDeduction, ...]
    signs: SentimentInputs


def sentiment_index(signs: SentimentInputs, rules: SentimentRules) -> SentimentIndex:
    """How the needle stands; unknown where nothing is usual yet."""
    if signs.usual <= 0:
        return SentimentIndex(None, "unknown", (), signs)
    fall = None
    if signs.satisfied is not None and signs.satisfied_before is not None:
        fall = signs.satisfied_before - signs.satisfied
    parts = (
        _taken("volume", signs.count / signs.usual - 1, rules.volume),
        _taken("topics", signs.excess / max(signs.count, 1), rules.topics),
        _taken("satisfaction", fall, rules.satisfaction),
    )
    value = round(100 - sum(part.points for part in parts), 1)
    return SentimentIndex(value, _weather(value, rules), parts, signs)


def _taken(name: str, value: float | None, rule: PartRule) -> SentimentDeduction:
    share = 0.0 if value is None else min(max(value / rule.worst, 0.0), 1.0)
    return SentimentDeduction(name, value, round(rule.points * share, 1))


def _weather(value: float, rules: SentimentRules) -> Outlook:
    if value >= rules.fine:
        return "fine"
    if value >= rules.fair:
        return "fair"
    return "dull" if value >= rules.dull else "rain"
