"""One region beside its peers: places, the middle of the peers, what stands out, and what a year has changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from indicators.compute.results import IndicatorValue
from indicators.definitions.model import Indicator
from indicators.scoring.status import Status, tolerance


@dataclass(frozen=True)
class PeerRank:
    """The place of one among several, the best first; equals share a place."""

    place: int
    of: int


def peer_rank(values: Mapping[int, float | None], region: int) -> PeerRank | None:
    """Where a region stands among all, more being better: those without a value come last. None when it has none."""
    own = values.get(region)
    ahead = sum(value > own for value in values.values() if value is not None and own is not None)
    return None if own is None else PeerRank(1 + ahead, len(values))


def middle(values: Iterable[float | None]) -> float | None:
    """The median of the known values; None when there is none."""
    known = [value for value in values if value is not None]
    return median(known) if known else None


def strongest(cells: Iterable[IndicatorValue], count: int) -> list[IndicatorValue]:
    """The cells on track that stand furthest on the good side of what is expected of them, the best first."""
    ahead = [cell for cell in _judged(cells) if cell.status == Status.ON_TRACK]
    return sorted(ahead, key=lambda cell: (-(cell.gap or 0.0), cell.indicator))[:count]


def weakest(cells: Iterable[IndicatorValue], count: int) -> list[IndicatorValue]:
    """The cells that fall furthest short of what is expected of them, the worst first."""
    short = [cell for cell in _judged(cells) if cell.judgement.needs_a_hand]
    return sorted(short, key=lambda cell: (cell.gap or 0.0, cell.indicator))[:count]


def _judged(cells: Iterable[IndicatorValue]) -> list[IndicatorValue]:
    return [cell for cell in cells if cell.gap is not None and cell.status != Status.UNKNOWN and not cell.stale]


def year_change(indicator: Indicator, cell: IndicatorValue) -> float | None:
    """The change since the same period of last year in tolerances of the indicator, positive for the better.

    None without a direction, a value, or a tolerance to measure the change with.
    """
    if indicator.better not in {"higher", "lower"} or cell.yoy is None or cell.stale or cell.impossible:
        return None
    yardstick = cell.expected if cell.expected is not None else cell.value
    width = float(tolerance(indicator, np.array([np.nan if yardstick is None else yardstick]))[0])
    if not np.isfinite(width):
        return None
    return (-cell.yoy if indicator.better == "lower" else cell.yoy) / width


def gains_and_losses(
    cells: Sequence[IndicatorValue], indicators: Mapping[str, Indicator], count: int
) -> tuple[list[tuple[IndicatorValue, float]], list[tuple[IndicatorValue, float]]]:
    """The biggest gains and the biggest losses of a year, each with its size in tolerances, the biggest first."""
    sized = [(cell, change) for cell in cells if (change := year_change(indicators[cell.indicator], cell)) is not None]
    better = sorted((item for item in sized if item[1] > 0), key=lambda item: (-item[1], item[0].indicator))
    worse = sorted((item for item in sized if item[1] < 0), key=lambda item: (item[1], item[0].indicator))
    return better[:count], worse[:count]
