"""What the interface for programs answers: its words and the shapes of its answers, as it gives and describes them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Literal, Self, get_args

from indicators.calendar.periods import Grain
from indicators.definitions.model import LocalisedText

Basis = Literal["unknown", "published", "plan", "reported", "demo"]
Status = Literal["unknown", "on_track", "watch", "off_track"]
BASES: tuple[Basis, ...] = get_args(Basis)
STATUSES: tuple[Status, ...] = get_args(Status)
GRAINS = tuple(grain.value for grain in Grain)


@dataclass(frozen=True)
class BothLanguages:
    """A text in both languages."""

    zh: str
    en: str

    @classmethod
    def of(cls, text: LocalisedText) -> Self:
        """A text of the definitions."""
        return cls(text.zh, text.en)


@dataclass(frozen=True)
class ValueRow:
    """An indicator's value in a region and a period; `expected` is what the path of its target asks for."""

    indicator: str
    region: int
    period: str
    value: float | None
    numerator: float | None
    denominator: float | None
    expected: float | None
    status: Status
    basis: Basis
    unit: str


@dataclass(frozen=True)
class ValuesAnswer:
    """One indicator's values, oldest first; `version` is the snapshot they are read from."""

    indicator: str
    region: int
    grain: str
    version: int
    values: list[ValueRow]


@dataclass(frozen=True)
class IndicatorSummary:
    """An indicator as the list has it."""

    id: str
    name: BothLanguages
    unit: BothLanguages
    goal: str | None
    function: str
    topic: str
    grain: str
    level: str
    better: str
    href: str


@dataclass(frozen=True)
class IndicatorsAnswer:
    """All indicators."""

    indicators: list[IndicatorSummary]


@dataclass(frozen=True)
class JudgementAnswer:
    """What the screens say of a value: the level shown and the value's own, what it is compared with, how far short."""

    code: str
    level: Status
    now: Status
    held: str
    aim: float | None
    short: float | None
    side: str
    periods_short: int


@dataclass(frozen=True)
class NewestValue:
    """The newest value of an indicator where whoever asks is at home."""

    period: str
    value: float | None
    status: Status
    basis: Basis
    judgement: JudgementAnswer


@dataclass(frozen=True)
class DefinitionAnswer:
    """An indicator's definition, of which more is told than is listed here, its targets and its newest value."""

    id: str
    name: BothLanguages
    unit: BothLanguages
    targets: list[dict[str, Any]]
    newest: NewestValue | None


@dataclass(frozen=True)
class LookBackAnswer:
    """How far a look back is: `before` others wait before it."""

    state: Literal["being-computed"]
    done: int
    total: int
    before: int


@dataclass(frozen=True)
class RefusalAnswer:
    """Why a question is not answered: a code for programs, a sentence for people."""

    error: str
    reason: str


HEADS = tuple(field.name for field in fields(ValueRow))
