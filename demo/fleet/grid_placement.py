"""In which grid each device of the demonstration counts: the nearest one of its town."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from data.core.scope import Scope
from data.geography.grids import Grids, centre
from data.telemetry.device_registry import SensorDevice


def gridded(devices: Sequence[SensorDevice], grids: Grids) -> list[SensorDevice]:
    """The devices with the number of their grid; those that stand nowhere, or outside the city, without one."""
    towns: dict[int, tuple[np.ndarray[tuple[int, int], np.dtype[np.float64]], list[int]]] = {}
    everything = Scope.everything()
    found = []
    for one in devices:
        if one.lon is None or one.lat is None or one.region < 1_000_000:
            found.append(one)
            continue
        if one.region not in towns:
            inside = grids.inside(everything, one.region)
            towns[one.region] = np.array([centre(grid) for grid in inside]), [grid.number for grid in inside]
        middles, numbers = towns[one.region]
        away = np.hypot((middles[:, 0] - one.lon) * 0.92, middles[:, 1] - one.lat)  # degrees; cos 23°
        found.append(replace(one, grid=numbers[int(away.argmin())]))
    return found
