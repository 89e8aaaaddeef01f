"""Shares in tenths that add up."""

from __future__ import annotations

import math
from collections.abc import Sequence


def apportion(shares: Sequence[float], tenths: int | None = None) -> list[int]:
    """Shares in whole tenths that add up to `tenths`, by default the rounded sum of the shares.

    The largest remainders are rounded up first; no share moves further than the whole makes necessary.
    """
    exact = [share * 10 for share in shares]
    floors = [math.floor(value + 1e-9) for value in exact]
    missing = (round(sum(exact)) if tenths is None else tenths) - sum(floors)
    order = sorted(range(len(exact)), key=lambda n: floors[n] - exact[n])
    for turn in range(abs(missing) if order else 0):
        n = order[turn % len(order)] if missing > 0 else order[-1 - turn % len(order)]
        floors[n] += 1 if missing > 0 else -1
    return floors
