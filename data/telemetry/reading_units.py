"""Units of readings: whether one converts into the unit that the catalogue has for a quantity, and by what factor."""

from __future__ import annotations

from collections.abc import Sequence

from data.pipeline.values import name_key, quantity


def factor_between(given: str, own: Sequence[str]) -> float | None:
    """How many of one's own unit (by any of its names) one of the given is; None where they are of two dimensions."""
    if name_key(given) in {name_key(name) for name in own}:
        return 1.0
    told, known = quantity(given), next((found for name in own if (found := quantity(name))), None)
    if told is None or known is None or told.dimension != known.dimension:
        return None
    return float(told.factor / known.factor)
