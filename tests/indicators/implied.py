"""What a list of facts says of a sum, by linear algebra alone: the oracle for lineage and for cumulative deliveries.

Shares nothing with the engine. Every small region has an unknown amount in every month; a fact is one equation about
the sum of some of them. A value follows from facts when its own sum is a combination of theirs.
"""

from collections.abc import Mapping, Sequence

import numpy as np

Inside = Mapping[int, Sequence[int]]
Told = tuple[int, int, int, float]  # region, first and last month (running numbers), amount


def smallest(region: int, inside: Inside) -> list[int]:
    """The regions without parts in a region, itself where it has none."""
    return [leaf for part in inside.get(region, ()) for leaf in smallest(part, inside)] or [region]


def implied(told: Sequence[Told], inside: Inside, region: int, first: int, last: int) -> float | None:
    """The amount of a region in some months that follows from facts; None where they leave it open."""
    if not told:
        return None
    spans = [(smallest(r, inside), range(a, b + 1)) for r, a, b, _ in [*told, (region, first, last, 0.0)]]
    places = {
        place: n for n, place in enumerate(sorted({(leaf, m) for leaves, ms in spans for leaf in leaves for m in ms}))
    }
    sums = np.zeros((len(spans), len(places)))
    for row, (leaves, months) in enumerate(spans):
        for leaf in leaves:
            for month in months:
                sums[row, places[leaf, month]] = 1.0
    share, *_ = np.linalg.lstsq(sums[:-1].T, sums[-1], rcond=None)
    if not np.allclose(sums[:-1].T @ share, sums[-1], atol=1e-8):
        return None
    return float(share @ np.array([amount for *_, amount in told]))
