"""Any moment can be asked for, in any order; nothing impossible is ever read; day and night, rain and heat show."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.city import SEED
from demo.fleet.device_models import MeasuredModel
from demo.fleet.noise import bell, drift, tail, uniform
from demo.scenarios.storms import Storm
from demo.scenarios.weather import Weather
from demo.simulator import SimulatedCity
from demo.simulator.rhythms import HOURS, read_rhythms
from indicators.catalogue.catalogue import Catalogue
from tests.demo.simulator.conftest import DAY, HOUR, MONDAY, Asked, at

WEEK = 7 * DAY
KEY = np.full(20_000, 42, np.uint64)
NUMBERS = np.arange(20_000)


def asked_for(city: SimulatedCity, channels: np.ndarray, moments: np.ndarray) -> np.ndarray:
    """The readings of channels at moments, each since its device's reading before."""
    every = np.array([spot.device.every for spot in city.fleet.spots])[city.fleet.channel_device]
    return city.values(channels, moments, every[channels])


@given(st.data())
def test_a_reading_is_the_same_alone_and_among_others_in_any_order(city: SimulatedCity, data: st.DataObject) -> None:
    channels = np.array(data.draw(st.lists(st.integers(0, city.fleet.channels - 1), min_size=1, max_size=30)))
    moments = MONDAY + np.array(
        data.draw(st.lists(st.integers(0, 3 * WEEK), min_size=len(channels), max_size=len(channels)))
    )
    order = np.array(data.draw(st.permutations(range(len(channels)))))

    together = asked_for(city, channels, moments)

    assert asked_for(city, channels[order], moments[order]).tolist() == together[order].tolist()
    alone = [asked_for(city, channels[n : n + 1], moments[n : n + 1])[0] for n in range(len(channels))]
    assert alone == together.tolist()


def test_the_same_seed_reads_the_same_and_another_seed_something_else(
    city: SimulatedCity, make_city: Callable[[int], SimulatedCity]
) -> None:
    channels = np.arange(city.fleet.channels)
    moments = np.full(len(channels), at(2, "15:00"))

    assert asked_for(make_city(SEED), channels, moments).tolist() == asked_for(city, channels, moments).tolist()
    other = asked_for(make_city(SEED + 1), channels, moments)
    assert np.mean(other != asked_for(city, channels, moments)) > 0.5


@given(start=st.integers(0, 6 * WEEK))
def test_nothing_is_ever_read_that_the_catalogue_calls_impossible(
    city: SimulatedCity, catalogue: Catalogue, start: int
) -> None:
    channels = np.arange(city.fleet.channels)
    found = asked_for(city, channels, MONDAY + start + channels * 7919 % WEEK)

    for block in city.fleet.blocks:
        quantity = catalogue.vitals.quantities[block.quantity]
        values = found[block.first : block.first + len(block)].tolist()
        assert all(quantity.possible(value) for value in values), block.quantity


@given(start=st.integers(0, 6 * WEEK))
def test_without_incidents_what_is_measured_stays_between_its_bounds(city: SimulatedCity, start: int) -> None:
    channels = np.arange(city.fleet.channels)
    moments = MONDAY + start + channels * 104_729 % WEEK
    found = city.usual(channels, moments, np.full(len(channels), 60))

    for block in city.fleet.blocks:
        if isinstance(block.behaviour, MeasuredModel):
            low, high = block.behaviour.between
            scale = np.array([city.fleet.spots[n].limits.get(block.behaviour.scale or "", 1.0) for n in block.devices])
            values = found[block.first : block.first + len(block)] / scale
            assert low - 1e-9 <= values.min()
            assert values.max() <= high + 1e-9


@given(start=st.integers(0, 6 * WEEK))
def test_a_part_is_never_more_than_the_whole(asked: Asked, start: int) -> None:
    moments = [MONDAY + start + n * 4567 for n in range(8)]
    for kind, part, whole in (
        ("camera-platform", "cameras_online", "cameras_total"),
        ("pump-station", "pumps_usable", "pumps_total"),
        ("bus-platform", "buses_on_time", "buses_run"),
        ("street-lamps", "lamps_lit", "lamps_total"),
        ("road-network", "roads_congested", "roads_monitored"),
    ):
        assert (asked.block(kind, part, moments) <= asked.block(kind, whole, moments)).all()


def test_roads_are_busy_at_rush_hours_on_workdays_and_calm_at_night(asked: Asked) -> None:
    index = asked.block("road-network", "traffic_index", [at(2, t) for t in ("03:00", "08:30", "14:00", "18:15")])
    sunday = asked.block("road-network", "traffic_index", [at(6, "08:30")])
    speed = asked.block("road-network", "arterial_speed", [at(2, "03:00"), at(2, "08:30")])

    night, morning, noon, evening = np.median(index, axis=0)
    assert night < noon < evening
    assert noon < morning
    assert np.median(sunday) < morning
    assert np.median(speed[:, 0]) > np.median(speed[:, 1]) + 8


def test_nights_are_quieter_than_days_at_every_noise_station(asked: Asked) -> None:
    day = asked.block("noise-station", "noise_level", [at(2, "10:30"), at(3, "15:30")])
    night = asked.block("noise-station", "noise_level", [at(2, "02:30"), at(3, "23:30")])

    assert (night.mean(axis=1) < day.mean(axis=1) - 5).all()


def test_the_hotline_has_the_published_number_of_calls_and_few_at_night(city: SimulatedCity, asked: Asked) -> None:
    week = asked.block("hotline", "hotline_calls", list(range(at(7, "00:05"), at(14, "00:01"), 300))).sum(axis=0)
    by_hour = week.reshape(7, 24, 12).sum(axis=2)

    assert week.sum() / 7 == pytest.approx(14_900, rel=0.06)
    assert by_hour[:5, 3].mean() < by_hour[:5, 10].mean() / 4
    assert by_hour[5:].sum() / 2 < by_hour[:5].sum() / 5


