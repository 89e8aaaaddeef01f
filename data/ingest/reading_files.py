"""A file of readings (CSV, Excel, Parquet): the same contract and landing as the door for devices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from data.core.clock import Clock, to_epoch
from data.ingest.table_files import read_table
from data.telemetry.engine import Readings
from data.telemetry.landing import DataSource, Receipt, land
from data.telemetry.reading_contract import KnownDevices, ReadingContract
from data.telemetry.tables import arrival

REQUIRED = ("device", "at", "value")
AT_ONCE = 20_000  # rows of one transaction: other writers wait no longer than for these


def load_readings(
    readings: Readings, register: KnownDevices, path: Path, clock: Clock, feed: str
) -> tuple[Receipt, ...]:
    """Land the readings of a file, part by part; nothing where this very file came before.

    Raises FileError when the file as a whole cannot be used. Cut off between two parts, the same file again
    brings the rest: what stands already counts as repeated.
    """
    table = read_table(path, REQUIRED)
    if _came_whole(readings, table.digest):
        return ()
    columns = [name for name in ("device", "quantity", "at", "value") if name in table.columns]
    rows: Sequence[Mapping[str, Any]] = [{name: row[name] for name in columns} for row in table.rows]
    contract = ReadingContract(register, to_epoch(clock.now()))
    parts = [rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE)] or [[]]
    last = len(parts) - 1  # only the last part carries the file's digest: with it the file came whole
    return tuple(
        land(readings, contract, DataSource(feed, digest=table.digest if n == last else ""), part)
        for n, part in enumerate(parts)
    )


def _came_whole(readings: Readings, digest: str) -> bool:
    with readings.reading() as connection:
        query = select(func.count()).select_from(arrival).where(arrival.c.digest == digest)
        return bool(connection.execute(query).scalar_one())
