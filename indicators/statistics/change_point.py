"""Sudden change: a robust test for a step in the newest samples, the same in every unit. SciPy has none."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from indicators.statistics.arrays import Floats
from indicators.statistics.robust import SIGMA, medians


class StepRules(Protocol):
    """How many of the newest samples are held against how many before them, and the least spread as a share of the
    middle of these."""

    @property
    def before(self) -> int: ...
    @property
    def after(self) -> int: ...
    @property
    def share(self) -> float: ...


def change_point_score(recent: ArrayLike, rules: StepRules, resolution: float = 0.0) -> Floats:
    """How far the median of the newest samples stands from that of the samples before, in robust standard deviations.

    `recent` [..., samples] in time order, the newest last; NaN where a sample is missing. The spread is that of the
    samples before: their deviation from their median or from one another, whichever is larger, and never less than
    `rules.share` of their median or `resolution`. Single spikes move a median little; a slope widens the spread.
    NaN where fewer than half of the samples of either part are there. For a series with a daily rhythm give what is
    left when the usual is taken away (`value - bands.expected`).
    """
    samples = np.asarray(recent, np.float64)[..., -(rules.before + rules.after) :]
    samples = np.where(np.isfinite(samples), samples, np.nan)
    before, after = samples[..., : -rules.after], samples[..., -rules.after :]
    enough = (2 * _known(before) >= rules.before) & (2 * _known(after) >= rules.after)
    middle = medians(before)
    spread = SIGMA * medians(np.abs(before - middle[..., None]))
    rough = SIGMA / np.sqrt(2) * medians(np.abs(np.diff(before, axis=-1)))
    floor = np.fmax(rules.share * np.abs(middle), resolution)
    step = medians(after) - middle
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = np.where(step == 0, 0.0, step / np.fmax(np.fmax(spread, rough), floor))
    found: Floats = np.where(enough, distance, np.nan)
    return found


def _known(samples: Floats) -> Floats:
    known: Floats = np.isfinite(samples).sum(axis=-1).astype(np.float64)
    return known
