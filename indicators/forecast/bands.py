"""How wide a forecast is: the spread of a method's own past errors at the same distance, held towards all series'."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indicators.forecast.backtest import SHRINKAGE, Backtest
from indicators.statistics.arrays import Floats, known_mean

INNER, OUTER = 0.6744897501960817, 1.2815515655446004  # of a standard deviation: bands of 50 and of 80 %


def growth(tests: Sequence[Backtest], method: str, horizon: int) -> Floats:
    """How a method's errors grow with the distance, in scales of a series [horizon]: the geometric mean of all series.

    A horizon that no back-test reached takes the widest before it.
    """
    each = [known_mean((test.errors[method] / test.scale[:, None, None]) ** 2, 1) for test in tests]
    squares = np.concatenate(each) if each else np.ones((1, horizon))
    known = np.isfinite(squares) & (squares > 0)  # a series that never missed would make all bands nothing
    logs = np.log(np.where(known, squares, 1.0))
    count = known.sum(axis=0)
    middle = logs.sum(axis=0) / np.maximum(count, 1)
    wide = np.where(count > 0, np.exp(middle / 2), 0.0)
    return np.asarray(np.maximum.accumulate(wide))


def spreads(test: Backtest, row: int, method: str, shape: Floats) -> Floats:
    """The standard deviation of a series' forecast errors at each distance [horizon].

    Errors at all distances say together how well this series is met (`shape` says how they grow); the fewer they are,
    the more the spread of all series counts.
    """
    errors, scale = test.errors[method][row], test.scale[row]
    known = np.isfinite(errors)
    usual = shape * scale
    own = np.where(known, (errors / np.where(usual > 0, usual, np.inf)) ** 2, 0).sum() / max(int(known.sum()), 1)
    count = known.sum(axis=0)
    return np.asarray(usual * np.sqrt((count * own + SHRINKAGE) / (count + SHRINKAGE)))
