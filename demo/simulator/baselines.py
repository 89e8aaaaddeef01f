"""What is usual in the demonstration, by hour of the week: its own rhythms over the weeks before, without incidents."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from demo.fleet.device_models import MeasuredModel
from demo.fleet.fleet import ChannelBlock
from demo.scenarios.hours import HOUR, WEEK, second_of_week
from demo.simulator.city import SimulatedCity
from indicators.statistics.arrays import Floats

HOURS = 168
WEEKS = 3
Usual = Mapping[tuple[str, str], tuple[float, ...]]


def simulated_baselines(city: SimulatedCity, quantities: Mapping[str, bool], until: int) -> Usual:
    """168 numbers by device id and quantity, the median of the weeks before a moment.

    `quantities` says of which, and whether an hour's readings are added up.
    """
    found: dict[tuple[str, str], tuple[float, ...]] = {}
    for block in city.fleet.blocks:
        if block.quantity in quantities:
            hours = _of_block(city, block, summed=quantities[block.quantity], until=until)
            ids = [city.fleet.spots[n].device.id for n in block.devices.tolist()]
            found |= {(name, block.quantity): tuple(row) for name, row in zip(ids, hours.tolist(), strict=True)}
    return found


def _of_block(city: SimulatedCity, block: ChannelBlock, *, summed: bool, until: int) -> Floats:
    """float64[D, 168]."""
    if isinstance(block.behaviour, MeasuredModel) and block.behaviour.baseline is not None:
        return np.full((len(block), HOURS), block.behaviour.baseline)
    monday = until - int(second_of_week(np.array([until]))[0]) - WEEKS * WEEK
    starts = monday + np.arange(WEEKS * HOURS) * HOUR
    moments = starts + (HOUR if summed else HOUR // 2)
    channels = np.repeat(np.arange(block.first, block.first + len(block)), len(moments))
    at = np.tile(moments, len(block))
    values = city.usual(channels, at, np.full(len(at), HOUR)).reshape(len(block), WEEKS, HOURS)
    return np.asarray(np.round(np.median(values, axis=1), 3))
