"""Small counts are not given away, nor sums that would give them back.

A count below `fewest` is suppressed (primary). Whoever knows the sums of rows and columns could reckon it out again, so
further counts, and where need be sums, are suppressed with it until nobody can (complementary; Cox, JASA 75, 1980).
Whether one can is tried out: an attacker tightens the bounds of every suppressed count by all sums, again and again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.statistics.arrays import Floats

Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]
_ROUNDS = 40  # of tightening; bounds that still move then are wide


@dataclass(frozen=True, eq=False)
class CountTable:
    """Counts int64[n, m] with the sums of rows and columns and of all; True in a mask is suppressed."""

    counts: Whole
    hidden: Mask
    rows: Whole
    rows_hidden: Mask
    columns: Whole
    columns_hidden: Mask
    total: int


def suppressed(counts: Whole, fewest: int) -> CountTable:
    """The table with every count from 1 to `fewest` - 1 suppressed, and as little else as it takes to keep it so.

    0 is given away: that nothing happened tells of nobody. ValueError for negative counts.
    """
    if (counts < 0).any():
        raise ValueError("counts are not negative")
    small: Mask = (counts > 0) & (counts < fewest)
    hidden = small.copy()
    lost = [np.zeros(counts.shape[0], np.bool_), np.zeros(counts.shape[1], np.bool_)]
    sums = counts.sum(axis=1), counts.sum(axis=0)
    while (given := _exposed(counts, hidden, lost, small, fewest)).any():
        before = hidden.sum() + lost[0].sum() + lost[1].sum()
        alone = hidden.sum(axis=1) == 1, hidden.sum(axis=0) == 1
        alone[0][lost[0]], alone[1][lost[1]] = False, False
        lonely = bool((given & (alone[0][:, None] | alone[1])).any())
        for place in np.argwhere(given).tolist():
            for line in (0, 1):  # company first for those that are alone in their row or column: it may do for all
                still = (hidden[place[0]] if line == 0 else hidden[:, place[1]]).sum() == 1
                if not lonely or (still and alone[line][place[line]]):
                    _hide_in_line(counts, hidden, lost, sums[line], line, place[line])
        if hidden.sum() + lost[0].sum() + lost[1].sum() == before:  # nothing is left but to give nothing away
            hidden, lost = counts > 0, [np.ones(n, np.bool_) for n in counts.shape]
            break
    return CountTable(counts, hidden, sums[0], lost[0], sums[1], lost[1], int(counts.sum()))


def _exposed(counts: Whole, hidden: Mask, lost: list[Mask], small: Mask, fewest: int) -> Mask:
    """Small counts that an attacker knows to be small: whose bounds leave no count of `fewest` or more.

    Where that is so since others suppressed beside them can be reckoned out, those: they need company first.
    """
    low, high = bounds(counts, hidden, lost[0], lost[1])
    given: Mask = small & (high < fewest)
    beside: Mask = hidden & ~small & (low == high)
    return beside if given.any() and beside.any() else given


def bounds(counts: Whole, hidden: Mask, rows_hidden: Mask, columns_hidden: Mask) -> tuple[Floats, Floats]:
    """Between what an attacker knows each count to lie: known ones exactly, suppressed ones from 1 on at first.

    Sums that are given away tighten that; suppressed sums are bound by the total of all.
    """
    low = np.where(hidden, 1.0, counts)
    high = np.where(hidden, np.inf, counts)
    for _ in range(_ROUNDS):
        before = low.sum(), np.where(np.isfinite(high), high, 0).sum(), np.isfinite(high).sum()
        for axis, lost in ((1, rows_hidden), (0, columns_hidden)):
            low, high = _tightened(counts, hidden, low, high, axis, lost)
        if before == (low.sum(), np.where(np.isfinite(high), high, 0).sum(), np.isfinite(high).sum()):
            break
    return low, high


def _tightened(counts: Whole, hidden: Mask, low: Floats, high: Floats, axis: int, lost: Mask) -> tuple[Floats, Floats]:
    """The bounds after every sum along an axis has been used once; of suppressed sums what they are together."""
    sums = counts.sum(axis=axis, keepdims=True).astype(np.float64)
    missing = np.expand_dims(lost, axis)
    if lost.any():  # together they are what the total leaves; each is at most that less the least of the others
        together = float(counts.sum() - counts.sum(axis=axis)[~lost].sum())
        least = low.sum(axis=axis)[lost].sum()
        sums = np.where(missing, together - least + low.sum(axis=axis, keepdims=True), sums)
    least_others = low.sum(axis=axis, keepdims=True) - low
    finite = np.where(np.isfinite(high), high, 0.0)
    endless = np.isinf(high)
    others_endless = endless.sum(axis=axis, keepdims=True) - endless > 0
    most_others = finite.sum(axis=axis, keepdims=True) - finite
    new_high = np.minimum(high, sums - least_others)
    new_low = np.where(others_endless | missing, low, np.maximum(low, sums - most_others))
    return np.where(hidden, new_low, low), np.where(hidden, new_high, high)


def _hide_in_line(counts: Whole, hidden: Mask, lost: list[Mask], sums: Whole, line: int, place: int) -> None:
    """Suppress the smallest further count of a row (line 0) or column (1), or else its sum, one of `sums`."""
    cells, masked = (counts[place], hidden[place]) if line == 0 else (counts[:, place], hidden[:, place])
    free = np.flatnonzero(~masked & (cells > 0))
    if len(free):
        masked[free[np.argmin(cells[free])]] = True
        return
    lost[line][place] = True
    others = np.flatnonzero(~lost[line] & (sums > 0))
    if lost[line].sum() == 1 and len(others):  # one suppressed sum alone is what the total leaves
        lost[line][others[np.argmin(sums[others])]] = True
