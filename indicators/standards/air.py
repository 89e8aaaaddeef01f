"""Air quality of a day or an hour by the standard of that day: sub-indices, index, level, limits (HJ 633, GB 3095)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from indicators.standards.model import (
    AirIndex,
    AirIndexEdition,
    AirLevel,
    AirLimits,
    AirLimitsEdition,
    Averaging,
    LimitOver,
    Pollutant,
    Scale,
    StandardError,
)

AirReading = tuple[Pollutant, Averaging]
AirReadings = Mapping[AirReading, float | None]
"""Concentrations in μg/m³ (CO in mg/m³). None, NaN and what is not there are missing."""

PRIMARY_ABOVE, EXCEEDS_ABOVE = 50, 100  # HJ 633: a primary pollutant is named above 50; above 100 a limit is exceeded
NOISE = 6  # decimals: what a sum of floats leaves behind must not be rounded up to a whole point


@dataclass(frozen=True)
class AirQuality:
    """How the air was, by one edition.

    `value` is None and so is `level` when nothing was measured. While something is `missing` the value is the least it
    can be. `beyond` are pollutants above the end of their scale, where the sub-index stays.
    """

    edition: AirIndexEdition
    value: int | None
    level: AirLevel | None
    sub_indices: Mapping[Pollutant, int]
    primary: tuple[Pollutant, ...]
    exceeding: tuple[Pollutant, ...]
    missing: tuple[AirReading, ...]
    beyond: tuple[Pollutant, ...]

    @property
    def complete(self) -> bool:
        """Whether everything was measured that the report needs."""
        return not self.missing


@dataclass(frozen=True)
class LimitComparison:
    """A concentration beside its limit."""

    edition: AirLimitsEdition
    limit: float
    within: bool


@dataclass(frozen=True)
class _Judged:
    index: int | None = None
    missing: AirReading | None = None
    beyond: bool = False


def sub_index(
    standard: AirIndex, pollutant: Pollutant, averaging: Averaging, concentration: float, day: date
) -> int | None:
    """A pollutant's sub-index (IAQI), rounded up; None where the edition has none for so high a concentration.

    That is by HJ 633-2012 SO2 over 1 hour and O3 over 8 hours above 800 μg/m³. StandardError for an averaging time
    without a scale, a day without an edition, and a concentration that is negative or no number.
    """
    edition = standard.on(day)
    return _index(edition, _scale(edition, pollutant, averaging), concentration)


def aqi(
    standard: AirIndex, readings: AirReadings, day: date, report: Literal["daily", "hourly"] = "daily"
) -> AirQuality:
    """The index (AQI) of a day's or an hour's readings: the highest sub-index, by the edition of `day`.

    Readings that the report does not ask for are left out. StandardError as in `sub_index`.
    """
    edition = standard.on(day)
    needed = edition.daily if report == "daily" else edition.hourly
    judged = {p: [_judged(edition, p, a, readings) for a in averages] for p, averages in needed.items()}
    found = {p: [j.index for j in many if j.index is not None] for p, many in judged.items()}
    indices = {p: max(values) for p, values in found.items() if values}
    value = max(indices.values(), default=None)
    return AirQuality(
        edition,
        value,
        None if value is None else next(level for level in edition.levels if value <= level.upto),
        indices,
        tuple(p for p, index in indices.items() if index == value and index > PRIMARY_ABOVE),
        tuple(p for p, index in indices.items() if index > EXCEEDS_ABOVE),
        tuple(dict.fromkeys(j.missing for many in judged.values() for j in many if j.missing)),
        tuple(p for p, many in judged.items() if any(j.beyond for j in many)),
    )


def within_limits(
    standard: AirLimits, pollutant: Pollutant, averaging: LimitOver, concentration: float, day: date
) -> LimitComparison:
    """Whether a concentration, compared as it is given, keeps the grade-II limit of its day.

    StandardError where there is no such limit, no edition, or no possible concentration.
    """
    edition = standard.on(day)
    limit = edition.limits.get(pollutant, {}).get(averaging)
    if limit is None:
        raise StandardError("no-limit", f"{edition.code} has no limit for {pollutant} over {averaging}")
    return LimitComparison(edition, limit, _possible(pollutant, concentration) <= Decimal(repr(limit)))


def _judged(edition: AirIndexEdition, pollutant: Pollutant, averaging: Averaging, readings: AirReadings) -> _Judged:
    """One reading's sub-index, by the averaging time that the edition names instead where it has none."""
    concentration = _known(readings, (pollutant, averaging))
    if concentration is None:
        return _Judged(missing=(pollutant, averaging))
    scale = _scale(edition, pollutant, averaging)
    index = _index(edition, scale, concentration)
    if index is None and scale.instead:
        return _judged(edition, pollutant, scale.instead, readings)
    return _Judged(index, beyond=_rounded(edition, pollutant, concentration) > scale.points[-1])


def _known(readings: AirReadings, reading: AirReading) -> float | None:
    concentration = readings.get(reading)
    return None if concentration is None or math.isnan(concentration) else concentration


def _scale(edition: AirIndexEdition, pollutant: Pollutant, averaging: Averaging) -> Scale:
    for scale in edition.scales:
        if scale.pollutant == pollutant and averaging in scale.averaging:
            return scale
    raise StandardError("no-scale", f"{edition.code} has no sub-index for {pollutant} over {averaging}")


def _index(edition: AirIndexEdition, scale: Scale, concentration: float) -> int | None:
    """HJ 633: the straight line between two points, rounded up; exact, so that a point gives its own step."""
    amount = Fraction(_rounded(edition, scale.pollutant, concentration))
    for (low, high), (least, most) in zip(pairwise(scale.exact), pairwise(edition.steps), strict=False):
        if amount <= high:
            return math.ceil((most - least) / (high - low) * (amount - low) + least)
    return None if scale.instead else edition.steps[len(scale.points) - 1]


def _rounded(edition: AirIndexEdition, pollutant: Pollutant, concentration: float) -> Decimal:
    """The concentration to the decimals that the edition asks for (GB/T 8170: a half goes to the even digit)."""
    amount, places = _possible(pollutant, concentration), edition.decimals.get(pollutant)
    return amount if places is None else amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)


def _possible(pollutant: Pollutant, concentration: float) -> Decimal:
    if not 0 <= concentration < math.inf:
        raise StandardError("no-concentration", f"{concentration} is no concentration of {pollutant}")
    return Decimal(repr(round(float(concentration), NOISE)))
