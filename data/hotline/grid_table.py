"""Orders by grid and topic as a table to take away: small counts suppressed, and what would give them back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.core.scope import Scope
from data.geography.grids import Grids
from data.hotline.hotline_repository import HotlineRepository
from indicators.catalogue.catalogue import Catalogue
from indicators.hotline import HotlineRules
from indicators.privacy.suppression import suppressed

KIND = "hotline_order"
HIDDEN = "*"
Row = list[str | int]


@dataclass(frozen=True)
class GridTableSource:
    """What a table is made from."""

    catalogue: Catalogue
    grids: Grids
    voice: HotlineRepository
    rules: HotlineRules


def grid_table(source: GridTableSource, run: int, region: int, days: int) -> tuple[list[str], list[Row]]:
    """Heads and rows: a row for each grid of a region with any order, a column for each topic, with all sums.

    What is suppressed reads `*`, whether it is small itself or would give a small one back. For those who may see the
    whole region.
    """
    everything = Scope.everything()
    kind, regions = source.catalogue.events[KIND], source.catalogue.regions
    file, inside = source.grids.file(everything), set(regions.within(region))
    every = zip(file.numbers, file.codes, file.towns, strict=True)
    shown = [(n, code, town) for n, code, town in every if town in inside]
    by_topic = [source.voice.by_grid(everything, run, kind.no, n, days) for n in range(1, len(kind.topics) + 1)]
    counts = np.array([[found.get(n, 0) for found in by_topic] for n, _, _ in shown], dtype=np.int64)
    counts = counts.reshape(len(shown), len(kind.topics))
    some = counts.sum(axis=1) > 0
    table = suppressed(counts[some], source.rules.smallest_count)
    kept = [one for one, has in zip(shown, some.tolist(), strict=True) if has]
    heads = ["grid", "town", *(topic.id for topic in kind.topics), "all"]
    rows: list[Row] = [
        [code, regions[town].name.zh, *_cells(table.counts[n], table.hidden[n]),
         HIDDEN if table.rows_hidden[n] else int(table.rows[n])]
        for n, (_, code, town) in enumerate(kept)
    ]  # fmt: skip
    rows.append(["all", "", *_cells(table.columns, table.columns_hidden), table.total])
    return heads, rows


def _cells(counts: np.ndarray, hidden: np.ndarray) -> Row:
    return [HIDDEN if masked else count for count, masked in zip(counts.tolist(), hidden.tolist(), strict=True)]
