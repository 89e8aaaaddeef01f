"""How readings become a value: newest, sums, means, shares, ratios, differences, surges. Numbers worked out by hand."""

from __future__ import annotations

import math
import pickle
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.vitals import AnnotatedValue, Level, Sample, SamplingPlace, Sign, level_of, value_at
from tests.indicators.vitals.conftest import Make
from tests.indicators.vitals.readings import DAY, HERE, HOUR, MINUTE, NOW, every

MORNING = {  # by the hour of the day: calls that an hour brings
    "hotline_calls": [60.0] * 9 + [120.0] + [60.0] * 14
}


def test_the_newest_reading_up_to_the_moment_counts(signs: Mapping[str, Sign]) -> None:
    history = {"ponding_depth": [Sample(NOW - 120, 3), Sample(NOW - 60, 7), Sample(NOW + 60, 9)]}
    assert value_at(signs["V11"], history, NOW, HERE) == 7
    assert value_at(signs["V11"], history, NOW - 60, HERE) == 7
    assert value_at(signs["V11"], history, NOW - 61, HERE) == 3
    assert value_at(signs["V11"], history, NOW + 60, HERE) == 9


@pytest.mark.parametrize(("age", "known"), [(2700, True), (2701, False)])
def test_a_reading_that_is_too_old_counts_as_none(signs: Mapping[str, Sign], age: int, known: bool) -> None:
    history = {"ponding_depth": [Sample(NOW - age, 7)]}
    assert value_at(signs["V11"], history, NOW, HERE) == (7 if known else None)


@pytest.mark.parametrize("history", [{}, {"ponding_depth": []}, {"ponding_depth": [Sample(NOW + 1, 7)]}])
def test_without_a_reading_there_is_no_value(signs: Mapping[str, Sign], history: Mapping[str, list[Sample]]) -> None:
    for sign in signs.values():
        assert value_at(sign, history, NOW, HERE) is None


@pytest.mark.parametrize("reading", [math.nan, math.inf, -math.inf])
def test_a_reading_that_is_no_number_is_no_value(signs: Mapping[str, Sign], reading: float) -> None:
    assert value_at(signs["V11"], {"ponding_depth": [Sample(NOW, reading)]}, NOW, HERE) is None


def test_a_deviation_counts_to_both_sides(signs: Mapping[str, Sign]) -> None:
    assert value_at(signs["V83"], {"frequency_deviation": [Sample(NOW, -0.3)]}, NOW, HERE) == 0.3
    assert value_at(signs["V84"], {"voltage_deviation": [Sample(NOW, 6)]}, NOW, HERE) == 6


def test_rain_of_an_hour_is_shown_and_that_of_three_and_six_is_judged(signs: Mapping[str, Sign]) -> None:
    rain = signs["V27"]

    def level(*hours: float) -> tuple[float | None, Level]:
        """With so much rain in each of the last six hours, the last first."""
        falls = [amount / 12 for amount in reversed(hours) for _ in range(12)]
        value = value_at(rain, {"rainfall": every(300, falls)}, NOW, HERE)
        assert value is not None
        return round(value, 6), level_of(rain, value)

    assert level(20, 0, 0, 0, 0, 0) == (20, Level.NORMAL)
    assert level(9, 8, 8, 8, 8, 8) == (9, Level.NORMAL)  # 49 in six
    assert level(8, 8, 8, 8, 8, 10) == (8, Level.YELLOW)  # 50 in six, 24 in three
    assert level(0, 0, 0, 60, 60, 60) == (0, Level.YELLOW)  # 180 in six, but none in three
    assert level(20, 20, 10, 0, 0, 0) == (20, Level.ORANGE)  # 50 in three
    assert level(0, 50, 49, 0, 0, 0) == (0, Level.ORANGE)
    assert level(0, 50, 50, 0, 0, 0) == (0, Level.RED)  # 100 in three


def test_rain_with_samples_missing_is_the_least_there_can_have_been(signs: Mapping[str, Sign]) -> None:
    full = every(300, [1] * 72)
    gappy = full[:20] + full[40:]  # 52 of 72
    whole = value_at(signs["V27"], {"rainfall": full}, NOW, HERE)
    partial = value_at(signs["V27"], {"rainfall": gappy}, NOW, HERE)
    assert isinstance(whole, AnnotatedValue)
    assert isinstance(partial, AnnotatedValue)
    assert (whole.least, whole.parts) == (False, (72, 36))
    assert (partial.least, partial.parts) == (True, (52, 32))


def test_a_plain_amount_of_rain_is_at_least_that_of_more_hours(signs: Mapping[str, Sign]) -> None:
    assert level_of(signs["V27"], 49.9) is Level.NORMAL
    assert level_of(signs["V27"], 60) is Level.ORANGE  # within the hour, so within three
    assert level_of(signs["V27"], 100) is Level.RED


