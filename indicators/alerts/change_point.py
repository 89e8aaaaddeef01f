"""Sudden change: a robust test for a step in the newest samples, the same in every unit."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from indicators.alerts.expected_range import SIGMA
from indicators.alerts.rules import SuddenRules
from indicators.statistics.arrays import Floats


def sudden(recent: ArrayLike, rules: SuddenRules, resolution: float = 0.0) -> Floats:
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
    middle = _median(before)
    spread = SIGMA * _median(np.abs(before - middle[..., None]))
    rough = SIGMA / np.sqrt(2) * _median(np.abs(np.diff(before, axis=-1)))
    floor = np.fmax(rules.share * np.abs(middle), resolution)
    step = _median(after) - middle
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = np.where(step == 0, 0.0, step / np.fmax(np.fmax(spread, rough), floor))
    found: Floats = np.where(enough, distance, np.nan)
    return found


def _known(samples: Floats) -> Floats:
    known: Floats = np.isfinite(samples).sum(axis=-1).astype(np.float64)
    return known


def _median(samples: Floats) -> Floats:
    """The median of the samples that are there; NaN where none is."""
    if samples.shape[-1] == 0:
        return np.full(samples.shape[:-1], np.nan)
    ordered = np.sort(samples, axis=-1)  # NaN goes last
    count = np.isfinite(samples).sum(axis=-1)
    low = np.take_along_axis(ordered, np.maximum((count - 1) // 2, 0)[..., None], axis=-1)[..., 0]
    high = np.take_along_axis(ordered, np.minimum(count // 2, samples.shape[-1] - 1)[..., None], axis=-1)[..., 0]
    middle: Floats = np.where(count > 0, (low + high) / 2, np.nan)
    return middle
