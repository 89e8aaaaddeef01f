"""Facts that come again through a door: what stands already with the same value lands no second time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from data.ingest.load_measures import FactLanding
from data.ingest.measure_contract import MeasureRow
from data.pipeline.deliver import Batch, LandingResult
from data.warehouse.tables import fact_current, measure_key
from indicators.catalogue.catalogue import Catalogue

Key = tuple[str, int, int]


@dataclass(frozen=True)
class NewFactLanding:
    """Lands facts that are new or corrected; those that stand so already are counted as repeated.

    Systems deliver whole tables again and again: a vintage is made where a value has changed, not where it was said.
    """

    catalogue: Catalogue
    basis: int

    def land(self, connection: Connection, batch: Batch, accepted: Mapping[int, MeasureRow]) -> LandingResult:
        standing = _standing(connection, accepted)
        new = {place: row for place, row in accepted.items() if standing.get(_key(row)) != (*_said(row), self.basis)}
        landed = FactLanding(self.catalogue, self.basis).land(connection, batch, new)
        return LandingResult(len(accepted) - len(new) + landed.repeated, landed.refused)


def _key(row: MeasureRow) -> Key:
    return row.measure, row.region, row.period.code


def _said(row: MeasureRow) -> tuple[float, int]:
    return row.value, int(row.state)


def _standing(connection: Connection, rows: Mapping[int, MeasureRow]) -> dict[Key, tuple[float, int, int]]:
    """Value, state and basis of what stands for the measures and periods of some rows."""
    mart = fact_current.c
    query = (
        select(measure_key.c.id, mart.region, mart.period, mart.value, mart.state, mart.basis)
        .join(measure_key, measure_key.c.no == mart.measure)
        .where(
            measure_key.c.id.in_({row.measure for row in rows.values()}),
            mart.period.in_({row.period.code for row in rows.values()}),
        )
    )
    return {(row[0], row[1], row[2]): (row[3], row[4], row[5]) for row in connection.execute(query)}