def test_overweight_passes_are_those_of_a_day(signs: Mapping[str, Sign]) -> None:
    history = {"overweight_passes": [Sample(NOW - DAY, 7), *every(HOUR, [0] * 20 + [1, 0, 2, 0])]}
    assert value_at(signs["V33"], history, NOW, HERE) == 3


@pytest.mark.parametrize(("count", "value"), [(8, 150), (6, 160), (5, None)])
def test_a_mean_needs_three_quarters_of_its_samples(signs: Mapping[str, Sign], count: int, value: float | None) -> None:
    readings = every(HOUR, [120, 120, 120, 150, 150, 180, 180, 180])[-count:]
    mean = value_at(signs["V23"], {"o3": [Sample(NOW - 8 * HOUR, 900), *readings]}, NOW, HERE)
    assert mean == (None if value is None else sum(r.value for r in readings) / count)
    assert value is None or count != 8 or mean == 150


def test_a_mean_of_which_the_newest_is_too_old_is_none(signs: Mapping[str, Sign]) -> None:
    history = {"o3": every(HOUR, [120] * 8)}
    assert value_at(signs["V23"], history, NOW + 2 * HOUR, HERE) == 120  # six of the eight hours
    assert value_at(signs["V23"], history, NOW + 3 * HOUR + 1, HERE) is None


def test_a_share_carries_its_whole_as_weight(signs: Mapping[str, Sign]) -> None:
    history = {"cameras_online": [Sample(NOW, 190)], "cameras_total": [Sample(NOW - 300, 200)]}
    value = value_at(signs["V96"], history, NOW, HERE)
    assert isinstance(value, AnnotatedValue)
    assert (float(value), value.weight) == (95, 200)
    assert value_at(signs["V96"], {**history, "cameras_total": [Sample(NOW, 0)]}, NOW, HERE) is None
    assert value_at(signs["V96"], {"cameras_online": [Sample(NOW, 190)]}, NOW, HERE) is None
    assert value_at(signs["V96"], {"cameras_total": [Sample(NOW, 190)]}, NOW, HERE) is None


def test_alarms_are_counted_for_each_thousand_vehicles(signs: Mapping[str, Sign]) -> None:
    history = {"driving_alarms": [Sample(NOW, 9)], "vehicles_online": [Sample(NOW, 1500)]}
    assert value_at(signs["V65"], history, NOW, HERE) == 6


def test_a_share_of_hours_is_one_of_sums(made: Make) -> None:
    sign = made(value={"by": "share", "part": "bad", "whole": "all", "hours": 2}, sampling={"seconds": HOUR})
    history = {"bad": every(HOUR, [50, 1, 2]), "all": every(HOUR, [50, 10, 50])}
    assert value_at(sign, history, NOW, HERE) == 5
    assert value_at(sign, {**history, "bad": history["bad"][-1:]}, NOW, HERE) is None  # one of two hours is missing


def test_a_deflection_is_a_share_of_what_the_place_allows(signs: Mapping[str, Sign]) -> None:
    history = {"bridge_deflection": [Sample(NOW, 40)]}
    assert value_at(signs["V31"], history, NOW, SamplingPlace("bridge", limits={"deflection_limit": 50})) == 80
    assert value_at(signs["V31"], history, NOW, SamplingPlace("bridge", limits={"deflection_limit": 0})) is None
    assert value_at(signs["V31"], history, NOW, HERE) is None


def test_the_load_is_a_share_of_the_record(signs: Mapping[str, Sign]) -> None:
    value = value_at(signs["V81"], {"power_load": [Sample(NOW, 1368.36)]}, NOW, HERE)
    assert value == pytest.approx(90)
    assert level_of(signs["V81"], value or 0) is Level.BLUE


def test_waiting_is_compared_with_what_is_usual(signs: Mapping[str, Sign]) -> None:
    history = {"emergency_waiting": [Sample(NOW, 45)]}
    assert value_at(signs["V54"], history, NOW, SamplingPlace("hospital", expected={"emergency_waiting": [30]})) == 1.5
    assert value_at(signs["V54"], history, NOW, SamplingPlace("hospital", expected={"emergency_waiting": []})) is None
    assert value_at(signs["V54"], history, NOW, HERE) is None


def test_what_is_usual_may_depend_on_the_hour_of_the_week(signs: Mapping[str, Sign]) -> None:
    week = [1.0] * 168
    week[9] = 90.0  # Monday, from nine to ten
    place = SamplingPlace("hospital", expected={"emergency_waiting": week})
    readings = [Sample(NOW + shift, 45) for shift in (-HOUR, 0, 1)]
    values = [value_at(signs["V54"], {"emergency_waiting": [r]}, r.at, place) for r in readings]
    assert values == [45, 0.5, 45]  # a reading speaks of the hour that it ends


