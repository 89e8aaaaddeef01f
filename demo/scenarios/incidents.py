"""Scenarios made into incidents: at a moment, at a place, with the channels they touch and the storms they bring."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from demo.fleet.fleet import Fleet
from demo.fleet.noise import Ints
from demo.scenarios.scenario import How, Scenario, ScenarioEffect, StormBlock
from demo.scenarios.storms import Storm
from indicators.statistics.arrays import Floats


@dataclass(frozen=True, eq=False)
class ChannelEffect:
    """What an incident does to some channels of a block: `values` by `seconds` after its time."""

    block: int
    places: Ints
    how: How
    seconds: Ints
    values: Floats
    rough: float
    scale: str | None


@dataclass(frozen=True, eq=False)
class SimulatedIncident:
    """One incident: its scenario, its time (`at`, epoch seconds), the device it happens at, what it touches."""

    scenario: str
    at: int
    begins: int
    ends: int
    device: int
    touches: tuple[ChannelEffect, ...]
    storms: tuple[Storm, ...]
    touched: frozenset[int]

    @cached_property
    def devices(self) -> Ints:
        """The places of all devices it touches, ascending."""
        return np.array(sorted(self.touched), dtype=np.int64)


def make_incident(fleet: Fleet, name: str, scenario: Scenario, at: int, device: int, force: float) -> SimulatedIncident:
    """An incident of a scenario. `force`: 1 as written, less is milder."""
    reached = [(effect, _reached(fleet, effect, device)) for effect in scenario.effects]
    touches = tuple(_touch(fleet, effect, devices, force) for effect, devices in reached if len(devices))
    return SimulatedIncident(
        name,
        at,
        at + scenario.begins,
        at + scenario.ends,
        device,
        touches,
        tuple(_storm(fleet, block, at, device, force) for block in scenario.storms),
        frozenset(n for _, devices in reached for n in devices.tolist()),
    )


def _reached(fleet: Fleet, effect: ScenarioEffect, device: int) -> Ints:
    """The places of the devices that an effect reaches, the nearest first."""
    members = fleet.by_kind[effect.of]
    members = members[~fleet.silent[members]]
    if effect.key:
        return np.array([n for n in members.tolist() if fleet.spots[n].key == effect.key], dtype=np.int64)
    region = int(fleet.regions[device])
    codes = fleet.regions[members]
    if effect.region is not None:
        members = members[codes == effect.region]
    elif effect.where == "here":
        members = members[members == device]
    elif effect.where == "near":
        members = members[members != device]
    elif effect.where != "city":
        inside = codes == region
        if effect.where == "district":
            district = region // 1000 if region > 999_999 else region
            inside = (codes == district) | (codes // 1000 == district)
        members = members[inside]
    away = np.hypot(fleet.x[members] - fleet.x[device], fleet.y[members] - fleet.y[device])
    return np.asarray(members[np.argsort(away, kind="stable")][: effect.number])


def _touch(fleet: Fleet, effect: ScenarioEffect, devices: Ints, force: float) -> ChannelEffect:
    number = next(n for n, b in enumerate(fleet.blocks) if (b.kind, b.quantity) == (effect.of, effect.quantity))
    places = np.searchsorted(fleet.blocks[number].devices, np.sort(devices))
    seconds = np.array([moment for moment, _ in effect.curve])
    values = np.array([value for _, value in effect.curve])
    usual = 1.0 if effect.how == "times" else 0.0
    milder = _whole(usual + (values - usual) * force, values) if effect.scale is None else values * force
    return ChannelEffect(number, places, effect.how, seconds, milder, effect.rough, effect.scale)


def _whole(milder: Floats, written: Floats) -> Floats:
    """Milder numbers, but one whole thing stays one: half an open alarm is none."""
    return np.where(np.abs(written) <= 1, written, milder)


def _storm(fleet: Fleet, block: StormBlock, at: int, device: int, force: float) -> Storm:
    return Storm(
        at + block.begins,
        block.lasts,
        float(fleet.x[device]) + block.east,
        float(fleet.y[device]) + block.north,
        block.moving[0],
        block.moving[1],
        block.radius,
        block.peak * force,
    )
