"""Shares in tenths that add up."""

from __future__ import annotations

import math
from collections.abc import Sequence


def apportion(shares: Sequence[float]) -> list[int]:
    """Shares in whole tenths that add up to the rounded sum of the shares (largest remainder first)."""
    exact = [share * 10 for share in shares]
    floors = [math.floor(value + 1e-9) for value in exact]
    missing = round(sum(exact)) - sum(floors)
    order = sorted(range(len(exact)), key=lambda n: floors[n] - exact[n])
    for n in order[: max(missing, 0)]:
        floors[n] += 1
    return floors
