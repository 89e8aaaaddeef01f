"""From counted days to monthly facts: the arithmetic of the events roll-up, without any SQL."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.warehouse.facts import NewFacts

CurrentCount = Mapping[tuple[str, int, int], tuple[float, int]]


@dataclass(frozen=True)
class DayCounts:
    """Counts by day and region: `count` float64[N, M], a column for each measure; days as yyyymmdd."""

    measures: tuple[str, ...]
    day: NDArray[np.int64]
    region: NDArray[np.int64]
    count: NDArray[np.float64]

    @classmethod
    def of(cls, measures: Sequence[str], rows: Sequence[Sequence[Any]]) -> "DayCounts":
        """From rows of day, region and one count for each measure."""
        table = np.array([tuple(row) for row in rows], dtype=np.float64).reshape(-1, 2 + len(measures))
        return cls(tuple(measures), table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2:])


def months_of(days: NDArray[np.integer[Any]]) -> list[int]:
    """The months (codes yyyymm) that some days fall in, in order."""
    return [int(month) for month in np.unique(np.asarray(days) // 100)]


def day_span(month: int) -> tuple[int, int]:
    """First and last possible day number of a month: bounds for a query, made in Python."""
    return month * 100 + 1, month * 100 + 31


def monthly_facts(
    counts: DayCounts, months: Iterable[int], regions: Iterable[int], basis: int, inside: Mapping[int, Sequence[int]]
) -> NewFacts:
    """One fact for each measure, month and region; a region that delivers this kind but had no event counts 0.

    `inside` are the regions within each that has any, itself among them. One that has events of its own, whose town is
    not known, counts all events inside it, since a delivered figure stands before the sum of its parts.
    """
    month_codes = np.array(sorted(set(months)), dtype=np.int64)
    region_codes = np.array(sorted(set(regions) | set(counts.region.tolist())), dtype=np.int64)
    grid = np.zeros((len(month_codes), len(region_codes), len(counts.measures)))
    where = (np.searchsorted(month_codes, counts.day // 100), np.searchsorted(region_codes, counts.region))
    np.add.at(grid, where, counts.count)
    grid = _with_inner(grid, region_codes, inside)
    month, region, measure = np.indices(grid.shape).reshape(3, -1)
    return NewFacts(
        counts.measures,
        measure,
        region_codes[region],
        month_codes[month],
        grid.reshape(-1),
        np.zeros(grid.size, dtype=np.int16),
        np.full(grid.size, basis, dtype=np.int16),
        np.zeros(grid.size, dtype=np.int16),
    )


def _with_inner(
    grid: NDArray[np.float64], regions: NDArray[np.int64], inside: Mapping[int, Sequence[int]]
) -> NDArray[np.float64]:
    """Counts float64[months, R, measures] with each region that has others inside counting those as well."""
    total = grid.copy()
    for place, code in enumerate(regions.tolist()):
        if code in inside:
            total[:, place] = grid[:, np.isin(regions, inside[code])].sum(axis=1)
    return total


def changed_only(facts: NewFacts, standing: CurrentCount) -> NewFacts:
    """Leave out facts that say what already stands; a fact keeps the weaker basis of the two."""
    keys = [
        (facts.measures[measure], region, period)
        for measure, region, period in zip(
            facts.measure.tolist(), facts.region.tolist(), facts.period.tolist(), strict=True
        )
    ]
    before = np.array([standing.get(key, (np.nan, 0)) for key in keys], dtype=np.float64).reshape(-1, 2)
    basis = np.maximum(facts.basis, before[:, 1].astype(np.int16))
    keep = (facts.value != before[:, 0]) | (basis != before[:, 1])
    return NewFacts(
        facts.measures,
        facts.measure[keep],
        facts.region[keep],
        facts.period[keep],
        facts.value[keep],
        facts.state[keep],
        basis[keep],
        facts.wording[keep],
    )