def test_the_load_follows_the_hours_and_the_heat_and_stays_below_the_record(asked: Asked) -> None:
    quarters = list(range(at(1, "00:00"), at(15, "00:00"), 900))
    load = asked.block("power-dispatch", "power_load", quarters)[0]

    assert load.max() < 1_520.4
    assert load.reshape(14, 96)[:, 60].mean() > load.reshape(14, 96)[:, 16].mean() + 250


def test_lamps_burn_at_night_only(asked: Asked) -> None:
    lit = asked.block("street-lamps", "lamps_total", [at(1, "12:00"), at(1, "18:59"), at(1, "19:01"), at(2, "05:59")])

    assert lit[:, :2].sum() == 0
    assert lit[:, 2].sum() == lit[:, 3].sum() == 418_000


def test_rain_drives_gauges_roads_speed_and_calls_together(city: SimulatedCity, asked: Asked) -> None:
    dry, wet = at(0, "05:30"), at(0, "09:40")  # the storm of the flood stands over Leping

    leping = city.fleet.regions[city.fleet.by_kind["rain-gauge"]] == 440607103
    rain = asked.block("rain-gauge", "rainfall", [dry, wet])[leping]
    assert rain[:, 0].max() < 0.3
    assert rain[:, 1].max() > 1.0
    gauges = city.fleet.regions[city.fleet.by_kind["ponding-gauge"]] == 440607103
    ponding = asked.block("ponding-gauge", "ponding_depth", [dry, wet])[gauges]
    assert ponding[:, 0].max() == 0
    assert ponding[:, 1].max() > 5


def test_a_storm_is_strongest_at_its_heart_and_over_when_its_time_is(city: SimulatedCity) -> None:
    storm = Storm(1000.0, 3600.0, 5.0, 5.0, 0.0, 0.0, 4.0, 30.0)
    weather = Weather(1, lambda begins, ends: [storm])
    calm = Weather(1)
    here, there = np.array([5.0]), np.array([25.0])

    def more(moment: int, x: np.ndarray) -> float:
        when = np.array([moment])
        return float((weather.rain(when, x, here) - calm.rain(when, x, here))[0])

    assert more(2800, here) == pytest.approx(30)
    assert 0 < more(1500, here) < 30
    assert more(2800, there) < 0.1
    assert more(4700, here) == more(900, here) == 0
    water = weather.water(np.array([4600, 4600 + 3 * HOUR]), np.array([5.0, 5.0]), np.array([5.0, 5.0]))
    assert water[0] > 4 * water[1] > 0


def test_summer_is_warm_and_winter_cool_and_afternoons_warmer_than_mornings(city: SimulatedCity) -> None:
    july = city.weather.warmth(MONDAY + np.arange(0, 28 * DAY, HOUR))
    january = city.weather.warmth(MONDAY + 190 * DAY + np.arange(0, 28 * DAY, HOUR))

    assert 26 < july.mean() < 31
    assert 11 < january.mean() < 17
    by_hour = july.reshape(28, 24).mean(axis=0)
    assert by_hour[14] > by_hour[5] + 5


def test_showers_alone_never_reach_a_rainstorm_signal(city: SimulatedCity) -> None:
    calm = Weather(SEED)
    gauges = city.fleet.by_kind["rain-gauge"]
    moments = MONDAY + np.arange(0, 28 * DAY, 300)
    for gauge in gauges[::6].tolist():
        place = np.full(len(moments), city.fleet.x[gauge]), np.full(len(moments), city.fleet.y[gauge])
        fallen = np.cumsum(calm.rain(moments, *place)) * 300 / HOUR
        assert (fallen[72:] - fallen[:-72]).max() < 40


@given(counter=st.integers(-(2**62), 2**62), key=st.integers(0, 2**64 - 1))
def test_chance_depends_on_its_key_and_counter_alone(counter: int, key: int) -> None:
    one = uniform(np.array([key], np.uint64), np.array([counter]))[0]
    among = uniform(np.array([5, key, 7], np.uint64), np.array([1, counter, 2]))[1]

    assert 0 <= one < 1
    assert one == among


def test_chance_is_spread_as_it_should_be() -> None:
    assert uniform(KEY, NUMBERS).mean() == pytest.approx(0.5, abs=0.01)
    assert uniform(KEY, NUMBERS).std() == pytest.approx(12**-0.5, abs=0.01)
    assert bell(KEY, NUMBERS).std() == pytest.approx(1, abs=0.02)
    assert abs(bell(KEY, NUMBERS)).max() <= 3
    assert tail(KEY, NUMBERS).mean() == pytest.approx(1, abs=0.03)
    slow = drift(KEY, NUMBERS, 3600)
    assert abs(slow).max() <= 1
    assert abs(np.diff(slow)).max() < 3 * 2 / 3600


@given(name=st.sampled_from(sorted(read_rhythms())), start=st.integers(0, 4 * WEEK), seconds=st.integers(1, WEEK))
def test_what_has_passed_never_falls_and_brings_a_week_its_hours(name: str, start: int, seconds: int) -> None:
    rhythm = read_rhythms()[name]
    begins = np.array([float(MONDAY + start)])

    assert rhythm.passed(begins + seconds)[0] >= rhythm.passed(begins)[0]
    assert rhythm.passed(begins + WEEK)[0] - rhythm.passed(begins)[0] == pytest.approx(HOURS)
    assert rhythm.even.sum() == pytest.approx(HOURS)
