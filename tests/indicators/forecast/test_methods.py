"""Each method against a slow oracle of its own definition, and on series whose future is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.forecast.methods import METHODS, damped, drifting, seasonal_naive, theta
from indicators.forecast.seasons import is_seasonal, without_season

YEAR = 12
WAVE = np.array([1.0, 0.8, 1.1, 1.2, 1.0, 0.9, 0.9, 1.0, 1.1, 1.05, 1.0, 0.95])


def test_last_year_comes_again_with_the_naive_method() -> None:
    history = np.arange(36.0)[None, :]

    assert seasonal_naive(history, YEAR, 14)[0].tolist() == [*range(24, 36), 24, 25]


def test_the_drift_goes_on_by_the_mean_change_of_two_years() -> None:
    history = np.repeat([100.0, 110.0, 130.0], YEAR)[None, :]

    assert drifting(history, YEAR, 13)[0].tolist() == pytest.approx([145.0] * 12 + [160.0])


@pytest.mark.parametrize("name", ["theta", "damped", "drifting", "together"])
def test_a_season_without_noise_comes_again(name: str) -> None:
    history = 50 * np.tile(WAVE, 5)[None, :]

    assert METHODS[name](history, YEAR, 12)[0] == pytest.approx(50 * WAVE, rel=1e-6)


def test_a_line_is_followed_at_half_its_slope_or_more_by_theta() -> None:
    history = (10 + 2 * np.arange(60.0))[None, :]

    ahead = theta(history, 1, 5)[0]

    assert np.all(np.diff(ahead) >= 1 - 1e-9), "half the slope is the line's, the rest the smoothing's"
    assert ahead[0] > history[0, -1]


def test_theta_is_smoothing_with_half_the_slope_of_least_squares() -> None:
    values = np.random.default_rng(3).normal(20, 3, 40)

    def smoothing(alpha: float) -> tuple[float, float]:
        level, missed = values[0], 0.0
        for value in values[1:]:
            missed += (value - level) ** 2
            level += alpha * (value - level)
        return missed, level

    alpha = min((0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99), key=lambda each: smoothing(each)[0])
    slope = np.polyfit(np.arange(40), values, 1)[0]
    oracle = [smoothing(alpha)[1] + slope / 2 * (step + (1 - (1 - alpha) ** 40) / alpha) for step in range(3)]

    assert theta(values[None, :], 1, 3)[0] == pytest.approx(oracle)


def test_a_trend_that_fades_bends_towards_a_level() -> None:
    history = (10 + 2 * np.arange(60.0))[None, :]

    steps = np.diff(damped(history, 1, 60)[0])

    assert np.all(np.diff(steps) < 0)
    assert 0 < steps[-1] < steps[0]


@given(st.integers(0, 2**32 - 1), st.integers(1, 6))
def test_a_series_is_forecast_alike_alone_and_in_company(seed: int, count: int) -> None:
    histories = np.random.default_rng(seed).normal(5, 4, (count, 48))

    for method in METHODS.values():
        together = method(histories, YEAR, 6)
        assert together[:1] == pytest.approx(method(histories[:1], YEAR, 6))


def test_a_trend_alone_and_noise_alone_are_no_season() -> None:
    noise = np.random.default_rng(11).normal(0, 1, (400, 72))
    trend = noise + np.arange(72)

    assert is_seasonal(noise, YEAR).mean() < 0.12
    assert is_seasonal(trend, YEAR).mean() < 0.12
    assert is_seasonal(noise + 30 * np.tile(WAVE, 6), YEAR).mean() > 0.95


@given(st.integers(0, 2**32 - 1), st.integers(36, 60))
def test_what_lies_under_a_season_and_the_season_make_the_series(seed: int, count: int) -> None:
    random = np.random.default_rng(seed)
    values = random.normal(100, 5, (3, count)) * np.resize(WAVE, count)
    values[2] -= 100

    flat, seasonality = without_season(values, YEAR)

    back = np.roll(seasonality.pattern, count % YEAR, axis=1)[:, np.arange(count) % YEAR]
    joined = np.where(seasonality.factor[:, None], flat * back, flat + back)
    assert joined == pytest.approx(values)
