"""The kinds of definitions in the catalogue, as frozen, typed objects."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Level = Literal["city", "district", "town"]
NativeGrain = Literal["month", "quarter", "year"]
Better = Literal["higher", "lower", "band", "none"]
SourceKind = Literal["plan", "benchmark", "register", "demo"]
Named = Annotated[str, Field(min_length=1)]


class Definition(BaseModel):
    """Base: nothing may be changed, nothing unknown may be written."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class LocalisedText(Definition):
    """A text in Chinese and English."""

    zh: Named
    en: Named


class EventCountRule(Definition):
    """How a measure is counted from events: those of `kind` that carry all `flags`; `sum` adds up their hours."""

    kind: str
    flags: tuple[str, ...] = ()
    sum: Literal["hours"] | None = None


TaskCount = Literal[
    "received",
    "accept_due",
    "accepted_on_time",
    "feedback_due",
    "feedback_on_time",
    "responded",
    "due",
    "done_on_time",
    "closed_due",
    "closed_on_time",
    "late",
    "closed",
    "returned",
    "reopened",
    "rated",
    "stars",
    "called_back",
    "resolved",
    "satisfied",
    "looked_at",
    "recovered",
]
"""What can be counted of tasks."""


class Measure(Definition):
    """A raw quantity.

    `kind`: a flow sums over time, a stock keeps its last value (asked for more often than it comes, for two of its
    periods), a mean is averaged (over time and regions by `weight`), a published rate is never rolled up. `grain` and
    `level` are the finest that is delivered. `minimum` and `maximum` are what the loader takes for possible. `tasks`:
    the cockpit itself counts it, month by month, from its record of tasks.
    """

    name: LocalisedText
    unit: LocalisedText
    kind: Literal["flow", "stock", "mean", "rate"]
    grain: NativeGrain = "month"
    level: Level = "city"
    weight: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    events: EventCountRule | None = None
    tasks: TaskCount | None = None
    note: LocalisedText | None = None


class DefinitionBasis(Definition):
    """On what a definition rests. `standard-not-at-hand` must be verified before use (待核实)."""

    kind: Literal["plan", "document", "standard-not-at-hand", "proposal"]
    ref: str | None = None
    note: LocalisedText | None = None


class Indicator(Definition):
    """A formula over measures with everything that is needed to compute, judge, show and answer for it.

    `grain` is the one it is judged at, `level` the deepest region level at which it means something.
    `section` is the plan's sub-item that it belongs to, `also` are others that it serves besides.
    `tolerance` is the width of "watch" in the indicator's own unit; `bounds` are its natural limits.
    `fresh_days`: so many days after the end of a period its value has to be there.
    `least`: so many cases must stand below the line for the value to be judged; fewer are shown, and said to be few.
    `standard` is the dated standard that its values are judged by: where that changes, the series breaks.
    """

    name: LocalisedText
    definition: LocalisedText
    unit: LocalisedText
    formula: Named
    better: Better
    band: tuple[float, float] | None = None
    grain: NativeGrain
    level: Level = "city"
    standard: str | None = None
    section: str | None = None
    also: tuple[str, ...] = ()
    goal: str | None = None
    pillar: str | None = None
    function: str
    topic: str
    responsible: str
    system: LocalisedText
    basis: DefinitionBasis
    fresh_days: Annotated[int, Field(ge=0, le=800)]
    weight: Annotated[float, Field(gt=0, le=10)] = 1.0
    veto: bool = False
    tolerance: Annotated[float, Field(gt=0)] | None = None
    least: Annotated[int, Field(ge=2)] | None = None
    bounds: tuple[float | None, float | None] = (None, None)
    decimals: Annotated[int, Field(ge=0, le=4)] = 1

    @model_validator(mode="after")
    def _limits_fit(self) -> Self:
        if (self.better == "band") != (self.band is not None):
            raise ValueError("an indicator judged by a band needs `band`, and only that one")
        if self.band and not self.band[0] < self.band[1]:
            raise ValueError("the lower end of `band` must lie below the upper")
        low, high = self.bounds
        if low is not None and high is not None and low >= high:
            raise ValueError("the lower of `bounds` must lie below the upper")
        return self


