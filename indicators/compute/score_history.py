"""The months of a group's score before the newest, and the months in which a veto kept it down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from indicators.calendar.periods import Period
from indicators.compute.membership import Flags, GroupMember
from indicators.compute.results import ScoreCap
from indicators.scoring.score import CAP, ENOUGH
from indicators.statistics.arrays import Floats


@dataclass(frozen=True, eq=False)
class GroupScoreHistory:
    """Scores of a group, in tenths, and where they would be higher without a cap [regions × months]."""

    score: Floats
    capped: Flags


def scored_history(members: Sequence[GroupMember], rows: Sequence[int]) -> GroupScoreHistory:
    """The weighted mean in some regions, a silent member as 0, capped by vetoes; NaN where too little is known."""
    counts, score = np.array([m.counts[rows] for m in members]), np.array([m.score[rows] for m in members])
    weights = np.array([m.weight for m in members])[:, None, None]
    asked = (weights[:, :, 0] * np.array([m.asked[rows] for m in members])).sum(axis=0)[:, None]
    known = counts & ~np.isnan(score)
    enough = ((weights * known).sum(axis=0) >= ENOUGH * asked) & known.any(axis=0)
    total, whole = (weights * np.where(known, score, 0.0)).sum(axis=0), (weights * counts).sum(axis=0)
    mean = np.divide(total, whole, out=np.full(total.shape, np.nan), where=enough)
    vetoed = np.array([m.vetoes[rows] for m in members]).any(axis=0)
    return GroupScoreHistory(np.round(np.where(vetoed, np.minimum(mean, CAP), mean), 1), vetoed & (mean > CAP))


def caps_of(
    history: GroupScoreHistory, place: int, members: Sequence[GroupMember], row: int, months: Sequence[Period]
) -> Iterator[ScoreCap]:
    """Which vetoes kept the score of a region down, by months in a row; `place` is the region's in the history."""
    for one in members:
        capping = history.capped[place] & one.vetoes[row]
        edges = np.flatnonzero(np.diff(np.concatenate(([0], capping.astype(np.int8), [0]))))
        for first, after in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            silent = bool(np.isnan(one.score[row, after - 1]))
            yield ScoreCap(one.name, months[first].id, months[after - 1].id, silent)
