"""Values by dated standards and of states: air index, water class, minutes open, what lasts, grades of accidents."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from indicators.vitals import AnnotatedValue, History, Level, Sample, SamplingPlace, Sign, level_of, value_at
from tests.indicators.vitals.conftest import Make
from tests.indicators.vitals.readings import DAY, HERE, HOUR, MINUTE, NOW, every

NEW = 1_772_294_400  # 2026-03-01 0 o'clock in China: a reading of this moment speaks of the last hour of February
CLEAN = {"so2": 10.0, "no2": 20.0, "pm10": 40.0, "co": 0.5, "o3": 80.0, "pm25": 20.0}
GOOD = {
    "water_ph": 7.0,
    "dissolved_oxygen": 6.5,
    "permanganate_index": 3.0,
    "ammonia_nitrogen": 0.4,
    "total_phosphorus": 0.08,
}
POOR, FOUL = {**GOOD, "dissolved_oxygen": 2.5}, {**GOOD, "dissolved_oxygen": 1.5}  # of class V, and worse than it


def air(until: float, **changes: float) -> dict[str, list[Sample]]:
    """A day of hourly readings, the same each hour."""
    return {quantity: every(HOUR, [value] * 24, until) for quantity, value in {**CLEAN, **changes}.items()}


def water(hours: Mapping[float, Mapping[str, float]], until: float = NOW) -> dict[str, list[Sample]]:
    """Readings of all items, so many hours ago."""
    moments = sorted(hours.items(), reverse=True)
    return {item: [Sample(until - ago * HOUR, said[item]) for ago, said in moments if item in said] for item in GOOD}


def days_of(said: Mapping[str, float], hours: float) -> dict[float, Mapping[str, float]]:
    """The same water every four hours, back over so many."""
    return {4.0 * n: said for n in range(int(hours // 4) + 1)}


def known(value: float | None) -> AnnotatedValue:
    """A value that knows more than its number."""
    assert isinstance(value, AnnotatedValue)
    return value


@pytest.mark.parametrize(
    ("at", "index"),
    [
        (NOW, 94),  # 2012: 50 + 50 × (70 − 35) ÷ (75 − 35) = 93.75, rounded up
        (NEW, 94),  # the reading of midnight speaks of the day that ends
        (NEW + HOUR, 110),  # 2026: 100 + 50 × (70 − 60) ÷ (115 − 60) = 109.09…, rounded up
    ],
)
def test_air_is_judged_by_the_edition_of_the_day(signs: Mapping[str, Sign], at: float, index: int) -> None:
    value = known(value_at(signs["V21"], air(at, pm25=70), at, HERE))
    assert (float(value), value.least) == (index, False)


def test_particles_of_2012_are_those_of_a_day_and_of_2026_those_of_an_hour(signs: Mapping[str, Sign]) -> None:
    for at, index in ((NOW, 40), (NEW + HOUR, 160)):
        readings = air(at)
        readings["pm25"][-1] = Sample(at, 122)  # one bad hour after 23 with 20: 24.25 over the day, an index of 35
        assert value_at(signs["V21"], readings, at, HERE) == index


def test_an_index_with_a_pollutant_missing_is_the_least_there_can_be(signs: Mapping[str, Sign]) -> None:
    readings = air(NOW, pm25=70)
    assert known(value_at(signs["V21"], {**readings, "co": []}, NOW, HERE)).least
    assert known(value_at(signs["V21"], {**readings, "o3": readings["o3"][-4:]}, NOW, HERE)).least  # four of 8 hours
    without = known(value_at(signs["V21"], {**readings, "pm25": readings["pm25"][:-4]}, NOW, HERE))
    assert (float(without), without.least) == (40, True)  # PM10 of 40 and O3 of 80 decide
    assert value_at(signs["V21"], air(NOW - DAY), NOW, HERE) is None


def test_the_worst_item_makes_the_class(signs: Mapping[str, Sign]) -> None:
    for oxygen, grade in ((8, 2), (5.5, 3), (3.5, 4), (2.5, 5), (1.5, 6)):
        value = value_at(signs["V24"], water({0: {**GOOD, "dissolved_oxygen": oxygen}}), NOW, HERE)
        assert value == grade


@pytest.mark.parametrize(
    ("hours", "level"),
    [(0, Level.ORANGE), (68, Level.ORANGE), (72, Level.RED), (100, Level.RED)],
)
def test_the_worst_water_is_red_when_it_has_lasted_three_days(
    signs: Mapping[str, Sign], hours: float, level: Level
) -> None:
    value = known(value_at(signs["V24"], water(days_of(FOUL, hours)), NOW, HERE))
    assert float(value) == 6
    assert level_of(signs["V24"], value) is level
    assert value.least == (hours < 72)  # nobody knows how it was before


@pytest.mark.parametrize(
    ("others", "level", "sure"),
    [
        ({32.0: GOOD}, Level.ORANGE, True),  # it was good in between
        ({32.0: POOR}, Level.ORANGE, True),  # or only poor
        ({32.0: {"dissolved_oxygen": 1.5}}, Level.RED, True),  # one moment at which the other items are missing
        ({4.0 * n: {} for n in range(3, 9)}, Level.ORANGE, False),  # silent for a day: who knows
        ({72.0: POOR}, Level.ORANGE, True),
        ({4.0 * n: {"water_ph": 7.0} for n in range(15, 19)}, Level.ORANGE, False),  # incomplete where it begins
    ],
)
def test_three_days_are_known_by_their_samples(
    signs: Mapping[str, Sign], others: Mapping[float, Mapping[str, float]], level: Level, sure: bool
) -> None:
    value = known(value_at(signs["V24"], water({**days_of(FOUL, 72), **others}), NOW, HERE))
    assert (level_of(signs["V24"], value), value.least) == (level, not sure)


def test_good_water_is_sure_to_have_ended_what_was_before(signs: Mapping[str, Sign]) -> None:
    value = known(value_at(signs["V24"], water({0: GOOD}), NOW, HERE))
    assert (float(value), value.parts, value.least) == (2, (2.0, 2.0), False)


def test_water_with_an_item_missing_is_the_best_it_can_be(signs: Mapping[str, Sign]) -> None:
    readings = water({0: FOUL})
    assert known(value_at(signs["V24"], {**readings, "dissolved_oxygen": []}, NOW, HERE)).least
    assert value_at(signs["V24"], {**readings, "dissolved_oxygen": []}, NOW, HERE) == 2
    assert value_at(signs["V24"], readings, NOW + 12 * HOUR + 1, HERE) is None


def test_a_class_within_the_section_s_own_target_is_good(signs: Mapping[str, Sign]) -> None:
    fourth = water({0: {**GOOD, "dissolved_oxygen": 3.5}})
    levels = {}
    for target in (None, 3, 4, 5):
        place = SamplingPlace("section", limits={} if target is None else {"target_class": target})
        value = known(value_at(signs["V24"], fourth, NOW, place))
        assert float(value) == 4
        levels[target] = level_of(signs["V24"], value)
    assert levels == {None: Level.BLUE, 3: Level.BLUE, 4: Level.NORMAL, 5: Level.NORMAL}


def test_a_plain_class_says_nothing_of_its_time(signs: Mapping[str, Sign]) -> None:
    assert [level_of(signs["V24"], grade) for grade in (3, 4, 5, 6)] == [0, 2, 3, 4]


ALARM = "metro_zone_alarm"


@pytest.mark.parametrize(
    ("minutes", "state", "level"),
    [
        (10, 1, Level.NORMAL),
        (10.5, 1, Level.BLUE),
        (31, 1, Level.YELLOW),
        (120, 1, Level.YELLOW),
        (121, 1, Level.ORANGE),
        (0, 2, Level.RED),
    ],
)
def test_an_alarm_is_judged_by_how_long_it_is_open(
    signs: Mapping[str, Sign], minutes: float, state: int, level: Level
) -> None:
    opened = [Sample(NOW - minutes * MINUTE - HOUR, 0), Sample(NOW - minutes * MINUTE, 1), Sample(NOW, state)]
    value = value_at(signs["V38"], {ALARM: opened}, NOW, HERE)
    assert value == minutes
    assert level_of(signs["V38"], known(value)) is level


def test_an_alarm_stays_open_until_it_is_told_to_be_over(signs: Mapping[str, Sign]) -> None:
    told: History = {ALARM: [Sample(NOW - 5 * HOUR, 1), Sample(NOW - 600, 1)]}
    assert value_at(signs["V38"], told, NOW, HERE) == 300
    assert value_at(signs["V38"], {ALARM: [*told[ALARM], Sample(NOW, 0)]}, NOW, HERE) == 0
    assert value_at(signs["V38"], {ALARM: [*told[ALARM], Sample(NOW - 60, 0), Sample(NOW, 1)]}, NOW, HERE) == 0
    assert value_at(signs["V38"], told, NOW + HOUR, HERE) is None


def test_plain_minutes_say_nothing_of_what_was_confirmed(signs: Mapping[str, Sign]) -> None:
    assert level_of(signs["V38"], 5000) is Level.ORANGE


def test_a_state_is_all_that_a_step_may_look_at(made: Make) -> None:
    sign = made(value={"by": "minutes_open", "of": "alarm"}, steps={"red": {"state": 2}})
    assert level_of(sign, known(value_at(sign, {"alarm": [Sample(NOW, 2)]}, NOW, HERE))) is Level.RED
    assert level_of(sign, known(value_at(sign, {"alarm": [Sample(NOW, 1)]}, NOW, HERE))) is Level.NORMAL


@pytest.mark.parametrize(
    ("readings", "value", "least"),
    [
        ([(130, 1), (60, 1), (0, 1)], 1, False),  # open for over two hours
        ([(120, 1), (0, 1)], 1, False),
        ([(119, 1), (0, 1)], 0, True),  # who knows what was before
        ([(130, 0), (119, 1), (0, 1)], 0, False),
        ([(130, 1), (60, 0), (0, 1)], 0, False),
        ([(0, 0)], 0, False),
        ([(130, 1), (31, 1)], None, False),
        ([(155, 1), (0, 1)], 0, True),  # too long ago to hold when the two hours began
    ],
)
def test_a_cover_counts_when_its_alarm_has_lasted_two_hours(
    signs: Mapping[str, Sign], readings: list[tuple[float, float]], value: float | None, least: bool
) -> None:
    history = {"manhole_alarm": [Sample(NOW - ago * MINUTE, state) for ago, state in readings]}
    found = value_at(signs["V42"], history, NOW, HERE)
    assert found == value
    assert getattr(found, "least", False) == least


@pytest.mark.parametrize(
    ("deaths", "grade"), [(0, 1), (2, 1), (3, 2), (9, 2), (10, 3), (29, 3), (30, 4), (100, 4), (None, 1)]
)
def test_an_accident_is_graded_by_its_deaths(signs: Mapping[str, Sign], deaths: float | None, grade: int) -> None:
    history = {"accidents_open": [Sample(NOW, 1)]}
    if deaths is not None:
        history["accident_deaths"] = [Sample(NOW, deaths)]
    value = value_at(signs["V78"], history, NOW, HERE)
    assert value == grade
    assert getattr(value, "least", False) == (deaths is None)


def test_without_an_accident_there_is_no_grade(signs: Mapping[str, Sign]) -> None:
    ended = {"accidents_open": [Sample(NOW, 0)], "accident_deaths": [Sample(NOW, 5)]}
    assert value_at(signs["V78"], ended, NOW, HERE) == 0
    assert value_at(signs["V78"], {"accident_deaths": [Sample(NOW, 5)]}, NOW, HERE) is None
