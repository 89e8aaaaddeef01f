"""The probability that a target is met, and how it may be said."""

from __future__ import annotations

from math import erf, sqrt

from indicators.definitions.model import Better

CERTAIN = 0.98  # nobody can be surer: the past holds too few origins
EVEN = 0.5


def probability_met(
    middle: float, spread: float, target: float, better: Better, band: tuple[float, float] | None
) -> float:
    """How likely a value, spread normally about a middle, lies on the good side of a target (or within its band)."""
    if better == "band" and band is not None:
        found = _below(band[1], middle, spread) - _below(band[0], middle, spread)
    else:
        below = _below(target, middle, spread)
        found = below if better == "lower" else 1 - below
    return min(max(found, 1 - CERTAIN), CERTAIN)


def is_met(value: float, target: float, better: Better, band: tuple[float, float] | None) -> bool:
    """Whether a value met its target."""
    if better == "band" and band is not None:
        return band[0] <= value <= band[1]
    return value <= target if better == "lower" else value >= target


def in_tens(probability: float) -> int:
    """A probability in tens of percent, as it is said: a forecast is no surer than that. 0 and 10 are never said."""
    return min(max(round(probability * 10), 1), 9)


def _below(limit: float, middle: float, spread: float) -> float:
    if spread <= 0:
        return 1.0 if middle <= limit else 0.0
    return (1 + erf((limit - middle) / spread / sqrt(2))) / 2
