"""Stored parts back as the engine's results, so that scores can be made over fresh and kept indicators alike."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from data import snapshot_rows
from data.reading_types import RegionSeries
from data.snapshot import CODES, FLOATS, Part
from indicators.catalogue import Catalogue
from indicators.cube import axis
from indicators.periods import Grain
from indicators.results import Result, Series


def stored_results(
    connection: Connection, catalogue: Catalogue, parts: Mapping[str, Part], today: date
) -> dict[str, Result]:
    """What some parts hold, of each indicator the series at its own grain and no cells: all that scores need."""
    series = _native_series(connection, catalogue, parts, today)
    return {name: Result(name, {one.grain: one}, ()) for name, one in series.items()}


def _native_series(
    connection: Connection, catalogue: Catalogue, parts: Mapping[str, Part], today: date
) -> dict[str, Series]:
    found: dict[str, Series] = {}
    for grain in Grain:
        names = {part.series: name for name, part in parts.items() if catalogue.indicators[name].grain == grain}
        rows: dict[str, list[RegionSeries]] = {name: [] for name in names.values()}
        for row in snapshot_rows.series(connection, names, str(grain)) if names else ():
            rows[row.indicator].append(row)
        found |= {name: _whole(name, grain, rows[name], catalogue, today) for name in rows}
    return found


def _whole(name: str, grain: Grain, rows: Iterable[RegionSeries], catalogue: Catalogue, today: date) -> Series:
    """Rows of single regions on the engine's full axis again; what is not stored is no value."""
    periods = axis(grain, today)
    shape = (len(catalogue.regions), len(periods))
    arrays: dict[str, NDArray[Any]] = {field: np.full(shape, np.nan) for field in FLOATS}
    arrays |= {field: np.zeros(shape, np.uint8) for field in CODES}
    place = {period.code: column for column, period in enumerate(periods)}
    for row in rows:
        here = slice(place[row.codes[0]], place[row.codes[-1]] + 1)
        for field, array in arrays.items():
            array[catalogue.regions.index[row.region], here] = getattr(row, field)
    return Series(name, grain, periods, catalogue.regions.codes, **arrays)
