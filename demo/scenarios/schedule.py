"""Which incident happens when and where: appointments of a cycle of fourteen days, and one of the turns in each hour.

Day 0 of the first cycle is 2025-06-30, and happens as written. Later cycles keep their appointments, at other places,
up to an hour and a half earlier or later, and milder. An hour in which an appointment lies has no incident besides it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from demo.fleet.fleet import Fleet
from demo.fleet.noise import Ints, key_of, uniform
from demo.scenarios.hours import DAY, HOUR, day_of, moment
from demo.scenarios.incidents import SimulatedIncident, make_incident
from demo.scenarios.scenario import CYCLE, CycleTime, Scenario, read_scenarios
from demo.scenarios.storms import Storm

EARLIEST, LATEST = 4 * 60, 24 * 60  # seconds after the full hour at which the incident of an hour begins
SHIFT = 90 * 60  # seconds by which appointments of later cycles move


@dataclass(frozen=True, eq=False)
class IncidentSchedule:
    """All incidents there ever are, made day by day as they are asked for."""

    fleet: Fleet
    scenarios: Mapping[str, Scenario] = field(default_factory=read_scenarios)
    _days: dict[int, tuple[SimulatedIncident, ...]] = field(default_factory=dict)

    def between(self, begins: int, ends: int) -> list[SimulatedIncident]:
        """The incidents that show between two moments, in the order of their times."""
        first, last = day_of(np.array([begins - self._after, ends + self._before])).tolist()
        found = [one for day in range(first, last + 1) for one in self.of_day(day)]
        return [one for one in found if one.begins <= ends and one.ends >= begins]

    def storms(self, begins: int, ends: int) -> list[Storm]:
        """The storms that they bring."""
        return [storm for one in self.between(begins, ends) for storm in one.storms]

    def of_day(self, day: int) -> tuple[SimulatedIncident, ...]:
        """The incidents whose time lies on a day (0 is the demonstration's first)."""
        if day not in self._days:
            if len(self._days) > 40:
                self._days.clear()
            appointed = list(self._appointed(day))
            taken = {(one.at - moment(day, 0)) // HOUR for one in appointed}
            self._days[day] = tuple(sorted((*appointed, *self._turns(day, taken)), key=lambda one: one.at))
        return self._days[day]

    def _appointed(self, day: int) -> Iterator[SimulatedIncident]:
        cycle, within = divmod(day, CYCLE)
        for name, scenario in self.scenarios.items():
            for number, one in enumerate(scenario.appointments):
                if one.day == within:
                    drawn = self._drawn("appointment", name, number, cycle)
                    shift = int((2 * drawn[0] - 1) * SHIFT) // 300 * 300 if cycle else 0
                    at = moment(day, max(min(one.time + shift, DAY - HOUR), 0))
                    force = 1 - scenario.milder * drawn[1] if cycle else 1.0
                    device = self._place(name, one if not cycle else None, drawn[2])
                    yield make_incident(self.fleet, name, scenario, at, device, force)

    def _turns(self, day: int, taken: set[int]) -> Iterator[SimulatedIncident]:
        """One in each hour that has no appointment, never the same scenario twice in a row."""
        before = ""
        for hour in range(24):
            if hour in taken:
                continue
            before = self._turn_of(day, hour, before)
            drawn = self._drawn("hour", day, hour)
            begins = EARLIEST + int(drawn[0] * (LATEST - EARLIEST)) // 60 * 60
            force = 1 - self.scenarios[before].milder * drawn[1]
            device = self._place(before, None, drawn[2])
            yield make_incident(
                self.fleet, before, self.scenarios[before], moment(day, hour * HOUR + begins), device, force
            )

    def _turn_of(self, day: int, hour: int, before: str) -> str:
        """A scenario drawn by weight among those whose hours these are."""
        weights = {
            name: one.turn.weight
            for name, one in self.scenarios.items()
            if one.turn and one.turn.hours[0] <= hour < one.turn.hours[1] and name != before
        }
        return max(weights, key=lambda name: self._drawn("turn", day, hour, name)[0] ** (1 / weights[name]))

    def _place(self, name: str, appointment: CycleTime | None, drawn: float) -> int:
        """The device at which it happens: in the appointment's region, or anywhere it may."""
        scenario = self.scenarios[name]
        members = self.fleet.by_kind[scenario.of]
        members = members[~self.fleet.silent[members]]
        only = {appointment.region} if appointment and appointment.region else {*scenario.only}
        allowed = [n for n in members.tolist() if not only or only & _around(int(self.fleet.regions[n]))]
        return int(allowed[int(drawn * len(allowed))])

    def _drawn(self, *subject: object) -> list[float]:
        key = np.full(3, key_of(self.fleet.seed, "plan", *subject), np.uint64)
        found: list[float] = uniform(key, np.arange(3)).tolist()
        return found

    @cached_property
    def _before(self) -> int:
        """Seconds by which an incident can show before its time."""
        return max(-one.begins for one in self.scenarios.values())

    @cached_property
    def _after(self) -> int:
        return max(one.ends for one in self.scenarios.values())


def touched(incidents: list[SimulatedIncident], devices: Ints, at: Ints) -> NDArray[np.bool_]:
    """Which readings fall into an incident: bool[N] for device places and moments."""
    result = np.zeros(len(at), np.bool_)
    for one in incidents:
        during = (at >= one.begins) & (at <= one.ends)
        result |= during & np.isin(devices, one.devices)
    return result


def _around(region: int) -> set[int]:
    return {region, region // 1000}
