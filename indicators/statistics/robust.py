"""The middle of numbers of which a few are odd or missing."""

from __future__ import annotations

import numpy as np

from indicators.statistics.arrays import Floats

SIGMA = 1.4826  # a normal spread's standard deviation is so many times its median absolute deviation


def median(values: Floats) -> float:
    """The median of the values that are there; NaN where none is."""
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else float("nan")


def medians(samples: Floats) -> Floats:
    """The median along the last axis of the samples that are there; NaN where none is.

    By hand: `np.nanmedian` warns of rows without a sample, and SciPy has none.
    """
    if samples.shape[-1] == 0:
        return np.full(samples.shape[:-1], np.nan)
    ordered = np.sort(samples, axis=-1)  # NaN goes last
    count = np.isfinite(samples).sum(axis=-1)
    low = np.take_along_axis(ordered, np.maximum((count - 1) // 2, 0)[..., None], axis=-1)[..., 0]
    high = np.take_along_axis(ordered, np.minimum(count // 2, samples.shape[-1] - 1)[..., None], axis=-1)[..., 0]
    middle: Floats = np.where(count > 0, (low + high) / 2, np.nan)
    return middle


def trimmed_mean(values: Floats, share: float) -> Floats:
    """The mean along the last axis without a share of the values at either end; 0 where there are no values.

    What is out of the ordinary does not move it, and small counts are no steps as they would be for a median.
    """
    from scipy.stats import trim_mean  # for the processes beside the server: it takes a second to load

    if values.shape[-1] == 0:
        return np.zeros(values.shape[:-1])
    return np.asarray(trim_mean(values, share, axis=-1), np.float64)
