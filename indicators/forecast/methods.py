"""The methods that compete: each turns histories into the values that follow, and knows nothing of its errors.

Histories are [series × periods] without gaps, forecasts [series × horizon]. Plain NumPy: a hundred histories cost what
one does, and nothing has to be loaded that a web worker must not load.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product

import numpy as np

from indicators.forecast.seasons import without_season
from indicators.statistics.arrays import Floats

Method = Callable[[Floats, int, int], Floats]
"""(histories, periods a season, horizon) → forecasts."""

_LEVELS = np.array([0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99])
_DAMPED = np.array(list(product((0.1, 0.3, 0.5, 0.7, 0.9), (0.02, 0.1, 0.3), (0.8, 0.9, 0.98))))
_PACES = 2  # years whose change a year makes the drift


def seasonal_naive(histories: Floats, season: int, horizon: int) -> Floats:
    """The value of the same season a year ago, the newest one without a season: what others are measured by."""
    places = histories.shape[1] - season + np.arange(horizon) % season
    return np.asarray(histories[:, places])


def drifting(histories: Floats, season: int, horizon: int) -> Floats:
    """Last year's value and the mean change a year of the last two years."""
    back = min(_PACES, histories.shape[1] // season - 1)
    if back < 1:
        return seasonal_naive(histories, season, horizon)
    newest = histories[:, -season:].mean(axis=1)
    before = histories[:, histories.shape[1] - (back + 1) * season :][:, :season].mean(axis=1)
    years = np.arange(horizon) // season + 1
    return np.asarray(seasonal_naive(histories, season, horizon) + (newest - before)[:, None] / back * years)


def theta(histories: Floats, season: int, horizon: int) -> Floats:
    """Simple smoothing with half the slope of the line through the whole history.

    The theta method of Assimakopoulos and Nikolopoulos (2000) in the form of Hyndman and Billah (2003), on what is left
    without the season. The smoothing with the least error one step ahead is taken from a grid.
    """
    flat, seasonality = without_season(histories, season)
    count = flat.shape[1]
    slope = _slope(flat)
    level, alpha = _smoothed(flat)
    steps = np.arange(horizon) + (1 - (1 - alpha[:, None]) ** count) / alpha[:, None]
    return seasonality.ahead(level[:, None] + slope[:, None] / 2 * steps)


def damped(histories: Floats, season: int, horizon: int) -> Floats:
    """Exponential smoothing with a trend that fades (Gardner and McKenzie 1985), on what is left without the season."""
    flat, seasonality = without_season(histories, season)
    level, trend, fade = _trended(flat)
    reach = np.cumsum(fade[:, None] ** np.arange(1, horizon + 1), axis=1)
    return seasonality.ahead(level[:, None] + trend[:, None] * reach)


def together(histories: Floats, season: int, horizon: int) -> Floats:
    """The middle of the others, period by period."""
    each = [method(histories, season, horizon) for method in (drifting, theta, damped)]
    return np.asarray(np.median(each, axis=0))


METHODS: Mapping[str, Method] = {
    "seasonal_naive": seasonal_naive,
    "drifting": drifting,
    "theta": theta,
    "damped": damped,
    "together": together,
}


def _slope(values: Floats) -> Floats:
    """The slope of the line of least squares through each series."""
    time = np.arange(values.shape[1]) - (values.shape[1] - 1) / 2
    return np.asarray(values @ time / (time @ time))


def _smoothed(values: Floats) -> tuple[Floats, Floats]:
    """The newest level of simple smoothing and its weight, by the least error one step ahead."""
    level = np.repeat(values[:, :1], len(_LEVELS), axis=1)
    errors = np.zeros_like(level)
    for column in values.T[1:]:
        missed = column[:, None] - level
        errors += missed**2
        level = level + _LEVELS * missed
    rows, best = np.arange(len(values)), errors.argmin(axis=1)
    return level[rows, best], _LEVELS[best]


def _trended(values: Floats) -> tuple[Floats, Floats, Floats]:
    """The newest level and trend of smoothing with a fading trend, and how it fades."""
    alpha, beta, fade = _DAMPED.T
    level = np.repeat(values[:, :1], len(alpha), axis=1)
    first = values[:, : min(5, values.shape[1])]
    trend = np.repeat(np.diff(first, axis=1).mean(axis=1)[:, None], len(alpha), axis=1)
    errors = np.zeros_like(level)
    for column in values.T[1:]:
        ahead = level + fade * trend
        missed = column[:, None] - ahead
        errors += missed**2
        level, trend = ahead + alpha * missed, fade * trend + alpha * beta * missed
    rows, best = np.arange(len(values)), errors.argmin(axis=1)
    return level[rows, best], trend[rows, best], fade[best]
