"""Chance as a pure function of a key and a moment: asked again, in any order and company, it says the same."""

from __future__ import annotations

from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from indicators.statistics.arrays import Floats

Ints = NDArray[np.int64]
Keys = NDArray[np.uint64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)  # the constants of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_FAR = 6.0  # tails end here: a demonstration has no once-in-an-age reading by accident


def key_of(*words: object) -> int:
    """The key, 0 to 2**64 - 1, that belongs to some words."""
    return int.from_bytes(sha256("\x1f".join(map(str, words)).encode()).digest()[:8], "big")


def uniform(keys: Keys, counter: Ints) -> Floats:
    """Numbers from 0 up to 1, one for each key and counter."""
    mixed = _mix(keys ^ _mix(counter.astype(np.uint64) * _GOLDEN + _GOLDEN))
    return np.asarray((mixed >> np.uint64(11)).astype(np.float64) * 2.0**-53)


def bell(keys: Keys, counter: Ints) -> Floats:
    """About normal, standard deviation 1, never beyond 3."""
    thrice = counter * 3
    return np.asarray(2 * sum(uniform(keys, thrice + n) for n in range(3)) - 3)


def tail(keys: Keys, counter: Ints) -> Floats:
    """Exponential with mean 1, cut off at 6: mostly small, now and then large."""
    return np.asarray(np.minimum(-np.log1p(-uniform(keys, counter)), _FAR))


def drift(keys: Keys, at: Ints, period: int) -> Floats:
    """A slow walk between -1 and 1 that takes a new direction every `period` seconds, smooth in between."""
    node, rest = np.divmod(at, period)
    here, there = 2 * uniform(keys, node) - 1, 2 * uniform(keys, node + 1) - 1
    way = rest / period
    return np.asarray(here + (there - here) * way * way * (3 - 2 * way))


def _mix(number: Keys) -> Keys:
    number = (number ^ (number >> np.uint64(30))) * _FIRST
    number = (number ^ (number >> np.uint64(27))) * _SECOND
    return np.asarray(number ^ (number >> np.uint64(31)))
