"""The kinds of deliveries that come through a door instead of a file: facts, events, devices, readings.

Each is held to the contract that its files are held to, and lands by the same pipeline.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import Engine

from data.core.clock import Clock, business_day, to_epoch
from data.geography.grids import Grids
from data.ingest.device_contract import DeviceContract, DeviceRow
from data.ingest.device_files import DeviceLanding, load_devices
from data.ingest.event_contract import EventContract
from data.ingest.load_events import EventLanding, load_events
from data.ingest.load_measures import REPORTED, FactLanding, load_file
from data.ingest.measure_contract import MeasureContract
from data.ingest.reading_files import load_readings
from data.pipeline.contract import Contract
from data.pipeline.deliver import DeliveryReport, Landing, Store
from data.pipeline.refusal import DeliveryRefused
from data.telemetry.engine import Readings
from data.telemetry.landing import ReadingLanding
from data.telemetry.reading_contract import ReadingContract, ReadingLimits
from data.telemetry.reading_ingest import known_devices
from data.warehouse.batches import Warehouse
from indicators.catalogue.catalogue import Catalogue

if TYPE_CHECKING:
    from data.geography.placing import Outlines

HOTLINE_ORDER = "hotline_order"
EVERY = 60  # seconds within which a sender of readings that promises nothing else brings something


@dataclass(frozen=True)
class IntakeDependencies:
    """Where deliveries land, and what they are held against; `basis` is what facts rest on, `home` has own outlines."""

    engine: Engine
    readings: Readings
    catalogue: Catalogue
    grids: Callable[[], Grids]
    limits: Mapping[str, ReadingLimits]
    clock: Clock
    basis: int = REPORTED
    home: Path | None = None


class DeliveryKind(ABC):
    """One kind of what sources deliver."""

    name: ClassVar[str]

    @abstractmethod
    def store(self, intake: IntakeDependencies) -> Store:
        """The database that it lands in."""

    @abstractmethod
    def contract(self, intake: IntakeDependencies) -> Contract[Any]:
        """The rules of its rows at this moment. DeliveryRefused where they cannot be told."""

    @abstractmethod
    def landing(self, intake: IntakeDependencies) -> Landing[Any]:
        """What writes its records."""

    def region(self, record: Any) -> int:
        """Where what a record speaks of lies."""
        found: int = record.region
        return found

    @abstractmethod
    def load(self, intake: IntakeDependencies, file: Path, source: str) -> DeliveryReport:
        """Load a file of this kind. Raises DeliveryRefused when it cannot be used."""


@dataclass(frozen=True)
class FactDelivery(DeliveryKind):
    """Figures of measures."""

    name: ClassVar[str] = "facts"

    def store(self, intake: IntakeDependencies) -> Store:
        return Warehouse(intake.engine)

    def contract(self, intake: IntakeDependencies) -> MeasureContract:
        return MeasureContract(intake.catalogue, business_day(intake.clock.now()))

    def landing(self, intake: IntakeDependencies) -> FactLanding:
        return FactLanding(self.contract(intake), intake.basis)

    def load(self, intake: IntakeDependencies, file: Path, source: str) -> DeliveryReport:
        return load_file(intake.engine, intake.catalogue, file, intake.clock, source_id=source, basis=intake.basis)


@dataclass(frozen=True)
class EventDelivery(DeliveryKind):
    """Events of one kind, such as orders of the hotline."""

    name: ClassVar[str] = "events"

    event_kind: str = HOTLINE_ORDER

    def store(self, intake: IntakeDependencies) -> Store:
        return Warehouse(intake.engine)

    def contract(self, intake: IntakeDependencies) -> EventContract:
        if self.event_kind not in intake.catalogue.events:
            known_kinds = ", ".join(intake.catalogue.events)
            raise DeliveryRefused.of("unknown_kind", text=self.event_kind[:80], known=known_kinds)
        return EventContract(intake.catalogue, self.event_kind, intake.grids(), intake.clock.now())

    def landing(self, intake: IntakeDependencies) -> EventLanding:
        return EventLanding(intake.catalogue, self.event_kind, intake.basis)

    def load(self, intake: IntakeDependencies, file: Path, source: str) -> DeliveryReport:
        return load_events(
            intake.engine,
            intake.catalogue,
            intake.grids(),
            file,
            intake.clock,
            kind=self.event_kind,
            source_id=source,
            basis=intake.basis,
        )


@dataclass(frozen=True)
class DeviceDelivery(DeliveryKind):
    """Devices for the register."""

    name: ClassVar[str] = "devices"

    def store(self, intake: IntakeDependencies) -> Store:
        return intake.readings

    def contract(self, intake: IntakeDependencies) -> DeviceContract:
        return device_contract(intake)

    def landing(self, intake: IntakeDependencies) -> DeviceLanding:
        return DeviceLanding()

    def load(self, intake: IntakeDependencies, file: Path, source: str) -> DeliveryReport:
        return load_devices(intake.readings, intake.catalogue, file, intake.clock, home=intake.home)

    def region(self, record: DeviceRow) -> int:
        return record.device.region


def device_contract(intake: IntakeDependencies) -> DeviceContract:
    """The rules of devices; places are held against the city's outlines."""

    def outlines() -> Outlines:
        from data.geography.placing import Outlines  # geometry: for posts of devices, never for a page

        return Outlines.of(intake.home)

    return DeviceContract(intake.catalogue, intake.catalogue.vitals.quantities, outlines=outlines)


@dataclass(frozen=True)
class ReadingDelivery(DeliveryKind):
    """Readings of devices; within `every` seconds something always comes."""

    name: ClassVar[str] = "readings"

    every: int = EVERY

    def store(self, intake: IntakeDependencies) -> Store:
        return intake.readings

    def contract(self, intake: IntakeDependencies) -> ReadingContract:
        with intake.readings.reading() as connection:
            devices = known_devices(connection, intake.limits)
        return ReadingContract(devices, to_epoch(intake.clock.now()))

    def landing(self, intake: IntakeDependencies) -> ReadingLanding:
        return ReadingLanding(self.every, self.contract(intake).devices)

    def load(self, intake: IntakeDependencies, file: Path, source: str) -> DeliveryReport:
        with intake.readings.reading() as connection:
            devices = known_devices(connection, intake.limits)
        return load_readings(intake.readings, devices, file, intake.clock, source)


KINDS: tuple[type[DeliveryKind], ...] = (FactDelivery, EventDelivery, DeviceDelivery, ReadingDelivery)
