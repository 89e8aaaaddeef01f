"""Facts for tests, written as rows of measure, region, period id and value."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from indicators.calendar.periods import Period
from indicators.catalogue.catalogue import Catalogue
from indicators.measures.facts import FactTable
from indicators.measures.measure_cube import MeasureCube, build_cube

Row = tuple[str, int, str, float]


def cube_of(catalogue: Catalogue, rows: Sequence[Row], today: date, basis: Sequence[int] | None = None) -> MeasureCube:
    """A cube over some rows, by default all reported."""
    names = tuple(catalogue.measures)
    facts = FactTable(
        measure=np.array([names.index(row[0]) for row in rows], dtype=np.int32),
        region=np.array([row[1] for row in rows], dtype=np.int64),
        period=np.array([Period.parse(row[2]).code for row in rows], dtype=np.int32),
        value=np.array([row[3] for row in rows], dtype=np.float64),
        basis=np.array(basis or [3] * len(rows), dtype=np.uint8),
        batch=np.ones(len(rows), dtype=np.int32),
        measures=names,
    )
    return build_cube(facts, catalogue, today)


def monthly(measure: str, region: int, first: str, values: Sequence[float]) -> list[Row]:
    """One row a month, from a month on."""
    start = Period.parse(first)
    return [(measure, region, start.shift(n).id, value) for n, value in enumerate(values)]
