"""The expected band: what is usual at this hour of the week, unmoved by spikes, the same in every unit."""

import math
import statistics
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from indicators.alerts import AlertRules, Baseline, expected, learn_profile, levels_of, outside, ratio
from indicators.alerts.rules import BandRules
from tests.indicators.alerts.container import DAY, HOUR, MINUTE, MONDAY_NINE

MIDNIGHT = MONDAY_NINE - 9 * HOUR  # Monday 00:00 in Foshan
WEEKS = 8


def moments(weeks: int = WEEKS, step: int = 10 * MINUTE) -> np.ndarray:
    """From a Monday on."""
    return np.arange(MIDNIGHT - weeks * 7 * DAY, MIDNIGHT, step)


def rhythm(at: np.ndarray) -> NDArray[np.float64]:
    """High by day, low by night, half at the weekend."""
    local = np.array([datetime.fromtimestamp(int(t), UTC) + timedelta(hours=8) for t in at])
    by_day = np.array([1 - math.cos(math.tau * (t.hour + t.minute / 60) / 24) for t in local])
    by_week = np.array([0.5 if t.weekday() >= 5 else 1.0 for t in local])
    return np.asarray(100 + 50 * by_day * by_week, np.float64)


def noisy(at: np.ndarray, seed: int = 7, scale: float = 3.0) -> NDArray[np.float64]:
    return rhythm(at) + np.random.default_rng(seed).normal(0, scale, len(at))


@pytest.fixture(scope="module")
def bands() -> BandRules:
    return BandRules(
        days=4,
        floor=0.5,
        share=0.0,
        utc_offset_hours=8,
        steps={"blue": 4.0, "yellow": 6.0},
        confirm={"n": 3, "m": 5},  # type: ignore[arg-type]
    )


@pytest.fixture(scope="module")
def usual(bands: BandRules) -> Baseline:
    return learn_profile(moments(), noisy(moments()), bands)


def test_it_is_the_median_of_the_same_hour_of_the_week(bands: BandRules) -> None:
    at, values = moments(step=HOUR), noisy(moments(step=HOUR))
    found = learn_profile(at, values, bands)

    by_hour: dict[int, list[float]] = {}
    for moment, value in zip(at, values, strict=True):
        local = datetime.fromtimestamp(int(moment), UTC) + timedelta(hours=8)
        by_hour.setdefault(local.weekday() * 24 + local.hour, []).append(value)
    assert found.centre.tolist() == [statistics.median(by_hour[hour]) for hour in range(168)]


def test_it_follows_the_rhythm_of_the_week(usual: Baseline) -> None:
    coming = np.arange(MIDNIGHT, MIDNIGHT + 7 * DAY, 10 * MINUTE)

    assert np.abs(expected(usual, coming) - rhythm(coming)).max() < 3.0
    assert abs(np.median(usual.spread) - 3.0) < 0.5


def test_what_is_usual_by_day_is_unusual_by_night(usual: Baseline) -> None:
    noon, night = MIDNIGHT + 12 * HOUR, MIDNIGHT + 24 * HOUR

    assert abs(outside(usual, noon, 200.0)) < 2
    assert outside(usual, night, 200.0) > 20
    assert outside(usual, noon, 100.0) < -20


def test_spikes_and_gaps_in_the_past_do_not_move_it(bands: BandRules, usual: Baseline) -> None:
    at, values = moments(), noisy(moments())
    random = np.random.default_rng(3)
    values[random.random(len(at)) < 0.05] = 10_000
    values[random.random(len(at)) < 0.10] = np.nan

    found = learn_profile(at, values, bands)

    moved = np.abs(found.centre - usual.centre)
    assert moved.max() < 6.0  # a mean would move by 500
    assert np.median(moved) < 1.0


@settings(max_examples=20)
@given(factor=st.sampled_from([1e-6, 0.5, 3.0, 1e6]), shift=st.sampled_from([0.0, -500.0]))
def test_the_distance_is_the_same_in_every_unit(factor: float, shift: float, bands: BandRules, usual: Baseline) -> None:
    at = moments()
    other = learn_profile(at, noisy(at) * factor + shift * factor, bands)
    coming = np.arange(MIDNIGHT, MIDNIGHT + DAY, HOUR)

    here = outside(usual, coming, 150.0)
    there = outside(other, coming, (150.0 + shift) * factor)

    assert np.allclose(here, there)


@given(values=st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=2))
def test_a_greater_value_lies_farther_up(values: list[float], usual: Baseline) -> None:
    low, high = sorted(values)

    assert outside(usual, MONDAY_NINE, low) <= outside(usual, MONDAY_NINE, high)