class Target(Definition):
    """What an indicator has to reach, by when, along which path, and who said so.

    `period` is the year at whose end the value is due. A stepped path holds each step from the end of its year.
    """

    indicator: str
    region: int = 440600
    only: bool = False
    source_kind: SourceKind
    source: LocalisedText
    ref: str | None = None
    nature: Literal["expected", "binding"] = "expected"
    baseline: float | None = None
    baseline_period: Annotated[int, Field(ge=2000, le=2100)] | None = None
    value: float
    period: Annotated[int, Field(ge=2000, le=2100)]
    path: Literal["linear", "stepped", "hold"] = "hold"
    steps: tuple[tuple[int, float], ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.path == "linear" and (self.baseline is None or self.baseline_period is None):
            raise ValueError("a linear path needs `baseline` and `baseline_period`")
        if self.baseline_period is not None and self.baseline_period >= self.period:
            raise ValueError("the baseline must lie before the target")
        if (self.path == "stepped") != bool(self.steps):
            raise ValueError("a stepped path needs `steps`, and only that one")
        years = [year for year, _ in self.steps] + [self.period]
        if any(year >= following for year, following in pairwise(years)):
            raise ValueError("the years of `steps` must grow and lie before the target")
        if self.source_kind in {"plan", "benchmark", "register"} and not self.ref:
            raise ValueError("a target that is not of the demonstration needs `ref`, where it is written")
        return self


class Unit(Definition):
    """A responsible unit of the government. `region`: the region it governs, for district and town governments."""

    name: LocalisedText
    system: LocalisedText | None = None
    region: int | None = None


class PlanEntry(Definition):
    """A named entry of the plan: a goal, a pillar, a support, a function, a topic."""

    name: LocalisedText


class Stage(Definition):
    """One of the plan's stages, in years."""

    id: str
    name: LocalisedText
    start: int = Field(alias="from")
    end: int = Field(alias="to")


class Section(Definition):
    """A numbered sub-item of chapters 四 and 五."""

    id: str
    title: LocalisedText
    pillar: str


class Plan(Definition):
    """The plan's own structure."""

    goals: dict[str, PlanEntry]
    pillars: dict[str, PlanEntry]
    supports: dict[str, PlanEntry]
    stages: tuple[Stage, ...]
    functions: dict[str, PlanEntry]
    topics: dict[str, PlanEntry]
    sections: tuple[Section, ...]


class EventTopic(Definition):
    """What an event is about; `also` is what offices call it, such as levels of their own topics."""

    id: str
    zh: Named
    en: Named
    also: tuple[str, ...] = ()


class EventKind(Definition):
    """A kind of events; its flags are bits in the order given."""

    no: Annotated[int, Field(ge=1, le=100)]
    name: LocalisedText | None = None
    flags: Annotated[tuple[str, ...], Field(max_length=30)]
    topics: tuple[EventTopic, ...]

    def with_names(self, names: TopicNames) -> EventKind:
        """The same kind with more names for its topics."""
        topics = (
            topic.model_copy(update={"also": (*topic.also, *names.topics.get(topic.id, ()))}) for topic in self.topics
        )
        return self.model_copy(update={"topics": tuple(topics)})


class TopicNames(Definition):
    """What a city's offices call the topics of a kind of events: names by the topic's id."""

    topics: dict[str, tuple[str, ...]]


class Alias(Definition):
    """Other names of one region or one measure.

    `codes` are a region's former official codes, `until` the last day on which a region had these names and codes.
    `same` is false where the region of today covers other ground than the one of then.
    """

    region: int | None = None
    measure: str | None = None
    names: Annotated[tuple[Named, ...], Field(min_length=1)]
    codes: tuple[int, ...] = ()
    until: date | None = None
    same: bool = True

    @model_validator(mode="after")
    def _of_one(self) -> Self:
        if (self.region is None) == (self.measure is None):
            raise ValueError("an alias is one of either a `region` or a `measure`")
        if self.measure is not None and (self.codes or self.until or not self.same):
            raise ValueError("`codes`, `until` and `same` are of regions")
        return self


class Source(Definition):
    """Where figures come from; the grade says how far to trust it (A official, B press, C copy)."""

    name: LocalisedText
    grade: Literal["A", "B", "C"] | None = None
    kind: Literal["published", "plan", "reported", "demo", "benchmark"] | None = None
    url: str | None = None
    note: LocalisedText | None = None
