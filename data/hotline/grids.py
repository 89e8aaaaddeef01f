"""Events by grid: counts for the map, and places whose citizens say the same again and again."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from data.hotline.event_counts import Whole
from data.hotline.types import Repeat
from indicators.definitions.model import EventKind

WEEK = 7
_GRID, _REGION, _TOPIC, _COUNT, _LATELY, _AGAIN, _FIRST, _LAST = range(8)


@dataclass(frozen=True)
class GridCountRow:
    """Counts of a kind and topic (0: all) within so many days, by grid, packed."""

    kind: int
    topic: int
    days: int
    packed: bytes


def grid_rows(kind: int, rows: Whole, days: int) -> Iterator[GridCountRow]:
    """The counts of each topic and of all, within the last week and within all days."""
    for topic in (0, *np.unique(rows[:, _TOPIC]).tolist()):
        chosen = rows if topic == 0 else rows[rows[:, _TOPIC] == topic]
        for within, column in ((WEEK, _LATELY), (days, _COUNT)):
            grids, place = np.unique(chosen[:, _GRID], return_inverse=True)
            count = np.bincount(place, chosen[:, column], minlength=len(grids)).astype(np.int64)
            yield GridCountRow(kind, topic, within, pack(grids[count > 0], count[count > 0]))


def pack(grids: Whole, counts: Whole) -> bytes:
    """Numbers of grids and counts as bytes."""
    return zlib.compress(np.stack([grids, counts]).astype("<i4").tobytes())


def unpack(packed: bytes) -> dict[int, int]:
    """Counts by grid again."""
    grids, counts = np.frombuffer(zlib.decompress(packed), "<i4").reshape(2, -1).tolist()
    return dict(zip(grids, counts, strict=True))


def repeats(rows: Whole, kind: EventKind, fewest: int) -> list[Repeat]:
    """Grids in which so many orders about a topic were said before, most first."""
    many = rows[(rows[:, _AGAIN] >= fewest) & (rows[:, _TOPIC] > 0) & (rows[:, _TOPIC] <= len(kind.topics))]
    order = np.lexsort((many[:, _GRID], -many[:, _COUNT], -many[:, _AGAIN]))
    return [
        Repeat(
            row[_REGION], row[_GRID], kind.topics[row[_TOPIC] - 1].id, row[_AGAIN], row[_COUNT], row[_FIRST], row[_LAST]
        )
        for row in many[order].tolist()
    ]
