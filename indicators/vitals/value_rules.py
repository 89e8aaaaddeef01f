"""How readings become a sign's value, as definitions say it."""

from __future__ import annotations

from abc import abstractmethod
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from indicators.definitions.model import Definition
from indicators.standards.model import Pollutant

HOUR, DAY = 3600.0, 86400.0
Hours = Annotated[float, Field(gt=0, le=24 * 31)]
Share = Annotated[float, Field(gt=0, le=1)]
HourOfDay = Annotated[int, Field(ge=0, le=23)]


class BaseRule(Definition):
    """Base: `reads` are the quantities needed, `window` the seconds before the moment that are looked at."""

    @property
    @abstractmethod
    def reads(self) -> tuple[str, ...]:
        """The quantities needed."""

    @property
    def window(self) -> float:
        """Seconds; 0 when the newest reading is enough."""
        return 0.0


class OneQuantity(BaseRule):
    """Base of the rules that read one quantity."""

    of: str

    @property
    def reads(self) -> tuple[str, ...]:
        return (self.of,)


class LatestRule(OneQuantity):
    """The newest reading; `absolute`: without its sign, for deviations to both sides."""

    by: Literal["latest"]
    absolute: bool = False


class SumRule(OneQuantity):
    """The readings of so many hours added up."""

    by: Literal["sum"]
    hours: Hours

    @property
    def window(self) -> float:
        return self.hours * HOUR


class MeanRule(OneQuantity):
    """The mean of the readings of so many hours."""

    by: Literal["mean"]
    hours: Hours

    @property
    def window(self) -> float:
        return self.hours * HOUR


class ShareRule(BaseRule):
    """A part of a whole, `times` 100 for percent: of the newest readings, or of the sums over `hours`."""

    by: Literal["share"]
    part: str
    whole: str
    hours: Hours | None = None
    times: Annotated[float, Field(gt=0)] = 100.0

    @property
    def reads(self) -> tuple[str, ...]:
        return (self.part, self.whole)

    @property
    def window(self) -> float:
        return (self.hours or 0.0) * HOUR


class ByClass(Definition):
    """Limits by day and by night (`from` up to `to` o'clock) for each class that a place may have by a trait of it."""

    trait: str
    night: tuple[HourOfDay, HourOfDay]
    limits: Annotated[dict[str, tuple[float, float]], Field(min_length=1)]


class Reference(Definition):
    """What a reading is compared with: one of

    `expected`, the seasonal baseline that the place is given; `limit`, a number that the place has under this name;
    `number`, one for the whole city; `days`, the daily mean of the quantity itself over so many days before;
    `classes`, a limit that depends on the hour and on the class of the place.
    """

    expected: bool = False
    limit: str | None = None
    number: float | None = None
    days: Annotated[int, Field(ge=1, le=60)] | None = None
    classes: ByClass | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if len(self.said) != 1:
            raise ValueError("a reference is one of `expected`, `limit`, `number`, `days` and `classes`")
        return self

    @cached_property
    def said(self) -> tuple[str, ...]:
        """Which of them it is."""
        return tuple(name for name, value in self if value is not None and value is not False)


class ComparisonRule(OneQuantity):
    """Base of the comparisons: the newest reading, or the sum over `hours`, against a reference."""

    hours: Hours | None = None
    to: Reference

    @model_validator(mode="after")
    def _days_need_hours(self) -> Self:
        if self.to.days is not None and self.hours != 24:
            raise ValueError("a mean of days is compared with the sum over 24 `hours`")
        return self

    @property
    def window(self) -> float:
        return (self.hours or 0.0) * HOUR + (self.to.days or 0) * DAY


class RatioRule(ComparisonRule):
    """The reading divided by the reference, `times` 100 for percent."""

    by: Literal["ratio"]
    times: Annotated[float, Field(gt=0)] = 1.0


class DifferenceRule(ComparisonRule):
    """The reading less the reference."""

    by: Literal["difference"]


class SurgeRule(OneQuantity):
    """How many standard deviations the sum of the last day lies above the daily mean of the `days` before."""

    by: Literal["surge"]
    days: Annotated[int, Field(ge=3, le=60)]

    @property
    def window(self) -> float:
        return DAY * (self.days + 1)


class AirIndexRule(BaseRule):
    """The air quality index of hourly concentrations, by the edition of the standard of the day."""

    by: Literal["aqi"]
    of: dict[Pollutant, str]

    @property
    def reads(self) -> tuple[str, ...]:
        return tuple(self.of.values())

    @property
    def window(self) -> float:
        return DAY  # the longest average that an hourly report needs


class WaterClassRule(BaseRule):
    """The class of a section, 1 to 6, by the quantities of its items.

    `target` names the limit of a place that holds the class asked of it: a class within it counts as good.
    """

    by: Literal["water_class"]
    of: Annotated[dict[str, str], Field(min_length=1)]
    target: str | None = None

    @property
    def reads(self) -> tuple[str, ...]:
        return tuple(self.of.values())


class MinutesOpenRule(OneQuantity):
    """For how many minutes a state has not been 0; `hours`: it looks back no further."""

    by: Literal["minutes_open"]
    hours: Hours = 24.0

    @property
    def window(self) -> float:
        return self.hours * HOUR


class LastingRule(OneQuantity):
    """The least reading of so many minutes: what has lasted that long."""

    by: Literal["lasting"]
    minutes: Annotated[float, Field(gt=0, le=60 * 24)]

    @property
    def window(self) -> float:
        return self.minutes * 60


class GradeRule(OneQuantity):
    """While `when` is not 0, how many of the `bounds` the reading has reached; else 0."""

    by: Literal["grade"]
    when: str
    bounds: Annotated[tuple[float, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _grows(self) -> Self:
        if list(self.bounds) != sorted(set(self.bounds)):
            raise ValueError("the bounds must grow")
        return self

    @property
    def reads(self) -> tuple[str, ...]:
        return (self.when, self.of)


ValueRule = Annotated[
    LatestRule
    | SumRule
    | MeanRule
    | ShareRule
    | RatioRule
    | DifferenceRule
    | SurgeRule
    | AirIndexRule
    | WaterClassRule
    | MinutesOpenRule
    | LastingRule
    | GradeRule,
    Field(discriminator="by"),
]
