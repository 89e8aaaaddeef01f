"""Amounts: what the city has or does, shared out over regions and months."""

from collections.abc import Mapping
from datetime import date

import numpy as np

from demo.city.axis import FIRST_YEAR, LAST_DAY, PeriodAxis, last_day, month_of, span_of
from demo.city.calendar import FLOOD_DISTRICTS, FLOOD_MONTHS, days_between, is_festival
from demo.city.city import CityRegions
from demo.city.profiles import Profile
from demo.city.ratios import line, month_factors, setback_shifts, share_of_months
from demo.city.shapes import apportion, apportion_nested, bridged, wander
from indicators.statistics.arrays import Floats

_BEFORE_DRIFT = 23  # 2020-12: until then the published split of the stocks holds


def expected(
    rng: np.random.Generator, profile: Profile, axis: PeriodAxis, city: CityRegions, parts: Floats, season: Floats
) -> Floats:
    """The amount expected in each region and period, float64[R, T]; `parts` are the regions' parts of the city."""
    wobble = profile.wobble if profile.wobble is not None else 0.0
    noise = profile.noise if profile.noise is not None else 0.0
    common = wander(rng, (len(axis),), wobble)
    middle = line(profile.anchors, axis) * np.exp(bridged(common, axis.last_month, _fixed(profile.anchors)))
    jolt = np.exp(rng.normal(0.0, noise, len(axis)) + rng.normal(0.0, noise, (len(city), len(axis))))
    whole = middle * season * festival_factor(profile.festival, axis)
    return np.asarray(whole * parts * jolt * local_factors(profile, axis, city))


def _fixed(anchors: Mapping[str, float]) -> list[int]:
    return [month_of(name) for name in anchors]


def festival_factor(strength: float, axis: PeriodAxis) -> Floats:
    """What the Spring Festival leaves of each period, float64[T]."""
    days = days_between(date(FIRST_YEAR, 1, 1), last_day(int(axis.last_month[-1])))
    month = np.array([(day.year - FIRST_YEAR) * 12 + day.month - 1 for day in days])
    return np.asarray(1 - (1 - strength) * share_of_months(is_festival(days), month, axis))


def local_factors(profile: Profile, axis: PeriodAxis, city: CityRegions) -> Floats:
    """Floods and setbacks, float64[R, T]."""
    shift = 1 + setback_shifts([s.model_copy(update={"by": s.by - 1}) for s in profile.setbacks], city, axis)
    wet = np.isin(axis.last_month, [(year - FIRST_YEAR) * 12 + month - 1 for year, month in FLOOD_MONTHS])
    where = city.factors(dict.fromkeys(FLOOD_DISTRICTS, 1.0), 0.0)
    return np.asarray(shift * (1 + (profile.flood - 1) * np.outer(where, wet)))


def parts_of(rng: np.random.Generator, profile: Profile, axis: PeriodAxis, city: CityRegions, weight: Floats) -> Floats:
    """Each region's part of the city, float64[R, T], columns summing to 1.

    `weight` float64[R] is their size. Towns vary a little about their weight inside a district; districts keep theirs.
    """
    base = weight[:, None] * city.factors(profile.tilt)[:, None] * (1 + _drift(profile, axis, city))
    above = _by_district(base, city)
    if profile.by_district:
        above = np.array([line(profile.by_district[int(code)], axis) for code in city.districts])
    vary = np.exp(rng.normal(0.0, profile.vary, len(city)))[:, None] if len(city) > len(city.districts) else 1.0
    inside = base * vary
    result = above[city.parent] * inside / np.maximum(_by_district(inside, city), 1e-12)[city.parent]
    return np.asarray(result / result.sum(axis=0))


def _drift(profile: Profile, axis: PeriodAxis, city: CityRegions) -> Floats:
    after = np.clip((axis.last_month - _BEFORE_DRIFT) / (axis.last_month[-1] - _BEFORE_DRIFT), 0, 1)
    return np.outer(city.factors(profile.drift, 0.0), after)


def _by_district(values: Floats, city: CityRegions) -> Floats:
    total = np.zeros((len(city.districts), values.shape[1]))
    np.add.at(total, city.parent, values)
    return total


def counted_stock(values: Floats, city: CityRegions) -> Floats:
    """Whole numbers whose sum is the rounded sum, districts first."""
    return apportion_nested(np.rint(values.sum(axis=0)), values, city.parent, len(city.districts))


def scaled_to(values: Floats, totals: Mapping[str, float], axis: PeriodAxis, whole: bool) -> Floats:
    """Scale a flow so that published totals hold exactly; cumulative totals of one year are taken apart."""
    result, total_of = values.copy(), {span_of(name): total for name, total in totals.items()}
    done: dict[int, tuple[int, float]] = {}
    for (first, last), total in sorted(total_of.items(), key=lambda item: item[0][1]):
        start, before = done.get(first, (first, 0.0))
        inside = (axis.last_month >= start) & (axis.last_month <= last)
        segment = values[:, inside]
        result[:, inside] = _filled(segment, total - before, whole)
        done[first] = (last + 1, total)
    return result


def _filled(segment: Floats, total: float, whole: bool) -> Floats:
    if whole:
        return apportion(np.array([total]), segment.reshape(-1, 1)).reshape(segment.shape)
    return np.asarray(segment * (total / segment.sum()))


def month_to_date(values: Floats, axis: PeriodAxis) -> Floats:
    """A flow whose last month is not over yet: the part of it up to the last day."""
    end = last_day(int(axis.last_month[-1]))
    result = values.copy()
    if end > LAST_DAY:
        result[:, -1] *= LAST_DAY.day / end.day
    return result


def season_of(season: tuple[float, ...], axis: PeriodAxis) -> Floats:
    """Season factors on an axis, float64[T]."""
    return month_factors(season, axis)
