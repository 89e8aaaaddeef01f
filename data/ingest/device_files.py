"""A file of devices (CSV, Excel, Parquet) into the register: good rows enter, bad rows go aside with their reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from data.core.clock import Clock, to_epoch
from data.core.scope import Scope
from data.geography.point_crs import PointCrs
from data.ingest.device_contract import WGS84, DeviceContract, DeviceRow
from data.pipeline.deliver import Batch, DeliveryReport, LandingResult, deliver_file
from data.pipeline.refusal import Notice, RefusalReason
from data.telemetry.device_registry import SensorDevice, devices, register, retire, take_back
from data.telemetry.engine import Readings
from indicators.catalogue.catalogue import Catalogue

if TYPE_CHECKING:
    from data.geography.placing import Outlines

SOURCE = "devices"


@dataclass(frozen=True)
class DeviceFileRules:
    """How a file of devices is read: the reference of its points, and whether it may hand devices over to another
    region or owner."""

    crs: PointCrs = WGS84
    hand_over: bool = False


PLAIN = DeviceFileRules()


def load_devices(
    readings: Readings,
    catalogue: Catalogue,
    path: Path,
    clock: Clock,
    *,
    home: Path | None = None,
    rules: DeviceFileRules = PLAIN,
    dry_run: bool = False,
) -> DeliveryReport:
    """Enter the devices of a file; the same file may come again. `home` has the city's own outlines.

    Raises DeliveryRefused when the file as a whole cannot be used; then nothing was written.
    """

    def outlines() -> Outlines:
        from data.geography.placing import Outlines

        return Outlines.of(home)

    contract = DeviceContract(catalogue, catalogue.vitals.quantities, rules.crs, outlines)
    landing = DeviceLanding(rules.hand_over)
    return deliver_file(readings, path, SOURCE, clock.now(), contract, landing, dry_run=dry_run)


@dataclass(frozen=True)
class DeviceLanding:
    """Enters devices into the register, where the holder of an id keeps it unless it is handed over."""

    hand_over: bool = False

    def land(self, connection: Connection, batch: Batch, accepted: Mapping[int, DeviceRow]) -> LandingResult:
        at, given = to_epoch(batch.delivery.loaded_at), {row: one.device for row, one in accepted.items()}
        ids = {one.id for one in given.values()}
        before = {
            one.device.id: one.device for one in devices(Scope.everything(), connection, in_service=False, ids=ids)
        }
        taken = register(connection, tuple(given.values()), at, hand_over=self.hand_over)
        clashing = {row for row, one in given.items() if any(one is other for other in taken)}
        entered = {row: one for row, one in accepted.items() if row not in clashing}
        retire(connection, [one.replaces for one in entered.values() if one.replaces], at)
        retire(connection, [one.device.id for one in entered.values() if one.in_service is False], at)
        take_back(connection, [one.device.id for one in entered.values() if one.in_service])
        refused = [RefusalReason("duplicate_id", {"text": given[row].id}, row, "id") for row in sorted(clashing)]
        return LandingResult(
            refused=refused,
            replaced=sum(one.device.id in before for one in entered.values()),
            notices=list(_changes(before, entered)),
        )


def _changes(before: Mapping[str, SensorDevice], entered: Mapping[int, DeviceRow]) -> Iterator[Notice]:
    """What a steward may want to look at once more: names, hands, and devices that left service."""
    for row, one in entered.items():
        new, old = one.device, before.get(one.device.id)
        if old is not None and old.name_zh != new.name_zh:
            yield Notice("renamed", {"before": old.name_zh, "name": new.name_zh}, row, "name_zh")
        if old is not None and (old.region, old.owner) != (new.region, new.owner):
            hands = [f"{one.owner}, {one.region}" for one in (old, new)]
            yield Notice("handed_over", {"before": hands[0], "now": hands[1]}, row, "owner")
        if one.replaces:
            yield Notice("replaced_device", {"text": one.replaces}, row, "replaces")
        if one.in_service is False:
            yield Notice("retired", {"text": new.id}, row, "state")
