"""The target register: the plan's Table 1, typed in by the city from its own documents (empty at first)."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Engine, insert

from data.core.clock import Clock
from data.ingest.load_measures import LoadReport, already_landed
from data.ingest.measure_contract import BadRow, RowRefused, number, readable
from data.ingest.quarantine import put_aside
from data.ingest.table_files import TableFile, read_table
from data.snapshots.target_register import RegisteredTarget
from data.storage.engines import capabilities
from data.warehouse.batches import Delivery, batch_of_file, open_batch, register_department
from data.warehouse.tables import target_register
from indicators.catalogue.catalogue import Catalogue

CONTRACT = "targets/1"
REQUIRED = ("id", "name_zh", "name_en", "unit", "baseline_2020", "target_2025", "nature", "source_url")
_NATURES = {"预期性": "expected", "expected": "expected", "约束性": "binding", "binding": "binding"}


def load_targets(
    engine: Engine, catalogue: Catalogue, path: Path, clock: Clock, *, source_id: str = "target-register"
) -> LoadReport:
    """Load the register from a file with the columns REQUIRED; a later file's line replaces an earlier one.

    Raises FileError when the file as a whole cannot be used; then nothing was written.
    """
    table = read_table(path, REQUIRED)
    good, bad = _check_rows(table, catalogue)
    loaded_at = clock.now()
    with engine.begin() as connection:
        capabilities(connection).lock_writers(connection)
        if (before := batch_of_file(connection, table.digest)) is not None:
            return already_landed(connection, table, before)
        register_department(connection, catalogue, source_id)
        delivery = Delivery(source_id, table.name, loaded_at, table.digest, CONTRACT)
        batch_no = open_batch(connection, delivery, accepted=len(good), refused=len(bad))
        if good:
            connection.execute(insert(target_register), [{**vars(target), "batch": batch_no} for target in good])
        put_aside(connection, batch_no, bad)
    return LoadReport(table.name, batch_no, len(good), Counter(row.code for row in bad), already=False)


def _check_rows(table: TableFile, catalogue: Catalogue) -> tuple[list[RegisteredTarget], list[BadRow]]:
    good: dict[str, RegisteredTarget] = {}
    bad: list[BadRow] = []
    for row_number, row in zip(table.numbers, table.rows, strict=True):
        try:
            target = _checked(readable(row), catalogue)
            if target.indicator in good:
                raise RowRefused("duplicate", f"{target.indicator} stands earlier in this file")
            good[target.indicator] = target
        except RowRefused as refusal:
            bad.append(BadRow(row_number, refusal.code, refusal.detail, row))
    return list(good.values()), bad


def _checked(row: Mapping[str, str], catalogue: Catalogue) -> RegisteredTarget:
    indicator = row["id"]
    if indicator not in catalogue.indicators:
        raise RowRefused("unknown_indicator", f"the catalogue has no indicator {indicator!r}")
    unit = catalogue.indicators[indicator].unit
    if row["unit"] not in (unit.zh, unit.en):
        raise RowRefused("wrong_unit", f"{indicator} is counted in {unit.zh}, the file says {row['unit']!r}")
    if not row["target_2025"]:
        raise RowRefused("blank_target", f"no target is given for {indicator}")
    if row["nature"] not in _NATURES:
        raise RowRefused("unknown_nature", f"{row['nature']!r} is neither 预期性 (expected) nor 约束性 (binding)")
    if not row["source_url"]:
        raise RowRefused("missing_source", "a target needs the document it is taken from")
    return RegisteredTarget(
        indicator=indicator,
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        unit=row["unit"],
        baseline=number(row["baseline_2020"]) if row["baseline_2020"] else None,
        target=number(row["target_2025"]),
        nature=_NATURES[row["nature"]],
        source_url=row["source_url"],
    )
