"""What stands of a measure, for deliveries that are compared with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sqlalchemy import Connection, select

from data.warehouse.tables import fact_current, measure_key


class StandingValue(NamedTuple):
    """A value that stands; how settled it is, on what basis and how far it holds as the warehouse's codes."""

    value: float
    state: int
    basis: int
    wording: int


Series = Mapping[tuple[int, int], StandingValue]
"""The values of one measure by region and period code."""


def standing_series(connection: Connection, measures: list[str]) -> Iterator[tuple[str, Series]]:
    """What stands of each measure, one after the other: all of them at once would take much memory."""
    numbers = {row.id: row.no for row in connection.execute(select(measure_key))}
    mart = fact_current.c
    columns = (mart.region, mart.period, mart.value, mart.state, mart.basis, mart.wording)
    for measure in measures:
        if measure not in numbers:
            yield measure, {}
            continue
        found = connection.execute(select(*columns).where(mart.measure == numbers[measure]))
        yield measure, {(region, when): StandingValue(*rest) for region, when, *rest in found}
