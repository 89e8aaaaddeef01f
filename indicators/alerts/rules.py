"""How alerts and incidents live: waiting times, duty levels, silences, causes. Definitions, read from YAML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from indicators.alerts.levels import LEVELS, LevelName, level_number
from indicators.definitions.model import Definition, LocalisedText, Named

Trigger = Literal["step", "band", "sudden", "stale"]
TRIGGERS: tuple[Trigger, ...] = get_args(Trigger)
ClockKind = Literal["working", "around"]
Reach = Literal["place", "region", "district", "neighbours", "city"]
Minutes = Annotated[int, Field(ge=0, le=100_000)]
Waiting = Annotated[int, Field(ge=1, le=100_000)]
Count = Annotated[int, Field(ge=1, le=1000)]


class EscalationStep(Definition):
    """Somebody who is called: one step of the ladder."""

    id: Named
    name: LocalisedText


class AcknowledgeLimit(Definition):
    """How long an alert waits for an answer before the next duty level is called, on which clock, and why."""

    minutes: Waiting
    clock: ClockKind
    why: LocalisedText


class Escalation(Definition):
    """The ladder of duty levels and how long each waits. It is frozen into an alert when that is raised."""

    duty: Annotated[tuple[EscalationStep, ...], Field(min_length=1)]
    patience: Mapping[LevelName, AcknowledgeLimit]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        _for_every_level(self.patience)
        if len({step.id for step in self.duty}) < len(self.duty):
            raise ValueError("a duty level stands twice in the ladder")
        return self

    def of_level(self, level: int) -> AcknowledgeLimit:
        """The patience with a level (1 to 5)."""
        return self.patience[LEVELS[level]]  # type: ignore[index]


class ClosingRules(Definition):
    """When a recovered alert closes by itself, and what explains closing one that has not recovered."""

    answered_minutes: Minutes
    unanswered_minutes: Mapping[LevelName, Minutes]
    explanations: Annotated[dict[str, LocalisedText], Field(min_length=1)]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        _for_every_level(self.unanswered_minutes)
        return self


class Flapping(Definition):
    """Within how many minutes a return counts as a flap, and from how many on an alert is called flapping."""

    minutes: Minutes
    many: Count


class NofM(Definition):
    """Raise only when n of the last m samples say so."""

    n: Count
    m: Count

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.n > self.m:
            raise ValueError("n cannot be more than m")
        return self


class BandRules(Definition):
    """How an expected band is learned and when a value is outside it.

    `days`: so many different days an hour of the week needs before it stands on its own; below that its neighbours
    are pooled in. The spread never counts as less than `floor` of the typical spread of the series or `share` of the
    expected value. `steps`: distances from the middle, in robust standard deviations, at which each level begins.
    """

    days: Count
    floor: Annotated[float, Field(ge=0, le=1)]
    share: Annotated[float, Field(ge=0, le=1)]
    utc_offset_hours: Annotated[int, Field(ge=-12, le=14)]
    steps: Mapping[LevelName, Annotated[float, Field(gt=0)]]
    confirm: NofM

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        _rising(self.steps)
        return self


class ChangePointRules(Definition):
    """When the newest samples are a sudden change: the median of the last `after` against the `before` before them."""

    before: Annotated[int, Field(ge=4, le=1000)]
    after: Count
    share: Annotated[float, Field(ge=0, le=1)]
    steps: Mapping[LevelName, Annotated[float, Field(gt=0)]]
    confirm: NofM

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        _rising(self.steps)
        return self


class StaleRules(Definition):
    """When silence becomes an alert of its own: after so many sampling intervals, and at least so many minutes.

    Screens turn grey earlier; nobody is called for a few lost samples. `feed_cause` is the cause of a lost feed.
    """

    level: LevelName
    samplings: Count
    minutes: Minutes
    cause: Named
    feed_cause: Named = "feed"


class ReportingRules(Definition):
    """How often is reported upward at a response level, and what that level is called."""

    name: LocalisedText
    minutes: Waiting


class AlertRules(Definition):
    """Everything in alerts.yaml."""

    escalation: Escalation
    settle_minutes: Mapping[Trigger, Minutes]
    flapping: Flapping
    closing: ClosingRules
    silence_minutes: Mapping[LevelName, Waiting]
    bands: BandRules
    sudden: ChangePointRules
    stale: StaleRules
    reporting: Mapping[Literal["1", "2", "3", "4"], ReportingRules]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        _for_every_level(self.silence_minutes)
        if set(self.settle_minutes) != set(TRIGGERS):
            raise ValueError(f"settle_minutes needs each of {', '.join(TRIGGERS)}")
        if set(self.reporting) != {"1", "2", "3", "4"}:
            raise ValueError("reporting needs each of the four response levels")
        return self


class Cause(Definition):
    """What related signs have in common.

    `signs`: the one that drives comes first, echoes follow in order. `reach`: how far apart places may lie that belong
    to one incident. `window_minutes`: how long after the last trouble a new alert still belongs to it.
    """

    name: LocalisedText
    signs: tuple[str, ...] = ()
    reach: Reach
    window_minutes: Waiting

    @model_validator(mode="after")
    def _once_each(self) -> Self:
        if len(set(self.signs)) < len(self.signs):
            raise ValueError("a sign stands twice")
        return self

    def rank(self, sign: str) -> int:
        """The place of a sign in the order of driving; those not listed come last."""
        return self.signs.index(sign) if sign in self.signs else len(self.signs)


Causes = Mapping[str, Cause]


def _for_every_level(table: Mapping[LevelName, object]) -> None:
    if missing := set(get_args(LevelName)) - set(table):
        raise ValueError(f"a level is missing: {', '.join(sorted(missing))}")


def _rising(steps: Mapping[LevelName, float]) -> None:
    limits = [steps[name] for name in sorted(steps, key=level_number)]
    if not limits or limits != sorted(set(limits)):
        raise ValueError("each level begins farther out than the one below it")
