"""From profiles to numbers: every measure of the demonstration city, at its finest level and grain."""

from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter

import numpy as np
from numpy.typing import NDArray

from demo.city import amounts, ratios
from demo.city.axis import PeriodAxis, axis_of, month_of
from demo.city.city import CityLevels, CityRegions
from demo.city.profiles import DemoScript, Profile
from demo.city.shapes import bridged, wander
from demo.city.streams import stream
from indicators.catalogue.catalogue import Catalogue
from indicators.definitions.model import Measure
from indicators.statistics.arrays import Floats

_FLOW_WOBBLE, _FLOW_NOISE, _SHARE_WOBBLE = 0.03, 0.025, 0.06
_BROKEN = ("亿", "万", "元", "μg", "mg", "km", "%", "PB", "GB", "比", "分钟/")
_FINER = ("city", "district", "town")


@dataclass(frozen=True)
class MeasureValues:
    """A measure's numbers: regions int64[R], value float64[R, T] on an axis."""

    measure: str
    level: str
    regions: NDArray[np.int64]
    axis: PeriodAxis
    value: Floats


class ProfileError(ValueError):
    """A profile names what is not there, or asks for what cannot be."""


@dataclass(frozen=True)
class MeasureGenerator:
    """Makes the measures of one city from one seed."""

    catalogue: Catalogue
    levels: CityLevels
    script: DemoScript
    seed: int

    def all(self) -> dict[str, tuple[MeasureValues, ...]]:
        """Every measure with a profile, in an order in which each comes after what it leans on."""
        made: dict[str, tuple[MeasureValues, ...]] = {}
        for name in self._order():
            made[name] = self._make(name, made)
        return made

    def _order(self) -> list[str]:
        profiles = {name: profile for name, profile in self.script.measures.items() if name in self.catalogue.measures}
        needs = {name: _needs(profile) & set(profiles) for name, profile in sorted(profiles.items())}
        return list(TopologicalSorter(needs).static_order())

    def _make(self, name: str, made: Mapping[str, tuple[MeasureValues, ...]]) -> tuple[MeasureValues, ...]:
        measure = self.catalogue.measures[name]
        alone = measure.kind == "rate" or (measure.kind == "mean" and measure.weight is None)
        levels = _FINER[: _FINER.index(measure.level) + 1] if alone else (measure.level,)
        return tuple(self._at(name, level, made) for level in levels)

    def _at(self, name: str, level: str, made: Mapping[str, tuple[MeasureValues, ...]]) -> MeasureValues:
        task = _Task(name, self.catalogue.measures[name], self.script.measures[name], level, self, made)
        value = task.make()
        return MeasureValues(name, level, task.city.codes, task.axis, np.round(value, task.decimals))


def _needs(profile: Profile) -> set[str]:
    return {name for name in (profile.base, *profile.less) if name}


