"""A sudden change is a step that the samples before did not know, in any unit, past spikes, slopes and gaps."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.alerts import ChangePointRules, change_point_score

RULES = ChangePointRules(before=20, after=5, share=0.0, steps={"blue": 6.0}, confirm={"n": 2, "m": 3})  # type: ignore[arg-type]


def quiet(seed: int = 1, count: int = 25) -> np.ndarray:
    return np.random.default_rng(seed).normal(50, 1, count)


def stepped(size: float, last: int = 5, seed: int = 1) -> np.ndarray:
    samples = quiet(seed)
    samples[-last:] += size
    return samples


def test_a_step_is_measured_in_the_spread_of_what_came_before() -> None:
    assert abs(change_point_score(quiet(), RULES)) < 2
    assert change_point_score(stepped(20), RULES) > 10
    assert change_point_score(stepped(-20), RULES) < -10


def test_two_spikes_are_no_step_three_of_five_are() -> None:
    assert abs(change_point_score(stepped(1000, last=2), RULES)) < 3
    assert change_point_score(stepped(1000, last=3), RULES) > 100


def test_spikes_before_do_not_hide_a_step() -> None:
    samples = stepped(20)
    samples[[3, 9, 15]] = 5000

    assert change_point_score(samples, RULES) > 6


@given(slope=st.floats(-10, 10))
def test_a_steady_slope_is_no_step(slope: float) -> None:
    assert abs(change_point_score(np.arange(25) * slope, RULES)) < 3


@given(factor=st.sampled_from([1e-6, 0.1, 7.0, 1e6]), shift=st.floats(-100, 100))
def test_it_is_the_same_in_every_unit(factor: float, shift: float) -> None:
    assert change_point_score((stepped(8) + shift) * factor, RULES) == pytest.approx(
        float(change_point_score(stepped(8), RULES))
    )


@given(st.lists(st.floats(-1e6, 1e6), min_size=25, max_size=25))
def test_turned_upside_down_it_is_the_opposite(samples: list[float]) -> None:
    up, down = change_point_score(samples, RULES), change_point_score(-np.array(samples), RULES)

    assert up == pytest.approx(-down)


@pytest.mark.parametrize(
    ("missing", "known"),
    [([], True), ([0, 5, 10, 21], True), (list(range(10)), True), (list(range(11)), False), ([20, 21, 22], False)],
)
def test_half_of_either_part_may_be_missing(missing: list[int], known: bool) -> None:
    samples = stepped(20)
    samples[missing] = np.nan

    assert np.isfinite(change_point_score(samples, RULES)) == known


@pytest.mark.parametrize("count", [0, 3, 5, 14])
def test_a_short_past_says_nothing(count: int) -> None:
    assert np.isnan(change_point_score(quiet(count=count), RULES))


def test_what_is_no_number_is_missing() -> None:
    samples = stepped(20)
    samples[[0, 22]] = [-math.inf, math.inf]

    assert 6 < change_point_score(samples, RULES) < 60


def test_what_never_moved_moves_by_the_share_or_the_step_of_the_sensor() -> None:
    flat = np.r_[np.full(20, 50.0), np.full(5, 60.0)]

    assert change_point_score(flat, RULES) == math.inf
    assert change_point_score(np.full(25, 50.0), RULES) == 0
    assert change_point_score(flat, RULES, resolution=2.0) == 5
    assert change_point_score(flat, RULES.model_copy(update={"share": 0.02})) == 10


def test_many_series_at_once_are_each_on_their_own() -> None:
    rows = np.stack([quiet(), stepped(20), stepped(-20), np.full(25, np.nan)])

    together = change_point_score(rows, RULES)

    assert together[:3].tolist() == [float(change_point_score(row, RULES)) for row in rows[:3]]
    assert np.isnan(together[3])
