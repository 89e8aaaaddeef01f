"""Shapes and shares: properties that must hold for any input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.city.amounts import festival_factor, month_to_date, scaled_to
from demo.city.axis import axis_of, month_of, span_of
from demo.city.shapes import apportion, apportion_nested, bridged, expit, logit, path, wander

sizes = st.lists(st.floats(0.01, 1e4), min_size=1, max_size=20)


@given(sizes, st.integers(0, 100_000))
def test_apportioning_loses_nothing_and_stays_within_one_of_the_quota(parts: list[float], total: int) -> None:
    weights = np.array(parts)[:, None]
    shared = apportion(np.array([float(total)]), weights)
    assert shared.sum() == total
    assert (np.abs(shared - total * weights / weights.sum()) <= 1 + 1e-6).all()


@given(sizes, st.integers(0, 100_000))
def test_apportioning_groups_first_loses_nothing_either(parts: list[float], total: int) -> None:
    parent = np.arange(len(parts)) % 3
    shared = apportion_nested(np.array([float(total)]), np.array(parts)[:, None], parent, 3)
    assert shared.sum() == total
    assert (shared >= 0).all()


@given(st.floats(0.001, 0.999))
def test_log_odds_and_shares_undo_each_other(share: float) -> None:
    assert expit(logit(np.array([share])))[0] == pytest.approx(share)


def test_a_path_goes_through_its_anchors_and_stays_level_outside() -> None:
    assert path({2: 10.0, 4: 20.0}, np.arange(7)).tolist() == [10, 10, 10, 15, 20, 20, 20]


def test_a_bridged_walk_is_nothing_where_it_is_held() -> None:
    months = np.arange(24)
    walk = bridged(wander(np.random.default_rng(1), (24,), 0.1), months, [3, 20])
    assert walk[[3, 20]].tolist() == [0.0, 0.0]
    assert np.abs(walk).max() > 0


def test_cumulative_totals_of_a_year_hold_one_after_the_other() -> None:
    axis = axis_of("month")
    flow = scaled_to(np.ones((2, len(axis))), {"2024C06": 30.0, "2024": 90.0}, axis, whole=False)
    first, last = span_of("2024")
    assert flow[:, first : first + 6].sum() == pytest.approx(30.0)
    assert flow[:, first : last + 1].sum() == pytest.approx(90.0)
    assert (flow[:, :first] == 1).all()


def test_only_the_month_that_is_not_over_is_cut_short() -> None:
    month, quarter = axis_of("month"), axis_of("quarter")
    assert month_to_date(np.ones((1, len(month))), month)[0, -2:].tolist() == [1.0, pytest.approx(29 / 30)]
    assert quarter.ids[-1] == "2025Q1"
    assert (month_to_date(np.ones((1, len(quarter))), quarter) == 1).all()


def test_the_festival_weighs_on_the_month_it_falls_in() -> None:
    factor = festival_factor(0.5, axis_of("month"))
    assert factor[month_of("2024-02")] == pytest.approx(1 - 0.5 * 16 / 29)
    assert factor[month_of("2024-07")] == 1.0