def test_calls_of_an_hour_are_compared_with_those_usual_in_it(signs: Mapping[str, Sign]) -> None:
    place = SamplingPlace("city", expected=MORNING)
    calls = {"hotline_calls": every(300, [15] * 12)}
    on_the_hour = value_at(signs["V55"], calls, NOW, place)
    assert isinstance(on_the_hour, AnnotatedValue)
    assert (on_the_hour, on_the_hour.weight) == (180 / 120, 120)
    later = {"hotline_calls": every(300, [15] * 12, NOW + 20 * MINUTE)}
    assert value_at(signs["V55"], later, NOW + 20 * MINUTE, place) == pytest.approx(180 / (120 * 2 / 3 + 60 / 3))
    assert value_at(signs["V55"], {"hotline_calls": every(300, [15] * 8)}, NOW, place) is None
    assert value_at(signs["V55"], calls, NOW + HOUR, place) is None


def test_fires_of_a_day_are_compared_with_the_seven_days_before(signs: Mapping[str, Sign]) -> None:
    per_day = DAY // 300
    week = [n % per_day == 0 for n in range(7 * per_day)]  # one a day
    today = [n % (per_day // 3) == 0 for n in range(per_day)]  # three
    value = value_at(signs["V73"], {"fire_calls": every(300, week + today)}, NOW, HERE)
    assert value == 3
    assert value_at(signs["V73"], {"fire_calls": every(300, today)}, NOW, HERE) is None
    assert value_at(signs["V73"], {"fire_calls": every(300, [False] * 7 * per_day + today)}, NOW, HERE) is None


def test_noise_is_held_against_the_limit_of_its_class_and_hour(signs: Mapping[str, Sign]) -> None:
    def over(level: float, hours: float, noise_class: str = "2") -> float | None:
        at = NOW + hours * HOUR  # ten in the morning and so many hours
        place = SamplingPlace("corner", traits={"noise_class": noise_class})
        return value_at(signs["V28"], {"noise_level": [Sample(at, level)]}, at, place)

    assert over(63, 0) == 3
    assert over(63, 12) == 3  # at 22 o'clock: the hour from 21
    assert over(63, 13) == 13  # at 23
    assert over(63, 20) == 13  # at 6: the hour from 5
    assert over(63, 21) == 3  # at 7
    assert [over(70, 0, c) for c in "01234"] == [20, 15, 10, 5, 0]
    assert [over(70, 14, c) for c in "01234"] == [30, 25, 20, 15, 15]
    assert over(63, 0, "9") is None
    assert value_at(signs["V28"], {"noise_level": [Sample(NOW, 63)]}, NOW, HERE) is None


def test_influenza_is_counted_from_its_baseline(signs: Mapping[str, Sign]) -> None:
    history = {"influenza_like_share": [Sample(NOW, 5.5)]}
    assert (
        value_at(signs["V57"], history, NOW, SamplingPlace("district", expected={"influenza_like_share": [4.0]})) == 1.5
    )
    assert value_at(signs["V57"], history, NOW, HERE) is None
    assert value_at(signs["V57"], {}, NOW, HERE) is None


@pytest.mark.parametrize(
    ("before", "today", "value"),
    [
        ([100, 110, 90, 100, 120, 80, 100], 100, 0.0),
        ([100, 110, 90, 100, 120, 80, 100], 150, 50 / math.sqrt(1000 / 6)),  # their own spread
        ([100] * 7, 150, 5.0),  # at least the root of the mean
        ([0] * 7, 3, 3.0),  # at least one
    ],
)
def test_a_surge_is_counted_in_deviations(
    signs: Mapping[str, Sign], before: list[float], today: float, value: float
) -> None:
    hourly = [count / 24 for count in (*before, today) for _ in range(24)]
    assert value_at(signs["V56"], {"requests_of_topic": every(HOUR, hourly)}, NOW, HERE) == pytest.approx(value)


def test_a_surge_needs_all_days(signs: Mapping[str, Sign]) -> None:
    readings = every(HOUR, [1] * 8 * 24)
    assert value_at(signs["V56"], {"requests_of_topic": readings[24:]}, NOW, HERE) is None
    assert value_at(signs["V56"], {"requests_of_topic": readings}, NOW + 4 * HOUR, HERE) is None


def test_a_value_is_a_float_that_keeps_what_it_knows() -> None:
    value = AnnotatedValue(5, (5.0, 7.0), least=True, weight=3.0)
    again = pickle.loads(pickle.dumps(value))
    assert value == 5.0
    assert (again, again.parts, again.least, again.weight) == (5, (5.0, 7.0), True, 3.0)


@given(st.lists(st.floats(0, 100), min_size=3, max_size=40), st.integers(0, 39))
def test_what_lies_after_the_moment_changes_no_value(
    signs: Mapping[str, Sign], readings: list[float], cut: int
) -> None:
    for name, quantity in (("V11", "ponding_depth"), ("V27", "rainfall"), ("V91", "water_pressure")):
        samples = every(300, readings)
        at = samples[min(cut, len(samples) - 1)].at
        until = [sample for sample in samples if sample.at <= at]
        assert value_at(signs[name], {quantity: samples}, at, HERE) == value_at(
            signs[name], {quantity: until}, at, HERE
        )
