"""A file of readings (CSV, Excel, Parquet): the same contract and landing as the door for devices."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from data.core.clock import Clock, to_epoch
from data.pipeline.contract import DeliveredRows
from data.pipeline.deliver import DeliveryReport
from data.pipeline.normalise import as_delivered
from data.pipeline.refusal import reasons_of
from data.pipeline.table_files import read_table
from data.telemetry.engine import Readings
from data.telemetry.landing import DataSource, land_rows
from data.telemetry.reading_contract import COLUMNS, PLAIN_FEED, FeedRules, KnownDevices, ReadingContract

AT_ONCE = 20_000  # rows of one transaction: other writers wait no longer than for these


def load_readings(
    readings: Readings, devices: KnownDevices, path: Path, clock: Clock, feed: str, rules: FeedRules = PLAIN_FEED
) -> DeliveryReport:
    """Land the readings of a file, part by part, each a batch; nothing where this very file came before.

    The report sums the parts up under the last one's batch. Raises DeliveryRefused when the file as a whole cannot be
    used. Cut off between two parts, the same file again brings the rest: what stands already counts as repeated.
    """
    file = read_table(path)
    contract = ReadingContract(devices, to_epoch(clock.now()), None, rules, serial=True)
    rows = as_delivered(file, contract.columns)
    before = readings.look(lambda connection: readings.ledger.batch_of_file(connection, file.digest))
    if before is not None:
        return DeliveryReport(file.name, before, 0, already=True)
    source = DataSource(feed, file_name=file.name)
    *parts, last = _parts(rows)
    reports = [land_rows(readings, contract, source, part) for part in parts]
    whole = replace(source, digest=file.digest)  # with the last part the file came whole
    reports.append(land_rows(readings, contract, whole, last))
    return _sum(reports)


def _parts(rows: DeliveredRows) -> list[DeliveredRows]:
    """The rows in parts of one transaction each; the columns that readings have, and what could not be read."""
    names = [name for name in COLUMNS if name in rows.columns]
    places = list(rows.rows)
    parts = [places[start : start + AT_ONCE] for start in range(0, len(places), AT_ONCE)] or [[]]
    first, *others = ({place: {name: rows.rows[place][name] for name in names} for place in part} for part in parts)
    return [DeliveredRows(first, rows.columns, rows.refused), *(DeliveredRows(part, rows.columns) for part in others)]


def _sum(reports: list[DeliveryReport]) -> DeliveryReport:
    refused = tuple(row for report in reports for row in report.refused)
    return replace(
        reports[-1],
        accepted=sum(report.accepted for report in reports),
        repeated=sum(report.repeated for report in reports),
        refused=refused,
        reasons=reasons_of(refused),
        notices=tuple(notice for report in reports for notice in report.notices),
    )
