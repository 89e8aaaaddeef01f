"""Incidents are told as data, come when they should, and hold under the rules of the signs that warn of them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.scenarios.incidents import SimulatedIncident
from demo.scenarios.scenario import CYCLE, Scenario, read_scenarios, seconds_of
from demo.simulator import SimulatedCity
from indicators.catalogue.catalogue import Catalogue
from tests.demo.simulator.conftest import HOUR, MINUTE, MONDAY, Asked, at
from tests.demo.simulator.replaying import BLUE, NORMAL, ORANGE, YELLOW, Story, followed, of_kinds, replay

MAKOU, SANSHUI, HAIFENG = "440607001-RIV-0001", "440607001-RIV-0002", "440607001-RIV-0003"
CHANCHENG, NANHAI, SANSHUI_DISTRICT, CITY = 440604, 440605, 440607, 440600
LEPING, XINAN = 440607103, 440607001


def about(moment: int, expected: int, minutes: int = 3) -> bool:
    """Whether a moment lies within some minutes of another."""
    return abs(moment - expected) <= minutes * MINUTE


@pytest.fixture(scope="module")
def flood(city: SimulatedCity, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """What the river gauges told from the evening before to the second midnight after."""
    folder = tmp_path_factory.mktemp("flood")
    return replay(city, catalogue, folder, of_kinds(city, ["river-gauge"]), at(-1, "22:00"), at(2, "00:00"), step=300)


def test_the_flood_crosses_its_stages_when_it_is_told_to(flood: Story) -> None:
    story = flood

    assert about(story.began("V26", SANSHUI, BLUE), at(0, "08:10"))
    assert about(story.began("V26", SANSHUI, YELLOW), at(0, "09:05"))
    assert at(0, "10:00") < story.began("V26", SANSHUI, ORANGE) <= at(0, "10:15")
    assert story.levels("V26", SANSHUI, at(-1, "22:00"), at(2, "00:00"))[-3:] == [YELLOW, BLUE, NORMAL]
    assert story.worst("V26", CITY, at(0, "10:00"), at(2, "00:00")) == ORANGE


def test_haifeng_comes_first_and_makou_behind(flood: Story) -> None:
    story = flood

    for level in (BLUE, YELLOW):
        first, then, last = (story.began("V26", gauge, level) for gauge in (HAIFENG, SANSHUI, MAKOU))
        assert first < then < last
    assert at(0, "10:00") < story.began("V26", HAIFENG, ORANGE) < story.began("V26", SANSHUI, ORANGE)
    assert max(story.levels("V26", MAKOU, at(0, "06:00"), at(0, "18:00"))) == YELLOW


def test_the_flood_comes_near_red_in_the_afternoon_and_falls_over_two_days(asked: Asked) -> None:
    hours = [at(0, "10:00") + n * HOUR for n in range(-26, 58)]
    stages = asked.block("river-gauge", "river_stage", hours)
    sanshui = stages[1]

    assert 8.3 <= sanshui.max() < 8.4
    assert at(0, "12:00") <= hours[int(sanshui.argmax())] <= at(0, "17:00")
    assert sanshui[0] < 4
    assert sanshui[-1] < 4
    assert (np.diff(sanshui[: int(sanshui.argmax())]) > -0.05).all()


def test_gauges_upstream_lead_those_of_the_city(asked: Asked) -> None:
    hours = [at(0, "10:00") + n * HOUR for n in range(-26, 40)]
    upstream = asked.block("upstream-gauge", "upstream_stage", hours)
    peaks = [hours[int(row.argmax())] for row in upstream]
    warned = {"gaoyao": 10.0, "shijiao": 11.0, "wuzhou": 18.5}  # m; indicators.md 4.4

    sanshui = hours[int(asked.block("river-gauge", "river_stage", hours)[1].argmax())]
    assert all(peak < sanshui + 2 * HOUR for peak in peaks)
    assert peaks[1] < sanshui - 3 * HOUR
    for row, stage in zip(upstream, warned.values(), strict=True):
        assert row[: hours.index(at(0, "06:00"))].max() > stage


def test_rain_ponding_pumps_and_calls_follow_the_flood_in_sanshui(
    city: SimulatedCity, catalogue: Catalogue, tmp_path: Path
) -> None:
    places = of_kinds(city, ["rain-gauge", "ponding-gauge", "pump-station", "hotline"], SANSHUI_DISTRICT)

    story = replay(city, catalogue, tmp_path, places, at(0, "06:30"), at(0, "11:05"), step=60)

    assert story.worst("V27", SANSHUI_DISTRICT, at(0, "10:00"), at(0, "11:05")) == YELLOW
    for town in (LEPING, XINAN):
        assert story.worst("V11", town, at(0, "09:00"), at(0, "11:05")) == YELLOW
        assert story.worst("V93", town, at(0, "10:00"), at(0, "11:05")) >= BLUE
    assert story.worst("V93", SANSHUI_DISTRICT, at(0, "10:00"), at(0, "11:05")) == BLUE
    assert story.worst("V55", SANSHUI_DISTRICT, at(0, "10:00"), at(0, "11:05")) == BLUE


def test_a_gas_leak_in_chancheng_climbs_through_its_steps_and_ends(
    city: SimulatedCity, catalogue: Catalogue, tmp_path: Path
) -> None:
    leak = _the_leak(city)
    well = city.fleet.spots[leak.device].device.id

    story = replay(
        city, catalogue, tmp_path, of_kinds(city, ["gas-well"], CHANCHENG), at(0, "10:20"), at(0, "11:40"), step=60
    )

    assert story.levels("V71", well, at(0, "10:30"), at(0, "11:40")) == [BLUE, YELLOW, ORANGE, YELLOW, NORMAL]
    assert about(story.began("V71", well, YELLOW), at(0, "10:44"))
    assert about(story.began("V71", well, ORANGE), at(0, "10:51"))
    others = [name for sign, name in story.places if sign == "V71" and name != well]
    assert all(max(story.levels("V71", name, 0, at(0, "11:40"))) == NORMAL for name in others)


def _the_leak(city: SimulatedCity) -> SimulatedIncident:
    """The leak of the first morning."""
    return next(one for one in city.plan.of_day(0) if one.scenario == "gas-leak" and one.at == at(0, "10:35"))


def test_calls_dam_up_and_cameras_go_out_before_noon(city: SimulatedCity, catalogue: Catalogue, tmp_path: Path) -> None:
    places = of_kinds(city, ["hotline", "camera-platform"])

    story = replay(city, catalogue, tmp_path, places, at(0, "10:00"), at(0, "13:10"), step=60)

    assert story.worst("V55", CITY, at(0, "10:50"), at(0, "11:15")) == NORMAL
    assert YELLOW <= story.worst("V55", CITY, at(0, "11:15"), at(0, "12:00")) <= ORANGE
    assert story.worst("V96", NANHAI, at(0, "11:00"), at(0, "11:40")) == NORMAL
    assert story.worst("V96", NANHAI, at(0, "11:45"), at(0, "12:10")) == YELLOW
    assert story.worst("V96", CHANCHENG, at(0, "11:45"), at(0, "12:10")) == NORMAL
    assert story.regions["V96", NANHAI][-1][1] == NORMAL


def test_a_crowd_gathers_in_the_evening_and_a_lift_waits_too_long(
    city: SimulatedCity, catalogue: Catalogue, tmp_path: Path
) -> None:
    (tmp_path / "lift").mkdir()

    crowd = replay(
        city, catalogue, tmp_path, of_kinds(city, ["crowd-camera"], CHANCHENG), at(0, "19:00"), at(0, "22:00")
    )
    lift = replay(city, catalogue, tmp_path / "lift", of_kinds(city, ["lift-platform"]), at(0, "11:20"), at(0, "13:20"))

    assert crowd.worst("V51", CHANCHENG, at(0, "19:00"), at(0, "19:30")) == NORMAL
    assert crowd.worst("V51", CHANCHENG, at(0, "19:30"), at(0, "21:30")) == YELLOW
    assert crowd.regions["V51", CHANCHENG][-1][1] == NORMAL
    assert lift.worst("V75", NANHAI, at(0, "12:20"), at(0, "12:50")) == YELLOW
    assert lift.regions["V75", NANHAI][-1][1] == NORMAL


@pytest.mark.parametrize("name", sorted({*read_scenarios()} - {"fire-calls"}))  # it shows against a week of calls
def test_every_scenario_raises_some_sign_and_lets_go_of_it(
    city: SimulatedCity, catalogue: Catalogue, name: str
) -> None:
    incident = next(one for day in range(3, 60) for one in city.plan.of_day(day) if one.scenario == name)
    begins, ends = (
        max(incident.begins, incident.at - 5 * HOUR),
        min(incident.ends + 20 * MINUTE, incident.at + 5 * HOUR),
    )

    told = followed(city, catalogue, incident, begins - 61 * MINUTE, ends)

    raised = {who: levels for who, levels in told.items() if max(levels) >= BLUE}
    assert raised
    if incident.ends < ends:
        assert all(levels[-1] == NORMAL for levels in raised.values())


def test_fire_calls_of_an_incident_are_more_than_those_of_a_day(city: SimulatedCity, asked: Asked) -> None:
    incident = next(one for day in range(60) for one in city.plan.of_day(day) if one.scenario == "fire-calls")
    row = int(np.flatnonzero(city.fleet.by_kind["fire-calls"] == incident.device)[0])

    day = range(incident.at - 86_400, incident.at, 300)
    usual = asked.block("fire-calls", "fire_calls", [*day])[row].sum()
    during = asked.block("fire-calls", "fire_calls", [*range(incident.at, incident.at + 40 * MINUTE, 300)])[row].sum()

    assert during >= 6
    assert usual + during >= 1.5 * usual


@given(day=st.integers(-14, 400))
def test_every_hour_has_an_incident(city: SimulatedCity, day: int) -> None:
    hours = [(one.at - MONDAY) // HOUR - 24 * day for one in city.plan.of_day(day)]

    assert set(hours) == set(range(24))
    assert len(hours) <= 28  # some appointments share an hour


@given(day=st.sampled_from([n for n in range(400) if n % CYCLE in {1, 2, 3, 7, 13}]))
def test_on_a_day_without_appointments_no_incident_follows_its_like(city: SimulatedCity, day: int) -> None:
    names = [one.scenario for one in city.plan.of_day(day)]

    assert len(names) == 24
    assert all(one != other for one, other in pairwise(names))


def test_the_first_days_happen_as_written_and_later_cycles_at_other_places_and_times(city: SimulatedCity) -> None:
    def appointed(cycle: int) -> list[tuple[str, int, int]]:
        days = range(cycle * CYCLE, (cycle + 1) * CYCLE)
        named = [one for day in days for one in city.plan.of_day(day) if _has_appointment(city, one.scenario)]
        return [(one.scenario, one.at - MONDAY - cycle * CYCLE * 86_400, one.device) for one in named]

    first, second = appointed(0), appointed(1)
    leak = _the_leak(city)

    assert city.fleet.regions[leak.device] == 440604012
    floods = [[moment for name, moment, _ in cycle if name == "flood"] for cycle in (first, second)]
    assert [len(found) for found in floods] == [1, 1]
    assert floods[0] == [10 * HOUR]
    assert 0 < abs(floods[1][0] - 10 * HOUR) <= 90 * MINUTE
    crowds = [{device for name, _, device in cycle if name == "festival-crowd"} for cycle in (first, second)]
    assert len(crowds[0]) == 3
    assert crowds[0] != crowds[1]


def _has_appointment(city: SimulatedCity, name: str) -> bool:
    return bool(city.plan.scenarios[name].appointments)


def test_incidents_of_other_kinds_and_places_come_over_the_weeks(city: SimulatedCity) -> None:
    month = [one for day in range(28) for one in city.plan.of_day(day)]

    assert {one.scenario for one in month} == set(city.plan.scenarios)
    districts = {int(str(city.fleet.regions[one.device])[:6]) for one in month}
    assert {440604, 440605, 440606, 440607, 440608} <= districts


@pytest.mark.parametrize(
    ("text", "seconds"), [("45m", 2700), ("3h", 10_800), ("-1h30m", -5400), ("0m", 0), ("-28h", -100_800)]
)
def test_lengths_of_time_are_read_as_they_are_written(text: str, seconds: int) -> None:
    assert seconds_of(text) == seconds


@pytest.mark.parametrize("text", ["", "-", "5", "1d", "h", "10 m", None])
def test_what_is_no_length_of_time_is_refused(text: str | None) -> None:
    with pytest.raises(ValueError, match="no length of time"):
        seconds_of(text)


def _effect(**more: object) -> dict[str, object]:
    return {"of": "gas-well", "quantity": "gas_concentration", **more}


@pytest.mark.parametrize(
    ("effect", "reason"),
    [
        (_effect(), "one of"),
        (_effect(add={"0m": 1, "5m": 0}, times={"0m": 1, "5m": 1}), "one of"),
        (_effect(add={"0m": 1}), "at least 2"),
        (_effect(where="near", add={"0m": 1, "5m": 0}), "needs a `number`"),
        (_effect(where="there", add={"0m": 1, "5m": 0}), "where"),
    ],
)
def test_an_effect_that_cannot_be_is_refused(effect: dict[str, object], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Scenario.model_validate({"name": {"zh": "事", "en": "event"}, "of": "gas-well", "effects": [effect]})


def test_scenarios_name_kinds_and_quantities_that_are_there(city: SimulatedCity) -> None:
    def named(scenarios: Iterable[Scenario]) -> set[tuple[str, str]]:
        return {(effect.of, effect.quantity) for one in scenarios for effect in one.effects}

    assert named(city.plan.scenarios.values()) <= set(city.fleet.by_quantity)
    assert {one.of for one in city.plan.scenarios.values()} <= set(city.fleet.kinds)
