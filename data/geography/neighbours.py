"""Which districts lie side by side, from the outlines of the map."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from data.geography.shapes import Shape, Shapes

NEAR = 200.0  # metres between corners of two outlines that touch: the drawn lines are simplified
TOUCHING = 2  # so many corners have to be near: a single one may be chance


def neighbours(shapes: Shapes) -> Mapping[int, frozenset[int]]:
    """The districts that share a border with each. Not for towns: their drawn borders are approximate."""
    corners = {shape.code: _corners(shape) for shape in shapes.at("district")}
    near = NEAR / shapes.metres
    beside: dict[int, set[int]] = {code: set() for code in corners}
    for one, other in combinations(corners, 2):
        if _touching(corners[one], corners[other], near):
            beside[one].add(other)
            beside[other].add(one)
    return {code: frozenset(others) for code, others in beside.items()}


def _corners(shape: Shape) -> NDArray[np.float64]:
    """The corners of an outline, as [corners × 2]."""
    return np.array(re.findall(r"-?[\d.]+", shape.path), np.float64).reshape(-1, 2)


def _touching(one: NDArray[np.float64], other: NDArray[np.float64], near: float) -> bool:
    away = np.linalg.norm(one[:, None] - other[None, :], axis=-1).min(axis=1)
    return int((away <= near).sum()) >= TOUCHING
