"""How surprising a count is, and how many surprises among many looks are to be believed."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from indicators.statistics.arrays import Floats


def z_scores(count: ArrayLike, usual: ArrayLike, spread: ArrayLike = 1.0) -> Floats:
    """How many standard deviations each count lies above what is usual; negative below.

    Counts are taken for Poisson by Anscombe's square root (Biometrika 35, 1948), which holds from small counts on.
    `spread` is how much wider than Poisson their variance is (1: not).
    """
    seen, expected = np.asarray(count, np.float64), np.asarray(usual, np.float64)
    return np.asarray(2 * (np.sqrt(seen + 0.375) - np.sqrt(expected + 0.375)) / np.sqrt(spread))


def upper_tail(z: ArrayLike) -> Floats:
    """The chance that a normal deviate exceeds each z."""
    from scipy.special import ndtr  # for the processes beside the server, as below

    return np.asarray(ndtr(-np.atleast_1d(np.asarray(z, np.float64))), np.float64)


def q_values(chances: ArrayLike) -> Floats:
    """The share of false alarms if everything at least as surprising is believed.

    Benjamini and Hochberg's step-up procedure (JRSS B 57, 1995): believing all with a doubt up to q keeps the expected
    share of false ones at or below q.
    """
    from scipy.stats import false_discovery_control

    return np.asarray(false_discovery_control(np.asarray(chances, np.float64)), np.float64)
