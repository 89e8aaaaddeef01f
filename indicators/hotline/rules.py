"""When a topic is listed, and how the needle stands: definitions, read from voice.yaml."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from indicators.definitions.model import Definition

Share = Annotated[float, Field(gt=0, lt=1)]
Times = Annotated[float, Field(ge=1, le=100)]
Count = Annotated[int, Field(ge=1, le=1_000_000)]
Weeks = Annotated[int, Field(ge=1, le=104)]
Points = Annotated[float, Field(ge=0, le=100)]
Hours = Annotated[int, Field(ge=1, le=168)]


class EmergingRules(Definition):
    """苗头: what is new and grows, within windows of so many hours."""

    windows_hours: Annotated[tuple[Hours, ...], Field(min_length=1)]
    fewest: Count
    times: Times
    before_times: Times
    growth: Times


class PersistentRules(Definition):
    """倾向: what has lain above the usual in each of so many weeks."""

    weeks: Weeks
    fewest: Count
    times: Times
    week_times: Times


class WidespreadRules(Definition):
    """普遍: what lies above the usual in many towns at once."""

    days: Annotated[int, Field(ge=7, le=56, multiple_of=7)]
    fewest: Count
    times: Times
    town_times: Times
    town_usual: Annotated[float, Field(gt=0)]
    share: Share
    towns: Count


class RepeatRules(Definition):
    """The same place and cause, so often within so many days."""

    days: Annotated[int, Field(ge=1, le=366)]
    fewest: Annotated[int, Field(ge=2, le=1000)]


class RateRules(Definition):
    """Over how many days rates are made, and from how many orders on they mean something."""

    days: Annotated[int, Field(ge=1, le=366)]
    fewest: Count


class DeductionRule(Definition):
    """What one part of the needle can take away at most, and from where on it takes all of it."""

    points: Points
    worst: Annotated[float, Field(gt=0, le=10)]


class SentimentRules(Definition):
    """The needle: 100 less three parts; where fine, fair and dull begin."""

    volume: DeductionRule
    topics: DeductionRule
    satisfaction: DeductionRule
    fine: Points
    fair: Points
    dull: Points

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.volume.points + self.topics.points + self.satisfaction.points != 100:
            raise ValueError("the parts of the needle take away 100 points together")
        if not self.fine > self.fair > self.dull:
            raise ValueError("fine begins above fair, fair above dull")
        return self


class HotlineRules(Definition):
    """Everything in voice.yaml."""

    doubt: Share
    history_weeks: Weeks
    recent_weeks: Weeks
    nested: Share
    tide_towns: Count
    rising: EmergingRules
    lasting: PersistentRules
    everywhere: WidespreadRules
    strong: Annotated[float, Field(gt=0)]
    clear: Annotated[float, Field(gt=0)]
    repeats: RepeatRules
    rates: RateRules
    mood: SentimentRules
    smallest_count: Annotated[int, Field(ge=1, le=100)]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.history_weeks < self.recent_weeks + 4:
            raise ValueError("what is usual is learnt from four weeks at least, before the newest ones")
        if self.lasting.weeks > self.recent_weeks or self.everywhere.days > 7 * self.recent_weeks:
            raise ValueError("what lasts or is everywhere is looked for within the newest weeks")
        return self
