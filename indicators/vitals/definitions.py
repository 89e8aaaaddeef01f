"""The definitions of vital signs, as frozen, typed objects."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from string import Formatter
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from indicators.definitions.model import Definition, DefinitionBasis, LocalisedText
from indicators.standards.model import Standards
from indicators.vitals.levels import Level, LevelName
from indicators.vitals.threshold_ladder import ThresholdLadder, build_ladder
from indicators.vitals.thresholds import Threshold, Worse
from indicators.vitals.value_rules import DAY, HOUR, HourOfDay, SumRule, ValueRule

Aggregate = Literal["worst", "mean", "sum", "share"]
Judged = Literal["place", "region"]
Positive = Annotated[float, Field(gt=0)]
PLACEHOLDERS = frozenset({"place", "value", "time"})
EVENT, DEFAULT = (1, 1), (3, 5)  # so many of so many samples raise a level
ZONE = 8 * HOUR  # China's time is eight hours ahead of UTC, all year


class VitalKind(Definition):
    """A kind of vital signs, in the order of the plan."""

    name: LocalisedText


class RunningTotal(Definition):
    """How to tell a running total from increments: so many readings, each above the one before, the last `least`."""

    readings: Annotated[int, Field(ge=3, le=100)]
    least: float


class Quantity(Definition):
    """What a device delivers: a number with the limits of what is possible, or a state with the name of each value.

    `counts: increment`: a reading is what came since the one before; a device may deliver the running total instead
    (`counter`), which then grows by no more than `most_an_hour`. `running_total` questions one that does not say so.
    """

    name: LocalisedText
    unit: LocalisedText
    minimum: float | None = None
    maximum: float | None = None
    states: dict[int, LocalisedText] = Field(default_factory=dict)
    counts: Literal["increment"] | None = None
    most_an_hour: Annotated[float, Field(gt=0)] | None = None
    running_total: RunningTotal | None = None

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if self.states:
            if self.minimum is not None or self.maximum is not None:
                raise ValueError("a state has `states`, a number `minimum` and `maximum`")
            if 0 not in self.states:
                raise ValueError("a state needs 0, the one in which all is well")
        elif self.minimum is None or self.maximum is None or self.minimum >= self.maximum:
            raise ValueError("a number needs a `minimum` below its `maximum`")
        return self

    def possible(self, value: float) -> bool:
        """Whether a device can have read this."""
        if self.states:
            return value in self.states
        return self.minimum is not None and self.maximum is not None and self.minimum <= value <= self.maximum


class Duty(Definition):
    """A desk that is called when a sign warns, and the unit that it belongs to."""

    name: LocalisedText
    unit: str


class Sampling(Definition):
    """Every how many seconds a reading comes, and every how many while an event is on.

    `on_event`: readings come when something happens; then `seconds` is how often the source at least says it lives.
    """

    seconds: Positive
    in_event: Positive | None = None
    on_event: bool = False

    @model_validator(mode="after")
    def _denser_in_events(self) -> Self:
        if self.in_event is not None and self.in_event > self.seconds:
            raise ValueError("in an event readings come more often, not less")
        return self

    @property
    def densest(self) -> float:
        """The shortest time between two samples."""
        return self.in_event or self.seconds


class Release(Definition):
    """A level is left when the value is `percent` of the step below inside it, for so many minutes."""

    percent: Annotated[float, Field(ge=0, le=50)] = 10.0
    minutes: Annotated[float, Field(ge=0)] = 15.0


class Wording(Definition):
    """What a public warning says: its kind (类别), what to beware of (警示事项), what to do (应采取的措施).

    The last two are said by level; a level without words of its own has those of the nearest milder one.
    Placeholders: {place}, {value} with its unit, {time}.
    """

    category: LocalisedText
    matter: dict[LevelName, LocalisedText]
    measures: dict[LevelName, LocalisedText]

    @model_validator(mode="after")
    def _known_placeholders(self) -> Self:
        for texts in (self.matter, self.measures):
            for text in texts.values():
                if unknown := sorted(_placeholders(text) - PLACEHOLDERS):
                    raise ValueError(f"there is no placeholder {', '.join(unknown)}")
        for text in self.matter.values():
            if any(_names(said) != PLACEHOLDERS for said in (text.zh, text.en)):
                raise ValueError("`matter` must name {place}, {value} and {time} in both languages")
        return self

    def matter_at(self, level: Level) -> LocalisedText:
        """What to beware of at a level. ValueError for a level milder than all that have words."""
        return _said(self.matter, level)

    def measures_at(self, level: Level) -> LocalisedText:
        """What to do at a level. ValueError for a level milder than all that have words."""
        return _said(self.measures, level)


class SignBlock(Definition):
    """A vital sign as it is written.

    `level_set` names the levels it can have, `steps` says where each begins, `worse` on which side; `best` is the best
    value there can be, where there is one. `n_of_m`: so many of so many samples raise a level (3 of 5; of events every
    one). `stale_after`: seconds without a reading after which nothing is known (three samplings). `active`: the hours
    of the day in which readings are expected. `across` makes a region's value of its places'; `judged` says whether
    each place is judged or only the region (each place where the worst counts). `seasonal`: an expected band by hour
    and weekday makes sense. `cause` groups signs that one event drives.
    """

    kind: str
    name: LocalisedText
    definition: LocalisedText
    unit: LocalisedText
    decimals: Annotated[int, Field(ge=0, le=4)] = 0
    value: ValueRule
    normal: LocalisedText
    worse: Worse
    best: float | None = None
    level_set: str = "four-colours"
    steps: Annotated[dict[LevelName, Threshold], Field(min_length=1)]
    sampling: Sampling
    n_of_m: tuple[Annotated[int, Field(ge=1)], Annotated[int, Field(le=20)]] | None = None
    release: Release = Release()
    stale_after: Positive | None = None
    active: tuple[HourOfDay, HourOfDay] | None = None
    across: Aggregate = "worst"
    judged: Judged | None = None
    weight: Annotated[float, Field(gt=0, le=10)] = 1.0
    seasonal: bool = False
    cause: str | None = None
    responsible: str
    called: str
    system: LocalisedText
    warning: Wording
    basis: DefinitionBasis

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.n_of_m is not None and self.n_of_m[0] > self.n_of_m[1]:
            raise ValueError("n of m samples: n cannot be more than m")
        if self.active is not None and self.active[0] == self.active[1]:
            raise ValueError("`active` needs two different hours")
        return self


class Sign(SignBlock):
    """A vital sign, ready to be used: with its id and the standards that its readings are judged by."""

    id: str
    standards: Standards = Field(repr=False)

    @classmethod
    def of(cls, name: str, block: SignBlock, standards: Standards) -> Sign:
        """The sign that a block describes."""
        return cls.model_construct(**block.__dict__, id=name, standards=standards)

    @cached_property
    def ladder(self) -> ThresholdLadder:
        """Its steps, ready for comparing."""
        summing = isinstance(self.value, SumRule)
        return build_ladder(self.steps, self.worse, self.best, self.release.percent / 100, summing=summing)

    @cached_property
    def raising(self) -> tuple[int, int]:
        """n of m samples raise a level."""
        return self.n_of_m or (EVENT if self.sampling.on_event else DEFAULT)

    @cached_property
    def hold_seconds(self) -> float:
        """How long a value has to be inside before a level is left."""
        return self.release.minutes * 60

    @cached_property
    def stale_seconds(self) -> float:
        """After how many seconds without a reading nothing is known."""
        return self.stale_after or 3 * self.sampling.seconds

    @cached_property
    def same_sample_seconds(self) -> float:
        """Readings closer than this are one sample: half of the shortest time between two."""
        return self.sampling.densest / 2

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """The quantities that its value is made of."""
        return tuple(dict.fromkeys(self.value.reads))

    @cached_property
    def lookback_seconds(self) -> float:
        """How far back before a moment readings have to be at hand to give its value."""
        lasting = max((step.hours or 0.0 for step in self.steps.values()), default=0.0) * HOUR
        return max(self.value.window, lasting) + self.stale_seconds

    @property
    def judged_by_place(self) -> bool:
        """Whether each place has a level; else only regions have."""
        return (self.judged or ("place" if self.across == "worst" else "region")) == "place"

    def age(self, then: float, now: float) -> float:
        """Seconds from one moment to another in which readings were expected."""
        if self.active is None:
            return now - then
        return _active_seconds(self.active, now) - _active_seconds(self.active, then)


def _active_seconds(active: tuple[int, int], moment: float) -> float:
    """Seconds within the active hours of all days up to a moment."""
    begins, ends = (hour * HOUR for hour in active)
    length = (ends - begins) % DAY
    days, within = divmod(moment + ZONE - begins, DAY)
    return days * length + min(within, length)


def _said(texts: Mapping[LevelName, LocalisedText], level: Level) -> LocalisedText:
    """The words of a level, or of the nearest milder one."""
    found = {Level.called(name): text for name, text in texts.items() if Level.called(name) <= level}
    if not found:
        raise ValueError(f"there are no words for the level {level.name.lower()}")
    return found[max(found)]


def _placeholders(text: LocalisedText) -> set[str]:
    return _names(text.zh) | _names(text.en)


def _names(said: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(said) if name is not None}