@dataclass(frozen=True)
class _Task:
    """One measure at one level."""

    name: str
    measure: Measure
    profile: Profile
    level: str
    owner: MeasureGenerator
    made: Mapping[str, tuple[MeasureValues, ...]]

    @property
    def city(self) -> CityRegions:
        return self.owner.levels.at(self.level)

    @property
    def axis(self) -> PeriodAxis:
        return axis_of(str(self.measure.grain))

    @property
    def whole(self) -> bool:
        return self.decimals == 0

    @property
    def decimals(self) -> int:
        if self.profile.decimals is not None:
            return self.profile.decimals
        return 4 if self.measure.unit.zh.startswith(_BROKEN) else 0

    @property
    def season(self) -> Floats:
        return amounts.season_of(self.owner.script.season(self.profile.season), self.axis)

    def rng(self) -> np.random.Generator:
        return stream(self.owner.seed, "measure", self.name, self.level)

    def make(self) -> Floats:
        profile, rng = self.profile, self.rng()
        if profile.amount is not None:
            return self._amount(rng)
        if profile.level is not None:
            return self._level(rng)
        if profile.share_of is not None:
            return self._share(rng, self._of(profile.share_of))
        if profile.times is not None:
            return self._times(rng, profile.times)
        assert profile.rest_of is not None
        rest = self._of(profile.rest_of)
        for name in profile.less:
            rest = rest - self._of(name)
        return rest

    def _of(self, name: str) -> Floats:
        """Another measure's numbers, brought to this measure's level and axis."""
        if name not in self.made:
            raise ProfileError(f"{self.name} leans on {name}, which has no profile")
        other = next((v for v in self.made[name] if v.level == self.level), self.made[name][-1])
        try:
            value = self.owner.levels.sum_to(other.value, other.level, self.level)
        except ValueError as fault:
            raise ProfileError(f"{self.name} leans on {name}: {fault}") from fault
        return self._on_axis(name, value, other.axis)

    def _on_axis(self, name: str, value: Floats, axis: PeriodAxis) -> Floats:
        times, left = divmod(self.axis.step, axis.step)
        if times == 0 or left:
            raise ProfileError(f"{self.name} leans on {name}, which is delivered more rarely")
        grouped = value[:, : len(self.axis) * times].reshape(len(value), len(self.axis), times)
        flow = self.owner.catalogue.measures[name].kind == "flow"
        return np.asarray(grouped.sum(axis=2) if flow else grouped[:, :, -1])

    def _amount(self, rng: np.random.Generator) -> Floats:
        profile, flow = self.profile, self.measure.kind == "flow"
        if flow:
            profile = profile.model_copy(
                update={
                    "wobble": _FLOW_WOBBLE if profile.wobble is None else profile.wobble,
                    "noise": _FLOW_NOISE if profile.noise is None else profile.noise,
                }
            )
        parts = amounts.parts_of(rng, profile, self.axis, self.city, self.city.weights[profile.split])
        value = amounts.expected(rng, profile, self.axis, self.city, parts, self.season)
        if not flow:
            return amounts.counted_stock(value, self.city) if self.whole else value
        if profile.noise and self.whole:
            value = rng.poisson(value).astype(np.float64)
        value = amounts.scaled_to(value, profile.totals, self.axis, self.whole) if profile.totals else value
        return amounts.month_to_date(value, self.axis)

    def _share(self, rng: np.random.Generator, base: Floats) -> Floats:
        wobble = _SHARE_WOBBLE if self.profile.wobble is None else self.profile.wobble
        share = ratios.shares(rng, self.profile, self.axis, self.city, base.mean(axis=1), wobble, self.season)
        if not self.whole:
            part = base * share
        elif self.measure.kind == "flow":
            part = ratios.drawn(rng, base, share)
        else:
            part = ratios.held(rng, base, share)
        return ratios.pinned(part, base, self.profile.totals, self.axis) if self.profile.totals else part

    def _times(self, rng: np.random.Generator, base_name: str) -> Floats:
        base = self._of(base_name)
        value = base * self._per_unit(rng, base.mean(axis=1))
        stands = self.owner.catalogue.measures[base_name].kind == "stock"
        return amounts.month_to_date(value, self.axis) if stands and self.measure.kind == "flow" else value

    def _per_unit(self, rng: np.random.Generator, weight: Floats) -> Floats:
        """A level that regions and periods vary about, float64[R, T]; the weighted mean follows the path."""
        profile, axis, city = self.profile, self.axis, self.city
        wobble = 0.03 if profile.wobble is None else profile.wobble
        noise = 0.02 if profile.noise is None else profile.noise
        fixed = [month_of(name) for name in profile.anchors]
        common = bridged(wander(rng, (len(axis),), wobble), axis.last_month, fixed)
        lean = 0.3 * ratios.regional_lean(rng, city, profile, weight)[:, None]
        apart = rng.normal(0.0, noise, (len(city), len(axis)))
        relative = city.factors(profile.tilt)[:, None] * np.exp(lean + apart)
        relative = relative / np.average(relative, axis=0, weights=weight + 1e-9)
        middle = ratios.line(profile.anchors, axis) * np.exp(common) * self.season
        middle = middle * amounts.festival_factor(profile.festival, axis)
        return np.asarray(middle * relative * amounts.local_factors(profile, axis, city))

    def _level(self, rng: np.random.Generator) -> Floats:
        weight = self.city.weights["population"]
        value = self._per_unit(rng, weight)
        return ratios.mean_as_published(value, weight, self.profile.totals, self.axis)
