"""What the city has or does, shared out over devices."""

from __future__ import annotations

import numpy as np

from demo.city.city import CityLevels
from demo.city.profiles import Size
from demo.city.shapes import apportion
from demo.fleet.device_models import CountedModel, DeviceModel, StockModel
from demo.fleet.noise import Ints, Keys, uniform
from indicators.statistics.arrays import Floats


def amounts(behaviour: DeviceModel, regions: Ints, keys: Keys, levels: CityLevels) -> Floats:
    """float64[D]: what each device counts of a stock, its part of what is counted in the city; else nothing.

    Parts sum to 1, and stocks to their totals exactly.
    """
    if isinstance(behaviour, CountedModel):
        return _parts(regions, levels, behaviour.split)
    if not isinstance(behaviour, StockModel):
        return np.zeros(len(regions))
    if behaviour.each is not None:
        low, high = behaviour.each
        return np.asarray(low + np.floor(uniform(keys, np.zeros(len(keys), np.int64)) * (high - low + 1)))
    parts = _parts(regions, levels, behaviour.split)
    if behaviour.total is not None:
        return _whole(behaviour.total, parts)
    result = np.zeros(len(regions))
    for region, total in behaviour.places.items():
        inside = (regions == region) | (regions // 1000 == region)
        result[inside] = _whole(total, parts[inside])
    return result


def _parts(regions: Ints, levels: CityLevels, split: Size) -> Floats:
    """The weight of each device's region over the devices there, summing to 1."""
    weight = {
        code: size
        for city in (levels.city, levels.district, levels.town)
        for code, size in zip(city.codes.tolist(), city.weights[split].tolist(), strict=True)
    }
    _, place, count = np.unique(regions, return_inverse=True, return_counts=True)
    parts = np.array([weight[code] for code in regions.tolist()]) / count[place]
    return np.asarray(parts / parts.sum())


def _whole(total: int, parts: Floats) -> Floats:
    return apportion(np.array([float(total)]), parts[:, None])[:, 0]
