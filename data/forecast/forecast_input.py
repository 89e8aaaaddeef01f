"""What is looked ahead from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from data.core.clock import business_day, from_epoch, to_epoch
from data.snapshots.snapshot import parts_of
from data.snapshots.snapshot_results import stored_results
from data.snapshots.snapshot_rows import newest
from data.snapshots.target_register import with_register
from data.warehouse.tables import forecast_run
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.results import IndicatorResult

PAUSE = 3600  # seconds
LEVELS = ("city", "district")  # of regions: towns have too few cases to be looked ahead at


@dataclass(frozen=True)
class ForecastInput:
    """The results of a snapshot, and the definitions that it was judged by."""

    version: int
    catalogue: Catalogue
    day: date
    results: Mapping[str, IndicatorResult]


def newest_input(connection: Connection, catalogue: Catalogue) -> ForecastInput | None:
    """The newest snapshot; None before the first."""
    snapshot = newest(connection)
    if snapshot is None:
        return None
    merged = with_register(connection, catalogue)
    parts = {name: part for name, part in parts_of(connection, snapshot.version).items() if name in merged.indicators}
    return ForecastInput(
        snapshot.version, merged, snapshot.day, stored_results(connection, merged, parts, snapshot.day)
    )


def new_input(connection: Connection, catalogue: Catalogue, now: datetime) -> ForecastInput | None:
    """The newest snapshot; None where it was looked ahead from before or there is none, and within an hour of the last
    time on the same day: all are forecast together, which takes seconds, and months do not change by the minute.
    """
    snapshot = newest(connection)
    if snapshot is None or is_done(connection, snapshot.version) or _is_recent(connection, now):
        return None
    return newest_input(connection, catalogue)


def _is_recent(connection: Connection, now: datetime) -> bool:
    last = connection.execute(select(func.max(forecast_run.c.made_at))).scalar()
    return (
        last is not None and business_day(from_epoch(last)) == business_day(now) and 0 <= to_epoch(now) - last < PAUSE
    )


def is_done(connection: Connection, version: int) -> bool:
    """Whether a snapshot was looked ahead from."""
    query = select(forecast_run.c.version).where(forecast_run.c.version == version)
    return connection.execute(query).first() is not None


def is_looked_at(catalogue: Catalogue, region: int) -> bool:
    """Whether a region is looked ahead for."""
    return catalogue.regions[region].level in LEVELS
