"""A file of devices (CSV, Excel, Parquet) into the register: good rows enter, bad rows go aside with their reason."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from data.core.clock import Clock, to_epoch
from data.ingest.device_contract import DeviceContract
from data.pipeline.deliver import Batch, DeliveryReport, LandingResult, deliver_file
from data.pipeline.refusal import RefusalReason
from data.telemetry.device_registry import SensorDevice, register
from data.telemetry.engine import Readings
from indicators.catalogue.catalogue import Catalogue

SOURCE = "devices"


def load_devices(
    readings: Readings,
    catalogue: Catalogue,
    quantities: Collection[str],
    path: Path,
    clock: Clock,
    *,
    dry_run: bool = False,
) -> DeliveryReport:
    """Enter the devices of a file; the same file may come again. `quantities` are those that devices can deliver.

    Raises DeliveryRefused when the file as a whole cannot be used; then nothing was written.
    """
    contract, landing = DeviceContract(catalogue, frozenset(quantities)), DeviceLanding()
    return deliver_file(readings, path, SOURCE, clock.now(), contract, landing, dry_run=dry_run)


@dataclass(frozen=True)
class DeviceLanding:
    """Enters devices into the register, where the first holder of an id keeps it."""

    def land(self, connection: Connection, batch: Batch, accepted: Mapping[int, SensorDevice]) -> LandingResult:
        taken = register(connection, tuple(accepted.values()), to_epoch(batch.delivery.loaded_at))
        clashing = [row for row, one in accepted.items() if any(one is other for other in taken)]
        return LandingResult(
            refused=[RefusalReason("duplicate_id", {"text": accepted[row].id}, row, "id") for row in clashing]
        )
