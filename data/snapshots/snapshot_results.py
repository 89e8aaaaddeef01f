"""Stored parts back as the engine's results, so that scores can be made over fresh and kept indicators alike."""

from collections.abc import Collection, Mapping
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from data.snapshots.array_codec import unpack
from data.snapshots.series_codes import GRAINS
from data.snapshots.snapshot import CODES, FLOATS, StoredPart
from data.warehouse.tables import snapshot_series
from indicators.calendar.periods import Grain
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.results import IndicatorResult, IndicatorSeries
from indicators.measures.axes import axis


def stored_results(
    connection: Connection,
    catalogue: Catalogue,
    parts: Mapping[str, StoredPart],
    today: date,
) -> dict[str, IndicatorResult]:
    """What some parts hold, of each indicator the series at its own grain and no cells: all that scores need."""
    found: dict[str, IndicatorResult] = {}
    for grain in Grain:
        names = {part.series: name for name, part in parts.items() if catalogue.indicators[name].grain == grain}
        if names:
            series = _whole(connection, catalogue, names, grain, today)
            found |= {one.indicator: IndicatorResult(one.indicator, {grain: one}, ()) for one in series}
    return found


def changed_regions(before: IndicatorSeries, after: IndicatorSeries) -> frozenset[int]:
    """The regions in which two series of the same indicator, grain and end differ in anything.

    Where one begins earlier (older facts have come), the periods that both have are compared: scores are made of them.
    """
    both = min(len(before.periods), len(after.periods))
    differ = np.zeros(len(after.regions), np.bool_)
    for field in FLOATS:
        old, new = getattr(before, field)[:, -both:], getattr(after, field)[:, -both:]
        differ |= ~((old == new) | (np.isnan(old) & np.isnan(new))).all(axis=1)
    for field in CODES:
        differ |= (getattr(before, field)[:, -both:] != getattr(after, field)[:, -both:]).any(axis=1)
    return frozenset(np.array(after.regions)[differ].tolist())


def _whole(
    connection: Connection,
    catalogue: Catalogue,
    names: Mapping[int, str],
    grain: Grain,
    today: date,
) -> list[IndicatorSeries]:
    """Rows of single regions on the engine's usual axis again; what is not stored is no value."""
    periods, codes = axis(grain, today), catalogue.regions.codes
    held = {part: list(rows) for part, rows in groupby(_rows(connection, names, grain), itemgetter(0))}
    return [
        IndicatorSeries(
            name, grain, periods, codes, **_filled(held.get(part, ()), catalogue.regions.index, len(periods))
        )
        for part, name in names.items()
    ]


def _rows(connection: Connection, parts: Collection[int], grain: Grain) -> list[tuple[int, int, int, bytes]]:
    """Part, region, number of periods and packed arrays, ordered by part."""
    one = snapshot_series.c
    query = select(one.part, one.region, one.n, one.packed).where(one.part.in_(parts))
    query = query.where(one.grain == GRAINS.index(str(grain))).order_by(one.part)
    return [(row[0], row[1], row[2], row[3]) for row in connection.execute(query)]


def _filled(
    rows: Collection[tuple[int, int, int, bytes]], index: Mapping[int, int], length: int
) -> dict[str, NDArray[Any]]:
    floats = np.full((len(FLOATS), len(index), length), np.nan)
    codes = np.zeros((len(CODES), len(index), length), np.uint8)
    for _, region, n, packed in rows:
        numbers, marks = unpack(packed, n, len(FLOATS), len(CODES))
        count = min(n, length)  # a series ends with the axis; one with older facts begins before it
        floats[:, index[region], length - count :] = np.array(numbers)[:, n - count :]
        codes[:, index[region], length - count :] = np.array(marks)[:, n - count :]
    return {**dict(zip(FLOATS, floats, strict=True)), **dict(zip(CODES, codes, strict=True))}
