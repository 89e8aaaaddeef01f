"""Which method speaks for a series: the one with the least error in its own past, held back by what holds for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from indicators.forecast.backtest import Backtest, relative_errors
from indicators.forecast.methods import METHODS
from indicators.statistics.arrays import Floats

WEIGHT = 9  # origins that the mean of all series weighs: with nine of its own a series counts as much as the others
WORST = 3.0  # times the naive error: a series that a method fails on does not decide for all


def mean_errors(tests: Sequence[Backtest]) -> Mapping[str, float]:
    """Each method's mean relative error over all series of some back-tests; 1 where nothing is known."""
    each = [relative_errors(test) for test in tests]
    joined = {name: np.concatenate([errors[name] for errors in each] or [np.empty(0)]) for name in METHODS}
    return {name: _mean(np.clip(errors, 0, WORST)) for name, errors in joined.items()}


def chosen(test: Backtest, pool: Mapping[str, float]) -> tuple[str, ...]:
    """The method of each series: least of its own relative error and the pool's, weighed by the number of origins."""
    own, count = relative_errors(test), test.origins.max(axis=1)
    names = list(METHODS)
    held = np.stack(
        [(count * _known(own[name], pool[name]) + WEIGHT * pool[name]) / (count + WEIGHT) for name in names]
    )
    return tuple(names[best] for best in held.argmin(axis=0))


def _known(errors: Floats, otherwise: float) -> Floats:
    return np.asarray(np.where(np.isfinite(errors), errors, otherwise))


def _mean(errors: Floats) -> float:
    known = errors[np.isfinite(errors)]
    return float(known.mean()) if len(known) else 1.0
