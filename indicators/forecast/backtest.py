"""How far each method was off at moments of the past: what is chosen by, and what bands are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from indicators.forecast.methods import METHODS, seasonal_naive
from indicators.statistics.arrays import Floats, known_mean

ORIGINS = 9  # moments of the past at which each method is tried
SHRINKAGE = 3  # origins that the pool of all series weighs


@dataclass(frozen=True, eq=False)
class Backtest:
    """Errors (truth less forecast) [series × origins × horizon] of each method; NaN where the truth is not known yet.

    `scale` is the mean change of each series over a season: errors divided by it can be compared between series.
    """

    errors: Mapping[str, Floats]
    scale: Floats

    @property
    def origins(self) -> Floats:
        """How many origins each horizon rests on."""
        known: Floats = np.isfinite(next(iter(self.errors.values()))).sum(axis=1).astype(float)
        return known


def backtest(histories: Floats, season: int, horizon: int) -> Backtest:
    """Try all methods at origins a quarter of a season apart, each knowing only what lay before.

    `histories` are [series × periods] without gaps. An origin needs two whole seasons before it (a year of periods
    that have no season: five).
    """
    count, step, fewest = histories.shape[1], origin_step(season), max(2 * season, 5)
    origins = range(count - step, fewest - 1, -step)[:ORIGINS]
    errors = {name: np.full((len(histories), len(origins), horizon), np.nan) for name in METHODS}
    for place, origin in enumerate(origins):
        known = min(horizon, count - origin)
        for name, method in METHODS.items():
            ahead = method(histories[:, :origin], season, known)
            errors[name][:, place, :known] = histories[:, origin : origin + known] - ahead
    return Backtest(errors, _scale(histories, season))


def origin_step(season: int) -> int:
    """Periods between two origins: a quarter of a season. The first lies so far back, too."""
    return max(1, season // 4)


def _scale(histories: Floats, season: int) -> Floats:
    """The mean change over a season; the least step that is no 0 for a series that never changed."""
    changes = np.abs(histories[:, season:] - histories[:, :-season]).mean(axis=1)
    return np.asarray(np.where(changes > 0, changes, np.finfo(float).tiny))


def relative_errors(test: Backtest) -> Mapping[str, Floats]:
    """Each method's mean absolute error in each series, as a part of the seasonal naive method's."""
    naive = known_mean(np.abs(test.errors[seasonal_naive.__name__]), (1, 2))
    least = np.where(naive > 0, naive, np.nan)
    return {name: known_mean(np.abs(error), (1, 2)) / least for name, error in test.errors.items()}
