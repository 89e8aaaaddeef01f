"""Standards with dates, as frozen, typed objects: each day is judged by the edition in force on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Generic, Literal, Self, TypeVar

from pydantic import Field, model_validator

from indicators.definitions.model import Definition, LocalisedText

Pollutant = Literal["SO2", "NO2", "PM10", "CO", "O3", "PM2.5"]
Averaging = Literal["1h", "8h", "24h"]
LimitOver = Literal["1h", "8h", "24h", "year"]
Amount = Annotated[float, Field(ge=0)]
Positive = Annotated[float, Field(gt=0)]
Shade = Annotated[int, Field(ge=0, le=255)]
FiveLimits = tuple[Amount, Amount, Amount, Amount, Amount]


class StandardError(ValueError):
    """A question that a standard does not answer: `code` to count by, the sentence for the person."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class Edition(Definition):
    """One edition of a standard; in force from `valid_from` to `valid_to`, both included (none: until further)."""

    code: Annotated[str, Field(min_length=1)]
    stage: LocalisedText | None = None
    valid_from: date
    valid_to: date | None = None
    ref: str

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError("an edition cannot end before it begins")
        return self

    @property
    def title(self) -> LocalisedText:
        """Its code, with the stage where it has several."""
        if self.stage is None:
            return LocalisedText(zh=self.code, en=self.code)
        return LocalisedText(zh=f"{self.code}（{self.stage.zh}）", en=f"{self.code} ({self.stage.en})")

    def in_force(self, day: date) -> bool:
        """Whether this edition judges a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


E = TypeVar("E", bound=Edition)


class DatedStandard(Definition, Generic[E]):
    """A standard with its editions, oldest first."""

    name: LocalisedText
    editions: Annotated[tuple[E, ...], Field(min_length=1)]

    def on(self, day: date) -> E:
        """The edition that judges a day. StandardError for a day without one."""
        for edition in self.editions:
            if edition.in_force(day):
                return edition
        raise StandardError("no-edition", f"{self.editions[0].code} and what followed it do not judge {day}")


class Scale(Definition):
    """The concentrations at which a pollutant's sub-index is that of each step.

    Beyond the last point the sub-index stays; or there is none, and the averaging time `instead` is to be used.
    """

    pollutant: Pollutant
    averaging: Annotated[tuple[Averaging, ...], Field(min_length=1)]
    points: Annotated[tuple[Amount, ...], Field(min_length=2)]
    instead: Averaging | None = None

    @model_validator(mode="after")
    def _grows_from_zero(self) -> Self:
        if self.points[0] != 0 or any(low >= high for low, high in pairwise(self.points)):
            raise ValueError("the points must begin with 0 and grow")
        return self

    @cached_property
    def exact(self) -> tuple[Fraction, ...]:
        """The points as they are written, without what a binary fraction loses."""
        return tuple(Fraction(repr(point)) for point in self.points)


class AirLevel(Definition):
    """A level of the index with its highest value."""

    upto: int
    name: LocalisedText
    category: LocalisedText
    colour: LocalisedText
    rgb: tuple[Shade, Shade, Shade]


class AirIndexEdition(Edition):
    """How concentrations become an index.

    `daily` and `hourly` say which averages each report needs; `decimals` to how many a concentration is rounded
    first (a pollutant that is not named: not at all).
    """

    steps: Annotated[tuple[int, ...], Field(min_length=2)]
    scales: tuple[Scale, ...]
    daily: dict[Pollutant, tuple[Averaging, ...]]
    hourly: dict[Pollutant, tuple[Averaging, ...]]
    decimals: dict[Pollutant, Annotated[int, Field(ge=0, le=3)]] = Field(default_factory=dict)
    levels: Annotated[tuple[AirLevel, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if any(low >= high for low, high in pairwise(self.steps)) or self.steps[0] != 0:
            raise ValueError("the steps must begin with 0 and grow")
        if any(low.upto >= high.upto for low, high in pairwise(self.levels)) or self.levels[-1].upto != self.steps[-1]:
            raise ValueError("the levels must grow and end with the last step")
        if any(len(scale.points) > len(self.steps) for scale in self.scales):
            raise ValueError("a scale cannot have more points than there are steps")
        given = [(scale.pollutant, averaging) for scale in self.scales for averaging in scale.averaging]
        if len(given) != len(set(given)):
            raise ValueError("there is one scale for each pollutant and averaging time")
        needed = {(p, a) for report in (self.daily, self.hourly) for p, many in report.items() for a in many}
        needed |= {(scale.pollutant, scale.instead) for scale in self.scales if scale.instead}
        if lost := sorted(needed - set(given)):
            raise ValueError(f"there is no scale for {', '.join(f'{p} {a}' for p, a in lost)}")
        return self


class AirLimitsEdition(Edition):
    """The concentrations that air may not exceed, by pollutant and averaging time."""

    limits: dict[Pollutant, dict[LimitOver, Positive]]


class WaterItem(Definition):
    """The limits of one item for classes Ⅰ to Ⅴ: at most, at least, or the same range for all.

    `lakes` are other limits for lakes; `rivers: false` leaves the item out for rivers. `saturation` is the share of
    oxygen saturation (%) that suffices for class Ⅰ.
    """

    name: LocalisedText
    unit: str = "mg/L"
    at_most: FiveLimits | None = None
    at_least: FiveLimits | None = None
    between: tuple[Amount, Amount] | None = None
    lakes: FiveLimits | None = None
    rivers: bool = True
    saturation: Positive | None = None

    @model_validator(mode="after")
    def _one_kind_of_limits(self) -> Self:
        if sum(kind is not None for kind in (self.at_most, self.at_least, self.between)) != 1:
            raise ValueError("an item has one of `at_most`, `at_least` and `between`")
        if self.lakes is not None and self.at_most is None:
            raise ValueError("`lakes` are limits of an item that has `at_most`")
        if self.between is not None and self.between[0] >= self.between[1]:
            raise ValueError("the lower end of `between` must lie below the upper")
        ladders = (self.at_most, self.lakes, self.at_least and self.at_least[::-1])
        if any(low > high for ladder in ladders if ladder for low, high in pairwise(ladder)):
            raise ValueError("the limits must loosen from class Ⅰ to class Ⅴ")
        return self


class WaterEdition(Edition):
    """The items that decide a water class; `classes` are the names of Ⅰ to Ⅴ and of what is worse."""

    classes: tuple[LocalisedText, LocalisedText, LocalisedText, LocalisedText, LocalisedText, LocalisedText]
    items: Annotated[dict[str, WaterItem], Field(min_length=1)]


class AirIndex(DatedStandard[AirIndexEdition]):
    """The air quality index (HJ 633)."""


class AirLimits(DatedStandard[AirLimitsEdition]):
    """Limits of ambient air (GB 3095, grade II)."""


class WaterClasses(DatedStandard[WaterEdition]):
    """Classes of surface water (GB 3838)."""


Standard = AirIndex | AirLimits | WaterClasses
S = TypeVar("S", AirIndex, AirLimits, WaterClasses)


class Standards(Definition):
    """What files of standards hold; a file may hold one or several, a catalogue of its own none."""

    air_index: AirIndex | None = Field(None, alias="air-index")
    air_limits: AirLimits | None = Field(None, alias="air-limits")
    water_classes: WaterClasses | None = Field(None, alias="water-classes")

    def by_name(self) -> Mapping[str, Standard]:
        """The standards that are there, by the names used in the files."""
        named = {"air-index": self.air_index, "air-limits": self.air_limits, "water-classes": self.water_classes}
        return {name: standard for name, standard in named.items() if standard is not None}

    def of(self, kind: type[S]) -> S:
        """The standard of a kind. StandardError where it is not there."""
        for standard in self.by_name().values():
            if isinstance(standard, kind):
                return standard
        raise StandardError("no-standard", f"there is no standard of the kind {kind.__name__}")


@dataclass(frozen=True)
class Break:
    """A change of standard within a series: `after` judges from `day` on, `before` judged until the day before."""

    day: date
    before: Edition
    after: Edition


def breaks(standard: Standard, first: date, last: date) -> tuple[Break, ...]:
    """Where a series from `first` to `last` crosses a change of standard, oldest first."""
    editions: tuple[Edition, ...] = standard.editions
    return tuple(Break(new.valid_from, old, new) for old, new in pairwise(editions) if first < new.valid_from <= last)
