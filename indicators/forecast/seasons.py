"""Whether a series has a season, what it is, and the series without it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.statistics.arrays import Floats

CERTAIN = 1.645  # one-sided 95 %: an autocorrelation beyond it is no accident
FULL = 3  # seasons that a pattern is learnt from at least


@dataclass(frozen=True, eq=False)
class Seasonality:
    """The pattern of a season, shape [series × season], that begins with the first period after the history.

    `factor` [series] tells where it multiplies (series above 0) and where it is added. A series without a season has
    1 or 0 throughout.
    """

    pattern: Floats
    factor: NDArray[np.bool_]

    def ahead(self, values: Floats) -> Floats:
        """Forecasts [series × horizon] of what lies under the season, with the season put back."""
        pattern = self.pattern[:, np.arange(values.shape[1]) % self.pattern.shape[1]]
        return np.where(self.factor[:, None], values * pattern, values + pattern)


def is_seasonal(values: Floats, season: int) -> NDArray[np.bool_]:
    """Which series [series × periods] repeat themselves after `season` periods.

    The test of Assimakopoulos and Nikolopoulos (2000), used in the M3 and M4 competitions: the autocorrelation at the
    season's lag against Bartlett's limit. It is taken of the differences, since a trend by itself repeats at every lag.
    """
    changes = np.diff(values, axis=1)
    count = changes.shape[1]
    if season < 2 or values.shape[1] < FULL * season:
        return np.zeros(len(values), bool)
    centred = changes - changes.mean(axis=1, keepdims=True)
    total = (centred**2).sum(axis=1)
    total = np.where(total > 0, total, np.inf)
    lags = [(centred[:, lag:] * centred[:, :-lag]).sum(axis=1) / total for lag in range(1, season + 1)]
    limit = CERTAIN * np.sqrt((1 + 2 * sum(lag**2 for lag in lags[:-1])) / count)
    found: NDArray[np.bool_] = lags[-1] > limit
    return found


def without_season(values: Floats, season: int) -> tuple[Floats, Seasonality]:
    """The series [series × periods] without their seasons, and these. Classical decomposition by a centred mean.

    Seasons multiply where every value of the series is above 0, and are added otherwise.
    """
    factor = np.asarray((values > 0).all(axis=1))
    pattern = np.where(factor[:, None], 1.0, 0.0) * np.ones(max(season, 1))
    seasonal = is_seasonal(values, season)
    for kind in (True, False):
        mine = seasonal & (factor == kind)
        if mine.any():
            pattern[mine] = _pattern(values[mine], season, factor=kind)
    along = pattern[:, np.arange(values.shape[1]) % pattern.shape[1]]
    flat = np.where(factor[:, None], values / np.where(along == 0, 1, along), values - along)
    following = np.roll(pattern, -(values.shape[1] % pattern.shape[1]), axis=1)
    return flat, Seasonality(following, factor)


def _pattern(values: Floats, season: int, *, factor: bool) -> Floats:
    """The middle deviation from the centred mean at each place of the season; place 0 is that of the first period."""
    smooth = _centred_mean(values, season)
    away = values / smooth if factor else values - smooth
    places = np.arange(values.shape[1]) % season
    found = np.stack([np.nanmedian(away[:, places == place], axis=1) for place in range(season)], axis=1)
    middle = found.mean(axis=1, keepdims=True)
    return np.asarray(found / middle if factor else found - middle)


def _centred_mean(values: Floats, season: int) -> Floats:
    """The mean over one season around each period; NaN for half a season at either end."""
    weights = np.full(season + 1 - season % 2, 1.0)
    if season % 2 == 0:
        weights[[0, -1]] = 0.5
    weights /= weights.sum()
    half = len(weights) // 2
    smooth = np.full(values.shape, np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(values, len(weights), axis=1)
    smooth[:, half : values.shape[1] - half] = windows @ weights
    return smooth
