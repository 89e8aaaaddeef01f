"""Types of arrays that all arithmetic of the domain shares."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
"""Numbers of any shape; NaN is "no value"."""


def known_mean(values: Floats, axis: int | tuple[int, ...]) -> Floats:
    """The mean along axes of the values that are there; NaN where none is. `np.nanmean` warns of those."""
    known = np.isfinite(values)
    count = known.sum(axis=axis)
    total = np.where(known, values, 0.0).sum(axis=axis)
    return np.asarray(np.where(count > 0, total / np.maximum(count, 1), np.nan))
