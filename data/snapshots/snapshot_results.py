"""Stored parts back as the engine's results, so that scores can be made over fresh and kept indicators alike."""

from collections.abc import Collection, Mapping
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from data.snapshots.packing import unpack
from data.snapshots.series_codes import GRAINS
from data.snapshots.snapshot import CODES, FLOATS, Part
from data.warehouse.tables import snapshot_series
from indicators.calendar.periods import Grain
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.results import Result, Series
from indicators.measures.measure_matrix import axis


def stored_results(
    connection: Connection,
    catalogue: Catalogue,
    parts: Mapping[str, Part],
    today: date,
) -> dict[str, Result]:
    """What some parts hold, of each indicator the series at its own grain and no cells: all that scores need."""
    found: dict[str, Result] = {}
    for grain in Grain:
        names = {part.series: name for name, part in parts.items() if catalogue.indicators[name].grain == grain}
        if names:
            series = _whole(connection, catalogue, names, grain, today)
            found |= {one.indicator: Result(one.indicator, {grain: one}, ()) for one in series}
    return found


def changed_regions(before: Series, after: Series) -> frozenset[int]:
    """The regions in which two series of the same indicator, grain and axis differ in anything."""
    differ = np.zeros(len(after.regions), np.bool_)
    for field in FLOATS:
        old, new = getattr(before, field), getattr(after, field)
        differ |= ~((old == new) | (np.isnan(old) & np.isnan(new))).all(axis=1)
    for field in CODES:
        differ |= (getattr(before, field) != getattr(after, field)).any(axis=1)
    return frozenset(np.array(after.regions)[differ].tolist())


def _whole(
    connection: Connection,
    catalogue: Catalogue,
    names: Mapping[int, str],
    grain: Grain,
    today: date,
) -> list[Series]:
    """Rows of single regions on the engine's full axis again; what is not stored is no value."""
    periods, codes = axis(grain, today), catalogue.regions.codes
    place = {period.code: column for column, period in enumerate(periods)}
    held = {part: list(rows) for part, rows in groupby(_rows(connection, names, grain), itemgetter(0))}
    return [
        Series(name, grain, periods, codes, **_filled(held.get(part, ()), catalogue.regions.index, place))
        for part, name in names.items()
    ]


def _rows(connection: Connection, parts: Collection[int], grain: Grain) -> list[tuple[int, int, int, int, bytes]]:
    """Part, region, first period, number of periods and packed arrays, ordered by part."""
    one = snapshot_series.c
    query = select(one.part, one.region, one.first, one.n, one.packed).where(one.part.in_(parts))
    query = query.where(one.grain == GRAINS.index(str(grain))).order_by(one.part)
    return [(row[0], row[1], row[2], row[3], row[4]) for row in connection.execute(query)]


def _filled(
    rows: Collection[tuple[int, int, int, int, bytes]], index: Mapping[int, int], place: Mapping[int, int]
) -> dict[str, NDArray[Any]]:
    floats = np.full((len(FLOATS), len(index), len(place)), np.nan)
    codes = np.zeros((len(CODES), len(index), len(place)), np.uint8)
    for _, region, first, n, packed in rows:
        numbers, marks = unpack(packed, n, len(FLOATS), len(CODES))
        here = slice(place[first], place[first] + n)
        floats[:, index[region], here] = numbers
        codes[:, index[region], here] = marks
    return {**dict(zip(FLOATS, floats, strict=True)), **dict(zip(CODES, codes, strict=True))}
