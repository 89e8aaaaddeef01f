"""The target register: the plan's Table 1, typed in by the city from its own documents (empty at first)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from sqlalchemy import Connection, Engine, insert

from data.core.clock import Clock
from data.pipeline.contract import Contract, ContractColumns
from data.pipeline.deliver import Batch, DeliveryReport, LandingResult, deliver_file
from data.pipeline.refusal import RowRefused
from data.pipeline.values import number, shown, within
from data.snapshots.target_register import RegisteredTarget
from data.warehouse.batches import Warehouse, register_department
from data.warehouse.tables import target_register
from indicators.catalogue.catalogue import Catalogue

REQUIRED = ("id", "name_zh", "name_en", "unit", "baseline_2020", "target_2025", "nature", "source_url")
_NATURES = {"预期性": "expected", "expected": "expected", "约束性": "binding", "binding": "binding"}


def load_targets(
    engine: Engine,
    catalogue: Catalogue,
    path: Path,
    clock: Clock,
    *,
    source_id: str = "target-register",
    dry_run: bool = False,
) -> DeliveryReport:
    """Load the register from a file with the columns REQUIRED; a later file's line replaces an earlier one.

    Raises DeliveryRefused when the file as a whole cannot be used; then nothing was written.
    """
    contract, landing = TargetContract(catalogue), TargetLanding(catalogue)
    return deliver_file(Warehouse(engine), path, source_id, clock.now(), contract, landing, dry_run=dry_run)


@dataclass(frozen=True)
class TargetContract(Contract[RegisteredTarget]):
    """Lines of the register against the indicators of a catalogue."""

    version: ClassVar[str] = "targets/1"
    columns: ClassVar[ContractColumns] = ContractColumns(REQUIRED)

    catalogue: Catalogue

    def check(self, row: Mapping[str, str]) -> RegisteredTarget:
        indicator = row["id"]
        if indicator not in self.catalogue.indicators:
            raise RowRefused("unknown_indicator", "id", text=shown(indicator))
        unit = self.catalogue.indicators[indicator].unit
        if row["unit"] not in (unit.zh, unit.en):
            raise RowRefused("wrong_unit", "unit", indicator=indicator, unit=unit.zh, text=shown(row["unit"]))
        if not row["target_2025"]:
            raise RowRefused("blank_target", "target_2025", indicator=indicator)
        if row["nature"] not in _NATURES:
            raise RowRefused("unknown_nature", "nature", text=shown(row["nature"]))
        if not row["source_url"]:
            raise RowRefused("missing_source", "source_url")
        bounds = self.catalogue.indicators[indicator].bounds
        return RegisteredTarget(
            indicator=indicator,
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            unit=row["unit"],
            baseline=_possible(row, "baseline_2020", bounds) if row["baseline_2020"] else None,
            target=_possible(row, "target_2025", bounds),
            nature=_NATURES[row["nature"]],
            source_url=row["source_url"],
        )

    def key(self, record: RegisteredTarget) -> Hashable:
        return record.indicator


def _possible(row: Mapping[str, str], column: str, bounds: tuple[float | None, float | None]) -> float:
    """The number of a column, within what the indicator can be."""
    value = number(row[column], column)
    within(value, *bounds, column)
    return value


@dataclass(frozen=True)
class TargetLanding:
    """Writes lines into the register."""

    catalogue: Catalogue

    def land(self, connection: Connection, batch: Batch, accepted: Mapping[int, RegisteredTarget]) -> LandingResult:
        register_department(connection, self.catalogue, batch.delivery.source)
        if accepted:
            rows = [{**vars(target), "batch": batch.number} for target in accepted.values()]
            connection.execute(insert(target_register), rows)
        return LandingResult()
