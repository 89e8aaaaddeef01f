"""A sign over time: raised after n of m samples, released only inside the margin for its time, deaf to missing data."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.vitals import AnnotatedValue, Level, Sign, Signal, advance, level_of, stale
from tests.indicators.vitals.conftest import Make
from tests.indicators.vitals.readings import DAY, HOUR, MINUTE, NOW, followed, names

# Worked out by hand for steps at 5, 15, 27 and 40: a tenth of the step below each.
ENTER, LEAVE = (5, 15, 27, 40), (4.5, 14, 25.8, 38.7)
depths = st.sampled_from([0, 4.4, 4.5, 4.9, 5, 13.9, 14, 14.9, 15, 25.7, 25.8, 26, 27, 30, 38.6, 38.7, 39, 40, 60])


@pytest.fixture(scope="module")
def depth(made: Make) -> Sign:
    """Read every minute; three of five samples raise it."""
    return made()


def test_a_level_is_raised_by_three_of_five_samples(depth: Sign) -> None:
    assert names(followed(depth, [20, 20, 0, 0, 20])) == ["normal"] * 4 + ["yellow"]
    assert names(followed(depth, [20, 20, 0, 0, 0, 20])) == ["normal"] * 6
    assert names(followed(depth, [20, 0, 20, 0, 20, 0])) == ["normal"] * 4 + ["yellow"] * 2


def test_it_rises_to_the_highest_level_that_three_of_five_reach(depth: Sign) -> None:
    assert names(followed(depth, [50, 30, 16])) == ["normal", "normal", "yellow"]
    assert names(followed(depth, [50, 30, 16, 50, 30])) == ["normal", "normal", "yellow", "orange", "orange"]
    assert names(followed(depth, [50, 50, 50])) == ["normal", "normal", "red"]


def test_an_event_raises_at_once(signs: Mapping[str, Sign]) -> None:
    assert names(followed(signs["V75"], [25, 50], HOUR)) == ["blue", "orange"]
    assert names(followed(signs["V78"], [4.0], HOUR)) == ["red"]


def test_a_level_is_left_when_the_value_is_inside_for_the_whole_time(depth: Sign) -> None:
    found = names(followed(depth, [20] * 3 + [10] * 16))
    assert found == ["normal"] * 2 + ["yellow"] * 16 + ["blue"]


@pytest.mark.parametrize(("value", "level"), [(14, "yellow"), (14.5, "yellow"), (13.99, "blue")])
def test_inside_means_by_the_margin(depth: Sign, value: float, level: str) -> None:
    assert names(followed(depth, [20] * 3 + [value] * 30))[-1] == level


@pytest.mark.parametrize(
    ("name", "warned", "kept", "left"),
    [
        ("V21", 101, 96, 95.9),  # a tenth of the 50 from 101 to 151, not of the 101 from 0
        ("V81", 90, 89.5, 89.4),
        ("V41", 97, 98.19, 98.2),  # a tenth of the 2 from 98 to 100
        ("V26", 7.0, 6.95, 6.94),  # a river has no best: as wide as the step above
        ("V16", 99.9, 99.99, 100),  # only all grids are well
        ("V82", 0.1, 0.001, 0),
        ("V87", 1.31, 1.291, 1.29),
    ],
)
def test_the_margin_is_a_tenth_of_the_step_below(
    signs: Mapping[str, Sign], name: str, warned: float, kept: float, left: float
) -> None:
    pace = signs[name].sampling.seconds
    for value, level in ((kept, "blue"), (left, "normal")):
        assert names(followed(signs[name], [warned] * 5 + [value] * 20, pace))[-1] == level


def test_a_value_that_comes_back_begins_the_time_anew(depth: Sign) -> None:
    found = names(followed(depth, [20] * 3 + [10] * 14 + [14.5] + [10] * 16))
    assert found == ["normal"] * 2 + ["yellow"] * 31 + ["blue"]


def test_it_is_left_for_the_worst_that_was_held_meanwhile(depth: Sign) -> None:
    assert names(followed(depth, [50] * 3 + [0] * 10 + [20] + [0] * 5))[-1] == "yellow"
    assert names(followed(depth, [50] * 3 + [0] * 16))[-1] == "normal"


def test_after_a_release_the_next_one_takes_its_time_anew(depth: Sign) -> None:
    found = followed(depth, [50] * 3 + [20] + [0] * 40)
    changes = [(signal.level.name, (signal.since - NOW) / MINUTE) for signal in found]
    assert list(dict.fromkeys(changes)) == [("NORMAL", 0), ("RED", 2), ("YELLOW", 18), ("NORMAL", 33)]


def test_samples_that_raised_a_level_are_spent_when_it_is_left(made: Make) -> None:
    counted = made(sampling={"seconds": HOUR}, release={"minutes": 0})
    found = names(followed(counted, [20, 20, 20, 0, 0, 20, 20, 20], HOUR))
    assert found == ["normal"] * 2 + ["yellow"] + ["normal"] * 4 + ["yellow"]


def test_a_level_that_is_counted_once_a_day_follows_its_count(signs: Mapping[str, Sign]) -> None:
    assert names(followed(signs["V46"], [0, 12, 12, 0, 60], DAY)) == ["normal", "yellow", "yellow", "normal", "orange"]


def test_it_says_since_when_and_what_was_last(depth: Sign) -> None:
    last = followed(depth, [20, 20, 20, 21])[-1]
    assert (last.level, last.since, last.value, last.at) == (Level.YELLOW, NOW + 120, 21, NOW + 180)


@given(st.lists(depths, max_size=8), st.lists(st.none(), min_size=1, max_size=60))
def test_missing_values_neither_raise_nor_release(made: Make, values: list[float], missing: list[None]) -> None:
    sign = made()
    signal = followed(sign, values)[-1] if values else None
    later = signal
    for n, value in enumerate(missing):
        later = advance(sign, later, NOW + (8 + n) * MINUTE, value)
    assert later is not None
    assert later.level is (Level.NORMAL if signal is None else signal.level)
    assert later == signal or signal is None


def test_a_first_value_that_is_missing_makes_an_unknown_signal(depth: Sign) -> None:
    signal = advance(depth, None, NOW, None)
    assert (signal.level, signal.value, signal.at) == (Level.NORMAL, None, None)
    assert stale(depth, signal, NOW)
    assert names([advance(depth, signal, NOW + 60, 20)]) == ["normal"]


def test_a_silence_is_not_time_spent_inside(depth: Sign) -> None:
    signal = followed(depth, [20] * 3 + [0])[-1]
    signal = advance(depth, signal, NOW + HOUR, 0)
    assert signal.level is Level.YELLOW
    for minute in range(1, 16):
        signal = advance(depth, signal, NOW + HOUR + minute * MINUTE, 0)
        assert (signal.level is Level.NORMAL) == (minute == 15)


def test_samples_before_a_silence_count_no_more(depth: Sign) -> None:
    signal = followed(depth, [20, 20])[-1]
    signal = advance(depth, signal, NOW + HOUR, 20)
    assert signal.level is Level.NORMAL
    assert len(signal.recent) == 1


def test_a_short_gap_is_no_silence(depth: Sign) -> None:
    signal = followed(depth, [20, 20])[-1]
    assert advance(depth, signal, NOW + 60 + depth.stale_seconds, 20).level is Level.YELLOW


def test_what_is_at_least_so_bad_may_raise_and_never_eases(depth: Sign) -> None:
    assert names(followed(depth, [AnnotatedValue(20, least=True)] * 3))[-1] == "yellow"
    assert names(followed(depth, [20] * 3 + [AnnotatedValue(0, least=True)] * 60))[-1] == "yellow"
    assert names(followed(depth, [20] * 3 + [0] * 10 + [AnnotatedValue(0, least=True)] + [0] * 10))[-1] == "yellow"


def test_a_late_moment_changes_nothing(depth: Sign) -> None:
    signal = followed(depth, [20, 20])[-1]
    assert advance(depth, signal, NOW + 59, 50) is signal


def test_readings_at_one_moment_are_one_sample_of_which_the_last_counts(depth: Sign) -> None:
    signal = None
    for value in (20, 20, 20, 20, 3):
        signal = advance(depth, signal, NOW, value)
    assert signal is not None
    assert (signal.level, signal.value, signal.recent) == (Level.NORMAL, 3, (Level.NORMAL,))


def test_asking_more_often_than_readings_come_raises_nothing_sooner(depth: Sign) -> None:
    signal, raised = None, None
    for second in range(300):
        signal = advance(depth, signal, NOW + second, 20)
        if signal.level and raised is None:
            raised = second
    assert raised == 60  # three samples of half a minute at least


def test_a_sign_that_is_read_more_often_in_an_event_counts_those(signs: Mapping[str, Sign]) -> None:
    assert names(followed(signs["V26"], [7.6, 7.6], 300)) == ["normal", "yellow"]
    assert names(followed(signs["V26"], [7.6, 7.6], 100)) == ["normal", "normal"]


@pytest.mark.parametrize(("age", "expected"), [(0, False), (180, False), (181, True)])
def test_a_sign_is_stale_after_its_time(depth: Sign, age: float, expected: bool) -> None:
    signal = advance(depth, None, NOW, 3)
    assert stale(depth, signal, NOW + age) == expected
    assert stale(depth, None, NOW)


def test_street_lamps_are_not_stale_by_day(signs: Mapping[str, Sign]) -> None:
    lamps, morning = signs["V94"], NOW - 4 * HOUR  # six o'clock
    lit = advance(lamps, None, morning, 99.0)
    assert not stale(lamps, lit, morning + 13 * HOUR)
    assert not stale(lamps, lit, morning + 13 * HOUR + 45 * MINUTE)
    assert stale(lamps, lit, morning + 13 * HOUR + 45 * MINUTE + 1)
    early = advance(lamps, None, morning - HOUR, 99.0)
    assert stale(lamps, early, morning)  # nothing came in the last hour of the night
    assert stale(lamps, early, morning + 6 * HOUR)


def test_buses_are_not_stale_at_night(signs: Mapping[str, Sign]) -> None:
    buses, evening = signs["V66"], NOW + 13 * HOUR  # eleven o'clock
    run = advance(buses, None, evening, 95.0)
    assert not stale(buses, run, evening + 7 * HOUR)
    assert not stale(buses, run, evening + 10 * HOUR)
    assert stale(buses, run, evening + 10 * HOUR + 1)


def test_no_number_has_no_level(depth: Sign) -> None:
    with pytest.raises(ValueError, match="NaN"):
        level_of(depth, math.nan)
    assert level_of(depth, np.array([np.nan, 0, 5, 99])).tolist() == [-1, 0, 2, 5]
    assert level_of(depth, np.array([[6, 16], [28, 41]])).tolist() == [[2, 3], [4, 5]]


@given(st.lists(st.floats(-10, 100), min_size=2, max_size=2))
def test_a_worse_value_has_no_milder_level(signs: Mapping[str, Sign], pair: list[float]) -> None:
    for name, sign in signs.items():
        milder, worse = sorted(pair, reverse=sign.worse == "lower")
        assert level_of(sign, milder) <= level_of(sign, worse), name
        assert level_of(sign, np.array(pair)).tolist() == [level_of(sign, value) for value in pair], name


def test_a_plain_number_says_nothing_of_what_lasts_on_either_side(made: Make) -> None:
    low = made(worse="lower", best=None, steps={"blue": {"below": 5}, "red": {"below": 3, "hours": 6}})
    assert level_of(low, 1) is Level.BLUE
    assert level_of(low, np.array([1.0, 6.0])).tolist() == [Level.BLUE, Level.NORMAL]


def test_a_sum_of_floats_does_not_miss_its_step(depth: Sign) -> None:
    assert level_of(depth, 15 - 1e-12) is Level.YELLOW
    assert level_of(depth, 15 - 1e-6) is Level.BLUE


@settings(max_examples=60)
@given(st.lists(depths, min_size=1, max_size=120))
def test_the_whole_life_is_that_of_the_rules_told_at_length(made: Make, values: list[float]) -> None:
    assert [int(signal.level) for signal in followed(made(), values)] == told_at_length(values)


def told_at_length(values: list[float]) -> list[int]:
    """The levels of a sign read every minute, 3 of 5, 15 minutes, from the whole past each time, sharing no code."""
    grades = [0, 2, 3, 4, 5]
    reached = [grades[sum(value >= step for step in ENTER)] for value in values]
    held = [grades[sum(value >= step for step in LEAVE)] for value in values]
    level, unspent, calm, found = 0, 0, 0, []
    for now in range(len(values)):
        last = reached[max(unspent, now - 4) : now + 1]
        raised = max((g for g in grades if sum(r >= g for r in last) >= 3), default=0)
        if raised > level:
            level, calm = raised, now + 1
        elif held[now] >= level:
            calm = now + 1
        elif now - calm >= 15:
            level, unspent, calm = max(held[calm : now + 1]), now + 1, now
            if held[now] >= level:
                calm = now + 1
        found.append(level)
    return found


@settings(max_examples=60)
@given(st.lists(depths, min_size=1, max_size=200))
def test_it_rises_by_its_own_samples_and_is_released_below_its_step(made: Make, values: list[float]) -> None:
    sign = made()
    found = followed(sign, values)
    for n, (before, after) in enumerate(pairwise(found), start=1):
        reached = level_of(sign, values[n])
        last = [level_of(sign, value) for value in values[max(n - 4, 0) : n + 1]]
        if after.level > before.level:
            assert reached >= after.level
            assert sum(level >= after.level for level in last) >= 3
        if after.level < before.level:
            inside = values[n - 15 : n + 1]
            assert all(level_of(sign, value) <= after.level for value in inside)
            assert max(inside) < LEAVE[before.level - Level.BLUE]


@given(st.lists(depths, min_size=1, max_size=60), st.integers(0, 59))
def test_a_deeper_flood_is_never_at_a_milder_level_while_it_rises(made: Make, values: list[float], at: int) -> None:
    sign, rising = made(), sorted(values)
    deeper = [value + (10 if n >= at else 0) for n, value in enumerate(rising)]
    for shallow, deep in zip(followed(sign, rising), followed(sign, deeper), strict=True):
        assert shallow.level <= deep.level


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("middle", [5, 15, 27, 40])
def test_noise_at_a_step_makes_two_changes_a_day_at_most(depth: Sign, seed: int, middle: float) -> None:
    noisy = np.random.default_rng(seed).normal(middle, 0.5, 1440)  # a day of minutes
    raw = sum(level_of(depth, a) != level_of(depth, b) for a, b in pairwise(noisy))
    found = followed(depth, noisy.tolist())
    changes = sum(a.level != b.level for a, b in pairwise(found))
    assert raw > 500
    assert changes <= 2


@pytest.mark.parametrize("seed", range(5))
def test_a_flood_rises_and_falls_through_each_level_once(depth: Sign, seed: int) -> None:
    chance = np.random.default_rng(seed)
    water = 50 * np.sin(np.linspace(0, np.pi, 720)) + chance.normal(0, 0.3, 720)
    water[chance.integers(0, 720, 10)] = 0  # a gauge that now and then reads nothing
    found = names(followed(depth, water.tolist()))
    steps = [a for a, b in pairwise([*found, ""]) if a != b]
    assert steps == ["normal", "blue", "yellow", "orange", "red", "orange", "yellow", "blue", "normal"]


def test_a_spike_raises_nothing(depth: Sign) -> None:
    values = [1.0] * 300
    for n in range(0, 300, 5):
        values[n] = values[n + 1] = 99.0
    assert set(names(followed(depth, values))) == {"normal"}


def test_a_signal_is_a_plain_value(depth: Sign) -> None:
    signal = advance(depth, None, NOW, 3)
    assert signal == Signal(Level.NORMAL, NOW, 3, NOW, (Level.NORMAL,), NOW)
    assert hash(signal) == hash(advance(depth, None, NOW, 3))
