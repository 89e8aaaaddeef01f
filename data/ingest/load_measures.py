"""Loading a department's file of measures: good rows land, bad rows go to quarantine, all in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine

from data.core.clock import Clock, business_day
from data.ingest.measure_contract import MeasureContract, MeasureRow
from data.pipeline.deliver import Batch, DeliveryReport, LandingResult, deliver_file
from data.warehouse.batches import Warehouse, register_department
from data.warehouse.facts import NewFacts, land
from indicators.catalogue.catalogue import Catalogue

REPORTED = 3  # the engine's basis code for what a department delivers


def load_file(
    engine: Engine,
    catalogue: Catalogue,
    path: Path,
    clock: Clock,
    *,
    source_id: str = "department",
    basis: int = REPORTED,
    dry_run: bool = False,
) -> DeliveryReport:
    """Load a CSV, Excel or Parquet file with the columns measure, region, period, value and perhaps state.

    Raises DeliveryRefused when the file as a whole cannot be used; then nothing was written. A dry run writes nothing.
    """
    now = clock.now()
    contract, landing = MeasureContract(catalogue, business_day(now)), FactLanding(catalogue, basis)
    return deliver_file(Warehouse(engine), path, source_id, now, contract, landing, dry_run=dry_run)


@dataclass(frozen=True)
class FactLanding:
    """Writes rows of measures as facts of one basis."""

    catalogue: Catalogue
    basis: int

    def land(self, connection: Connection, batch: Batch, accepted: Mapping[int, MeasureRow]) -> LandingResult:
        register_department(connection, self.catalogue, batch.delivery.source)
        land(connection, self._facts(list(accepted.values())), batch.number, batch.delivery.loaded_at)
        return LandingResult()

    def _facts(self, rows: list[MeasureRow]) -> NewFacts:
        return NewFacts.of(
            [row.measure for row in rows],
            [row.region for row in rows],
            [row.period.code for row in rows],
            [row.value for row in rows],
            basis=self.basis,
            state=[int(row.state) for row in rows],
        )
