"""From a behaviour to readings: one function for each, all of them pure and over arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from demo.fleet.device_models import (
    AgeModel,
    CountedModel,
    MeasuredModel,
    MonthMinutesModel,
    PartModel,
    PondingModel,
    RainModel,
    RiverStageModel,
    SampledModel,
    StockModel,
)
from demo.fleet.noise import Ints, bell, drift, tail, uniform
from demo.scenarios.hours import AHEAD, DAY, HOUR, within
from demo.simulator.reading_request import ReadingRequest
from indicators.statistics.arrays import Floats

MONTH = 30.436875 * DAY
MOON = 12.42 * HOUR  # from one high tide to the next
PACE = 2 * HOUR  # within which the pace of what is counted wavers


def reading(look: ReadingRequest) -> Floats:
    """The readings of a look, before incidents and rounding."""
    behaviour = look.block.behaviour
    return np.asarray(_MAKING[type(behaviour)](look, behaviour), dtype=np.float64)


def _measured(look: ReadingRequest, how: MeasuredModel) -> Floats:
    base = look.by_class(how.classes, how.base) if how.classes else how.base
    base = look.by_region(how.places, how.base) if how.places else base
    level = (base + how.swing * look.busy(how.rhythm)) * look.differing(how.vary)
    level = level + how.wander * drift(look.wander_keys(how.together), look.at, int(how.hours * HOUR))
    level = level + how.noise * bell(look.keys, look.at) + how.tail * tail(look.keys, look.at)
    level = level + _weather(look, how.rain, how.heat, how.wind)
    return np.clip(level, *how.between) * (look.limit(how.scale) if how.scale else 1.0)


def _weather(look: ReadingRequest, rain: float, heat: float, wind: float) -> Floats | float:
    more: Floats | float = 0.0
    if rain:
        more = more + rain * look.rain()
    if heat:
        more = more + heat * look.weather.heat(look.at)
    if wind:
        more = more + wind * look.weather.wind(look.at, look.x, look.y)
    return more


def _counted(look: ReadingRequest, how: CountedModel) -> Floats:
    """How many whole events have passed since the reading before, on a line on which they lie evenly by the rhythm."""
    pace = how.per_day / 24 * look.block.amounts[look.places]
    seen = [np.floor(_passed(look, how, pace, moments)) for moments in (look.at, look.at - look.span)]
    count = np.maximum(seen[0] - seen[1], 0.0)
    if how.rain:
        more = how.rain * look.rain() * pace * look.span / HOUR
        count = count + np.floor(more + uniform(look.keys, look.at))
    return np.asarray(count)


def _passed(look: ReadingRequest, how: CountedModel, pace: Floats, moments: Ints) -> Floats:
    warp = how.waver * PACE / 3 * drift(look.keys, moments, PACE)  # a smooth step is steepest at 3 half-steps a period
    offset = uniform(look.keys, np.full(len(moments), -1))
    return np.asarray(pace * look.rhythms[how.rhythm].passed(moments + warp) + offset)


def _stock(look: ReadingRequest, how: StockModel) -> Floats:
    number = look.block.amounts[look.places]
    return number if how.during is None else np.where(within(look.at, *how.during), number, 0.0)


def _part(look: ReadingRequest, how: PartModel) -> Floats:
    share = look.by_region(how.places, how.share) if how.places else how.share
    share = (share + how.swing * look.busy(how.rhythm)) * look.differing(how.vary)
    share = share + how.wander * drift(look.wander_keys(how.together), look.at, int(how.hours * HOUR))
    share = share + how.noise * bell(look.keys, look.at) + _weather(look, how.rain, how.heat, 0.0)
    whole = np.round(reading(look.of(how.of)), look.of(how.of).block.behaviour.decimals)
    if how.share == 1 and not how.places:
        return whole
    return np.asarray(whole * np.clip(share, *how.between))


def _drawn(look: ReadingRequest, how: SampledModel) -> Floats:
    """The newest case: a device's cases come at even times of its own."""
    seconds = int(how.hours * HOUR)
    phase = (uniform(look.keys, np.full(len(look.at), -2)) * seconds).astype(np.int64)
    case = (look.at + phase) // seconds
    return np.clip(how.median * np.exp(how.spread * bell(look.keys, case)), *how.between)


def _month_minutes(look: ReadingRequest, how: MonthMinutesModel) -> Floats:
    """Minutes since the first of the month; the minute that just ended counts, so there always is one."""
    local = (look.at + AHEAD).astype("datetime64[s]")
    minutes = (local - local.astype("datetime64[M]").astype("datetime64[s]")).astype(np.int64) / 60
    return np.asarray(np.maximum(minutes, 1.0) * (1 - how.lost))


def _age(look: ReadingRequest, how: AgeModel) -> Floats:
    return np.asarray((look.at / MONTH) % how.months)


def _rain(look: ReadingRequest, how: RainModel) -> Floats:
    middle = look.at - look.span // 2
    return np.asarray(look.weather.rain(middle, look.x, look.y) * look.span / HOUR)


def _ponding(look: ReadingRequest, how: PondingModel) -> Floats:
    """Few roads are bad: what a place makes of water falls off with the square of a number of its own."""
    prone = how.prone * uniform(look.keys, np.full(len(look.at), -3)) ** 2
    return np.asarray(prone * np.maximum(look.weather.water(look.at, look.x, look.y) - how.bears, 0.0))


def _stage(look: ReadingRequest, how: RiverStageModel) -> Floats:
    keys = [look.fleet.spots[n].key for n in look.devices.tolist()]
    level, tide = (np.array([values[key] for key in keys]) for values in (how.level, how.tide))
    swell = 0.12 * drift(look.keys, look.at, 3 * DAY)
    ripple = 0.006 * bell(look.keys, look.at)
    return np.asarray(level + tide * np.cos(2 * np.pi * look.at / MOON) + swell + ripple)


_MAKING: Mapping[type, Callable[[ReadingRequest, Any], Floats]] = {
    MeasuredModel: _measured,
    CountedModel: _counted,
    StockModel: _stock,
    PartModel: _part,
    SampledModel: _drawn,
    MonthMinutesModel: _month_minutes,
    AgeModel: _age,
    RainModel: _rain,
    PondingModel: _ponding,
    RiverStageModel: _stage,
}
