"""How a quantity behaves, as kinds/*.yaml says it: one of these for each quantity of a kind of devices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from demo.city.profiles import Size

Hour = Annotated[int, Field(ge=0, le=23)]
Decimals = Annotated[int, Field(ge=0, le=4)]


class FrozenModel(BaseModel):
    """Base: nothing can be changed, nothing misspelt."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class MeasuredModel(FrozenModel):
    """A level that follows a rhythm: `base`, and `swing` more at the busiest hour.

    Devices differ by up to `vary` (a share); `places` are other bases by region, `classes` bases by a trait. It
    wanders slowly by up to `wander` (a new way every `hours`; `together`: as the device's other quantities do), a
    reading is off by about `noise` (a standard deviation), now and then upwards by some `tail`. `rain`, `heat` and
    `wind` are what each mm/h, degree and m/s add. `scale` names a limit of the device of which all these numbers are
    shares. Without an incident it stays `between` its bounds. `baseline` is the usual level where that is more than
    what is usual here.
    """

    by: Literal["measured"]
    base: float
    swing: float = 0.0
    rhythm: str = "flat"
    vary: float = 0.0
    places: Mapping[int, float] = {}
    classes: Mapping[str, Mapping[str, float]] = {}
    wander: float = 0.0
    hours: float = 6.0
    together: bool = False
    noise: float = 0.0
    tail: float = 0.0
    rain: float = 0.0
    heat: float = 0.0
    wind: float = 0.0
    scale: str | None = None
    between: tuple[float, float]
    baseline: float | None = None
    decimals: Decimals = 0


class CountedModel(FrozenModel):
    """What has happened since the reading before: `per_day` in the whole city, shared out by `split`.

    Its pace wavers by up to `waver` (a share) within two hours; each mm/h of rain makes it `rain` (a share) more.
    """

    by: Literal["counted"]
    per_day: float
    split: Size = "population"
    rhythm: str = "flat"
    waver: float = 0.1
    rain: float = 0.0
    decimals: Decimals = 0


class StockModel(FrozenModel):
    """What there is: `total` in the whole city, shared out in whole numbers by `split`, or `each` at every device.

    `places` are the totals of districts, or the number of a region of its own. It counts only `during` these hours.
    """

    by: Literal["stock"]
    total: int | None = None
    each: tuple[int, int] | None = None
    split: Size = "population"
    places: Mapping[int, int] = {}
    during: tuple[Hour, Hour] | None = None
    decimals: Decimals = 0


class PartModel(FrozenModel):
    """A `share` of another quantity of the device, whole numbers where it counts things."""

    by: Literal["part"]
    of: str
    share: float
    places: Mapping[int, float] = {}
    swing: float = 0.0
    rhythm: str = "flat"
    vary: float = 0.0
    wander: float = 0.0
    together: bool = False
    hours: float = 6.0
    noise: float = 0.0
    rain: float = 0.0
    heat: float = 0.0
    between: tuple[float, float] = (0.0, 1.0)
    decimals: Decimals = 0


class SampledModel(FrozenModel):
    """The newest of cases that come every few `hours`: about `median`, off by the share `spread`."""

    by: Literal["drawn"]
    median: float
    spread: float
    hours: float
    between: tuple[float, float]
    decimals: Decimals = 0


class MonthMinutesModel(FrozenModel):
    """Minutes of the month so far, less the share `lost`."""

    by: Literal["month_minutes"]
    lost: float = 0.0
    decimals: Decimals = 1


class AgeModel(FrozenModel):
    """Months since something was renewed that is renewed every so many."""

    by: Literal["age"]
    months: float
    decimals: Decimals = 1


class RainModel(FrozenModel):
    """Rain since the reading before."""

    by: Literal["rain"]
    decimals: Decimals = 1


class PondingModel(FrozenModel):
    """Water on a low road: what lies beyond `bears` mm, times what the place makes of it (up to `prone`)."""

    by: Literal["ponding"]
    bears: float
    prone: float
    decimals: Decimals = 1


class RiverStageModel(FrozenModel):
    """A river's stage without a flood: a level with the tide on it. What floods bring is told in scenarios/."""

    by: Literal["stage"]
    level: Mapping[str, float]
    tide: Mapping[str, float]
    decimals: Decimals = 2


DeviceModel = Annotated[
    MeasuredModel
    | CountedModel
    | StockModel
    | PartModel
    | SampledModel
    | MonthMinutesModel
    | AgeModel
    | RainModel
    | PondingModel
    | RiverStageModel,
    Field(discriminator="by"),
]
