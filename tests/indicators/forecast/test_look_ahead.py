"""The reckoning ahead: exact on a line, deaf to single odd values, silent where there is no slope."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.forecast.projection import projection_of

TIMES = [float(300 * n) for n in range(36)]


@given(st.floats(-0.01, 0.01).filter(lambda slope: abs(slope) > 1e-4), st.floats(-100, 100))
def test_a_line_is_followed_exactly(slope: float, start: float) -> None:
    ahead = projection_of(TIMES, [start + slope * t for t in TIMES])

    assert ahead is not None
    low, middle, high = ahead.at(TIMES[-1] + 3600)
    assert middle == pytest.approx(start + slope * (TIMES[-1] + 3600), abs=1e-6)
    assert low - 1e-9 <= middle <= high + 1e-9


def test_a_single_odd_value_bends_nothing() -> None:
    values = [7.0 + 0.0001 * t for t in TIMES]
    values[20] = 99.0

    ahead = projection_of(TIMES, values)

    assert ahead is not None
    assert ahead.slope == pytest.approx(0.0001, rel=0.02)


def test_noise_without_a_slope_is_not_reckoned() -> None:
    random = np.random.default_rng(7)
    told = [projection_of(TIMES, list(random.normal(5, 1, len(TIMES)))) for _ in range(200)]

    assert sum(one is not None for one in told) <= 20, "a slope is claimed with 95 % confidence"


def test_few_values_and_a_standstill_are_not_reckoned() -> None:
    assert projection_of(TIMES[:7], TIMES[:7]) is None
    assert projection_of(TIMES, [3.0] * len(TIMES)) is None


def test_it_says_when_a_limit_is_reached_and_only_ahead_and_in_time() -> None:
    ahead = projection_of(TIMES, [7.0 + t / 3600 for t in TIMES])  # a metre an hour
    assert ahead is not None
    now = ahead.value

    assert ahead.reaches(now + 0.5, 3600) == pytest.approx(TIMES[-1] + 1800)
    assert ahead.reaches(now + 2, 3600) is None
    assert ahead.reaches(now - 1, 3600) is None
