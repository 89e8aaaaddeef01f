"""The living city: any reading of any device at any moment, from nothing but a seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from demo.fleet.fleet import Fleet, build_fleet
from demo.fleet.noise import Ints, bell
from demo.scenarios.incidents import ChannelEffect, SimulatedIncident
from demo.scenarios.schedule import IncidentSchedule
from demo.scenarios.weather import Weather
from demo.simulator.reading_request import ReadingRequest
from demo.simulator.readings import reading
from demo.simulator.rhythms import Rhythm, read_rhythms
from indicators.catalogue.catalogue import Catalogue
from indicators.statistics.arrays import Floats
from indicators.vitals import Quantity


@dataclass(frozen=True, eq=False)
class SimulatedCity:
    """Devices, weather, rhythms and incidents of one seed. `quantities` say what a device can have read at all."""

    fleet: Fleet
    plan: IncidentSchedule
    weather: Weather
    quantities: Mapping[str, Quantity]
    rhythms: Mapping[str, Rhythm] = field(default_factory=read_rhythms)

    def values(self, channels: Ints, at: Ints, span: Ints) -> Floats:
        """The readings of channels int64[N] at moments int64[N], each over the seconds since the one before.

        The same channel, moment and span give the same number, whatever else is asked for along with them.
        """
        result = np.zeros(len(channels))
        if not len(channels):
            return result
        incidents = self.plan.between(int(at.min()), int(at.max()))
        blocks = self.fleet.channel_block[channels]
        for number in np.unique(blocks).tolist():
            here = np.flatnonzero(blocks == number)
            look = self._look(number, channels[here], at[here], span[here])
            result[here] = self._finished(look, number, incidents)
        return result

    def usual(self, channels: Ints, at: Ints, span: Ints) -> Floats:
        """The same without incidents, not rounded: what baselines are made of."""
        result = np.zeros(len(channels))
        blocks = self.fleet.channel_block[channels]
        for number in np.unique(blocks).tolist():
            here = np.flatnonzero(blocks == number)
            result[here] = reading(self._look(number, channels[here], at[here], span[here], self._calm))
        return result

    def _look(
        self, number: int, channels: Ints, at: Ints, span: Ints, weather: Weather | None = None
    ) -> ReadingRequest:
        block = self.fleet.blocks[number]
        return ReadingRequest(
            self.fleet, weather or self.weather, self.rhythms, block, channels - block.first, at, span
        )

    def _finished(self, look: ReadingRequest, number: int, incidents: list[SimulatedIncident]) -> Floats:
        """With the incidents, within what is possible, rounded."""
        value = reading(look)
        for incident in incidents:
            for touch in incident.touches:
                if touch.block == number:
                    value = _touched(look, value, incident, touch)
        quantity = self.quantities[look.block.quantity]
        lowest = min(quantity.states) if quantity.states else quantity.minimum
        highest = max(quantity.states) if quantity.states else quantity.maximum
        return np.asarray(np.round(np.clip(value, lowest, highest), look.block.behaviour.decimals) + 0.0)

    @cached_property
    def _calm(self) -> Weather:
        return Weather(self.fleet.seed)


def _touched(look: ReadingRequest, value: Floats, incident: SimulatedIncident, touch: ChannelEffect) -> Floats:
    during = (look.at >= incident.begins) & (look.at <= incident.ends) & np.isin(look.places, touch.places)
    if not during.any():
        return value
    told = np.interp(look.at - incident.at, touch.seconds, touch.values)
    if touch.scale:
        told = told * look.limit(touch.scale)
    if touch.rough:
        told = told * (1 + touch.rough * bell(look.keys, look.at + 1))
    changed = {"add": value + told, "times": value * told, "at_least": np.maximum(value, told)}[touch.how]
    return np.where(during, changed, value)


def build_city(catalogue: Catalogue, seed: int) -> SimulatedCity:
    """The living city of a seed."""
    fleet = build_fleet(catalogue, seed)
    plan = IncidentSchedule(fleet)
    return SimulatedCity(fleet, plan, Weather(seed, plan.storms), catalogue.vitals.quantities)
