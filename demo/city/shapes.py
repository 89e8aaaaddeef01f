"""Shapes over time and ways to share out: pure functions on arrays, T periods and R regions."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from indicators.statistics.arrays import Floats


def path(anchors: Mapping[int, float], months: NDArray[np.int64]) -> Floats:
    """Straight lines between anchors (month index → value), held level outside them."""
    at = sorted(anchors)
    return np.interp(months, at, [anchors[month] for month in at])


def wander(rng: np.random.Generator, shape: tuple[int, ...], spread: float, memory: float = 0.9) -> Floats:
    """A slow walk about 0 (AR(1) along the last axis) with standard deviation `spread`."""
    steps = rng.normal(0.0, spread * np.sqrt(1 - memory**2), shape)
    steps[..., 0] /= np.sqrt(1 - memory**2)
    for t in range(1, shape[-1]):
        steps[..., t] += memory * steps[..., t - 1]
    return steps


def bridged(walk: Floats, months: NDArray[np.int64], fixed: Sequence[int]) -> Floats:
    """Bend a walk so that it is 0 in some months (those that lie on the axis)."""
    places = [place for place in np.searchsorted(months, sorted(fixed)).tolist() if place < len(months)]
    if not places:
        return walk
    return walk - np.interp(np.arange(len(months)), places, walk[..., places])


def logit(share: Floats) -> Floats:
    """Log-odds of a share; 0 and 1 are kept at a distance."""
    safe = np.clip(share, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(safe / (1 - safe)))


def expit(odds: Floats) -> Floats:
    """The share that belongs to log-odds."""
    return np.asarray(1 / (1 + np.exp(-odds)))


def apportion(total: Floats, parts: Floats) -> Floats:
    """Share whole numbers total[T] out over parts[R, T] by largest remainder; columns sum to the total exactly."""
    scale = np.divide(total, parts.sum(axis=0), out=np.zeros_like(total), where=parts.sum(axis=0) > 0)
    quota = parts * scale
    whole = np.floor(quota)
    left = np.rint(total - whole.sum(axis=0))
    rank = np.argsort(np.argsort(whole - quota, axis=0, kind="stable"), axis=0, kind="stable")
    return np.asarray(whole + (rank < left))


def apportion_nested(total: Floats, parts: Floats, parent: NDArray[np.int64], groups: int) -> Floats:
    """Share total[T] out to groups first, then inside each group, by largest remainder both times."""
    above = np.zeros((groups, parts.shape[1]))
    np.add.at(above, parent, parts)
    by_group = apportion(total, above)
    result = np.zeros_like(parts)
    for group in range(groups):
        members = parent == group
        if members.any():
            result[members] = apportion(by_group[group], parts[members])
    return result


def centred(values: Floats, weight: Floats) -> Floats:
    """Shift values[R, ...] so that their weighted mean over regions is 0."""
    return np.asarray(values - np.average(values, axis=0, weights=weight))
