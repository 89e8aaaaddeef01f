"""Loading a department's file of measures: good rows land, bad rows go to quarantine, all in one transaction."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine

from data.core.clock import Clock, business_day
from data.ingest.measure_contract import CONTRACT, REQUIRED, BadRow, GoodRow, MeasureContract, RowRefused, readable
from data.ingest.quarantine import put_aside, reasons
from data.ingest.table_files import TableFile, read_table
from data.storage.engines import capabilities
from data.warehouse.batches import Delivery, batch_of_file, open_batch, register_department
from data.warehouse.facts import NewFacts, land
from indicators.catalogue.catalogue import Catalogue

REPORTED = 3  # the engine's basis code for what a department delivers


@dataclass(frozen=True)
class LoadReport:
    """What became of a file. `already` is true when this very file had landed before and nothing was changed."""

    file_name: str
    batch: int
    accepted: int
    refused: Mapping[str, int]
    already: bool
    ignored_columns: tuple[str, ...] = ()


def load_file(
    engine: Engine,
    catalogue: Catalogue,
    path: Path,
    clock: Clock,
    *,
    source_id: str = "department",
    basis: int = REPORTED,
) -> LoadReport:
    """Load a CSV, Excel or Parquet file with the columns measure, region, period, value and perhaps state.

    Raises FileError when the file as a whole cannot be used; then nothing was written.
    """
    table = read_table(path, REQUIRED)
    loaded_at = clock.now()
    good, bad = check_rows(table, MeasureContract(catalogue, business_day(loaded_at)))
    facts = _facts(good, basis)
    with engine.begin() as connection:
        capabilities(connection).lock_writers(connection)
        if (before := batch_of_file(connection, table.digest)) is not None:
            return already_landed(connection, table, before)
        register_department(connection, catalogue, source_id)
        delivery = Delivery(source_id, table.name, loaded_at, table.digest, CONTRACT)
        number = open_batch(connection, delivery, accepted=len(good), refused=len(bad))
        land(connection, facts, number, loaded_at)
        put_aside(connection, number, bad)
    ignored = tuple(column for column in table.columns if column not in (*REQUIRED, "state"))
    return LoadReport(table.name, number, len(good), Counter(row.code for row in bad), False, ignored)


def check_rows(table: TableFile, contract: MeasureContract) -> tuple[list[GoodRow], list[BadRow]]:
    """Part a file's rows into those that keep the contract and those that do not, with the reason."""
    good: list[GoodRow] = []
    bad: list[BadRow] = []
    for number, row in zip(table.numbers, table.rows, strict=True):
        try:
            good.append(contract.check(readable(row)))
        except RowRefused as refusal:
            bad.append(BadRow(number, refusal.code, refusal.detail, row))
    return good, bad


def already_landed(connection: Connection, table: TableFile, batch_no: int) -> LoadReport:
    """The report of a file that landed before."""
    return LoadReport(table.name, batch_no, 0, reasons(connection, batch_no), already=True)


def _facts(rows: list[GoodRow], basis: int) -> NewFacts:
    return NewFacts.of(
        [row.measure for row in rows],
        [row.region for row in rows],
        [row.period.code for row in rows],
        [row.value for row in rows],
        basis=basis,
        state=[int(row.state) for row in rows],
    )