class TestFewDays:
    """An hour with few days of its own is pooled with its neighbours, and none stands on nothing."""

    @pytest.mark.parametrize(
        ("weeks", "days"),
        [(8, (8, 8)), (4, (4, 4)), (2, (4, 10))],
        ids=["enough", "just enough", "with like days"],
    )
    def test_neighbours_are_pooled_until_there_are_enough(
        self, weeks: int, days: tuple[int, int], bands: BandRules
    ) -> None:
        found = learn_profile(moments(weeks), noisy(moments(weeks)), bands)

        assert (found.days.min(), found.days.max()) == days

    def test_one_week_takes_all_days_together_for_the_weekend(self, bands: BandRules) -> None:
        found = learn_profile(moments(1), noisy(moments(1)), bands)

        assert found.days[:120].tolist() == [5] * 120
        assert found.days[120:].min() >= 4
        assert np.isfinite(found.centre).all()

    def test_less_than_that_says_nothing(self, bands: BandRules) -> None:
        at = moments()[-3 * 144 :]
        found = learn_profile(at, noisy(at), bands)

        assert np.isnan(found.centre).all()
        assert np.isnan(outside(found, MONDAY_NINE, 5.0))
        assert np.isnan(ratio(found, MONDAY_NINE, 5.0))

    def test_nothing_at_all_says_nothing(self, bands: BandRules) -> None:
        found = learn_profile([], [], bands)

        assert np.isnan(expected(found, MONDAY_NINE))

    def test_a_known_hour_beside_an_unknown_one_stands_alone(self, bands: BandRules) -> None:
        at = moments()
        hours = (at + 8 * HOUR) // HOUR % 24
        found = learn_profile(at[hours == 9], noisy(at)[hours == 9], bands)
        nine, half_past_nine = MONDAY_NINE, MONDAY_NINE + 30 * MINUTE

        assert expected(found, nine) == expected(found, half_past_nine)
        assert np.isnan(expected(found, nine - 2 * HOUR))


class TestTheLeastSpread:
    """A quiet past does not make every tremble an alarm."""

    def test_a_share_of_what_is_expected(self, rules: AlertRules) -> None:
        found = learn_profile(moments(), np.full(len(moments()), 50.0), rules.bands)

        assert outside(found, MONDAY_NINE, 50 * (1 + 3 * rules.bands.share)) == pytest.approx(3.0)

    def test_the_step_of_the_sensor(self, bands: BandRules) -> None:
        found = learn_profile(moments(), np.zeros(len(moments())), bands, resolution=0.5)

        assert outside(found, MONDAY_NINE, 1.0) == pytest.approx(2.0)

    def test_a_part_of_the_typical_spread(self, bands: BandRules) -> None:
        at, values = moments(), noisy(moments())
        night = (at + 8 * HOUR) // HOUR % 24 == 3
        values[night] = rhythm(at)[night]

        found = learn_profile(at, values, bands)

        assert found.spread.min() == pytest.approx(0.5 * np.median(found.spread), rel=0.1)

    def test_what_never_moved_and_now_does_is_infinitely_far(self, bands: BandRules) -> None:
        found = learn_profile(moments(), np.zeros(len(moments())), bands)

        assert outside(found, MONDAY_NINE, 0.0) == 0
        assert outside(found, MONDAY_NINE, 0.1) == math.inf
        assert outside(found, MONDAY_NINE, -0.1) == -math.inf


def test_a_holiday_can_go_as_a_sunday(bands: BandRules, usual: Baseline) -> None:
    holiday = (MIDNIGHT + 8 * HOUR) // DAY
    knowing = learn_profile(moments(), noisy(moments()), bands, weekdays={holiday: 6})
    noon = MIDNIGHT + 12 * HOUR

    assert outside(usual, noon, 150.0) < -10
    assert abs(outside(knowing, noon, 150.0)) < 2


@pytest.mark.parametrize(("value", "times"), [(190.0, 1.0), (380.0, 2.0), (0.0, 0.0)])
def test_the_ratio_says_how_many_times_the_usual(value: float, times: float, bands: BandRules) -> None:
    found = learn_profile(moments(), np.full(len(moments()), 190.0), bands)

    assert ratio(found, MONDAY_NINE, value) == pytest.approx(times)


def test_there_is_no_ratio_to_nothing(bands: BandRules) -> None:
    found = learn_profile(moments(), np.zeros(len(moments())), bands)

    assert np.isnan(ratio(found, MONDAY_NINE, 5.0))


@pytest.mark.parametrize(
    ("distance", "side", "level"),
    [
        (3.9, 0, 0),
        (4.0, 0, 2),
        (-4.0, 0, 2),
        (-4.0, 1, 0),
        (-6.0, -1, 3),
        (6.0, 1, 3),
        (math.inf, 0, 3),
        (-math.inf, 1, 0),
        (math.nan, 0, 0),
    ],
)
def test_each_level_begins_at_its_step(distance: float, side: int, level: int, bands: BandRules) -> None:
    assert levels_of(distance, bands.steps, side) == level


def test_levels_come_for_whole_series(bands: BandRules) -> None:
    assert levels_of([0.0, 5.0, math.nan, 7.0], bands.steps).tolist() == [0, 2, 0, 3]
