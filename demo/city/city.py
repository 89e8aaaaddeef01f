"""The city the generator works on: its regions, how big they are, how well they do."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from demo.city.streams import stream
from indicators.catalogue.catalogue import Catalogue
from indicators.statistics.arrays import Floats

CITY = 440600
TOWNS_FILE = Path(__file__).parent / "towns.csv"

# How well a district's offices work, on the log-odds scale of their shares: a story, marked demo like all of it.
_DISTRICT_QUALITY = {440604: 0.22, 440605: 0.05, 440606: 0.12, 440608: -0.22, 440607: -0.34}
_TROUBLED = {440607103: -0.45, 440608108: -0.25}


@dataclass(frozen=True)
class CityRegions:
    """Regions of one level in the catalogue's order.

    `codes` int64[R]; `parent` position of each region's district among `districts` int[R]; `weights` size of
    each region by key (population in 10k of the 2020 census, gdp in % of the city, area in km², equal);
    `quality` float64[R], log-odds, 0 is average.
    """

    codes: NDArray[np.int64]
    districts: NDArray[np.int64]
    parent: NDArray[np.int64]
    weights: Mapping[str, Floats]
    quality: Floats

    def __len__(self) -> int:
        return len(self.codes)

    def factors(self, by_region: Mapping[int, float], default: float = 1.0) -> Floats:
        """float64[R]: a factor given for a region or its district (the region's own wins over the district's)."""
        own = [by_region.get(int(code)) for code in self.codes]
        above = [by_region.get(int(self.districts[parent]), default) for parent in self.parent]
        return np.array([a if o is None else o for o, a in zip(own, above, strict=True)])


@dataclass(frozen=True)
class CityLevels:
    """The same city at its three levels, and the maps that sum towns to districts and to the city."""

    city: CityRegions
    district: CityRegions
    town: CityRegions

    def at(self, level: str) -> CityRegions:
        """The regions of a level (`city`, `district`, `town`)."""
        found: CityRegions = getattr(self, level)
        return found

    def sum_to(self, values: Floats, source: str, target: str) -> Floats:
        """Sum float64[R, T] of a finer level to a coarser (or the same) level."""
        if source == target:
            return values
        if target == "city":
            return np.asarray(values.sum(axis=0, keepdims=True))
        if (source, target) != ("town", "district"):
            raise ValueError(f"values by {source} cannot be summed to {target}")
        total = np.zeros((len(self.district), values.shape[1]))
        np.add.at(total, self.town.parent, values)
        return total


def read_levels(catalogue: Catalogue, seed: int, towns_file: Path = TOWNS_FILE) -> CityLevels:
    """The catalogue's regions with the demonstration's weights; KeyError when a town has none."""
    with towns_file.open(encoding="utf-8", newline="") as lines:
        rows = {int(row["code"]): row for row in csv.DictReader(lines)}
    regions = catalogue.regions
    districts = np.array(regions.children(CITY), dtype=np.int64)
    towns = np.array([town for code in districts.tolist() for town in regions.children(code)], dtype=np.int64)
    parent = np.searchsorted(np.sort(districts), towns // 1000)
    parent = np.argsort(districts)[parent]
    weights = {key: np.array([float(rows[code][key]) for code in towns.tolist()]) for key in _KEYS}
    town = CityRegions(towns, districts, parent, weights | {"equal": np.ones(len(towns))}, _town_quality(towns, seed))
    return CityLevels(_city(town, districts), _district(town, districts), town)


_KEYS = ("population", "gdp", "area")


def _town_quality(towns: NDArray[np.int64], seed: int) -> Floats:
    own = stream(seed, "town quality").normal(0.0, 0.10, len(towns))
    district = np.array([_DISTRICT_QUALITY.get(code // 1000, 0.0) for code in towns.tolist()])
    trouble = np.array([_TROUBLED.get(code, 0.0) for code in towns.tolist()])
    return np.asarray(own + district + trouble)


def _district(town: CityRegions, districts: NDArray[np.int64]) -> CityRegions:
    place = np.arange(len(districts))
    weights = {key: _sums(town.parent, value, len(districts)) for key, value in town.weights.items()}
    weights["equal"] = np.ones(len(districts))
    quality = np.array([_DISTRICT_QUALITY.get(code, 0.0) for code in districts.tolist()])
    return CityRegions(districts, districts, place, weights, quality)


def _sums(group: NDArray[np.int64], value: Floats, groups: int) -> Floats:
    total = np.zeros(groups)
    np.add.at(total, group, value)
    return total


def _city(town: CityRegions, districts: NDArray[np.int64]) -> CityRegions:
    weights = {key: np.array([value.sum()]) for key, value in town.weights.items()}
    code = np.array([CITY], dtype=np.int64)
    return CityRegions(code, code, np.zeros(1, dtype=np.int64), weights | {"equal": np.ones(1)}, np.zeros(1))
