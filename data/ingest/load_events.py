"""Loading a file of events (orders): good rows land masked, bad rows go to quarantine masked, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine

from data.core.clock import Clock
from data.geography.grids import Grids
from data.ingest.event_contract import Event, EventContract
from data.ingest.load_measures import REPORTED
from data.ingest.order_steps import STEPS
from data.pipeline.deliver import Batch, DeliveryReport, LandingResult, deliver_file
from data.pipeline.refusal import DeliveryRefused
from data.warehouse.batches import Warehouse, register_department
from data.warehouse.event_again import make_way
from data.warehouse.event_ids import event_numbers
from data.warehouse.events import NewEvents, bring_events
from data.warehouse.service_requests import ServiceRequests
from indicators.catalogue.catalogue import Catalogue
from indicators.privacy import mask


def load_events(
    engine: Engine,
    catalogue: Catalogue,
    grids: Grids,
    path: Path,
    clock: Clock,
    *,
    kind: str,
    source_id: str = "department",
    basis: int = REPORTED,
    dry_run: bool = False,
) -> DeliveryReport:
    """Load a CSV, Excel or Parquet file with the columns id, received, region, topic and perhaps grid, text, accepted,
    contacted, closed, rated and one for each flag of the kind.

    An event that comes again (same id and day) replaces its earlier state, and the report counts it. What is personal
    in a text is masked before anything is written, also in quarantine. Raises DeliveryRefused when the file as a whole
    cannot be used.
    """
    if kind not in catalogue.events:
        raise DeliveryRefused.of("unknown_kind", text=kind, known=", ".join(catalogue.events))
    now = clock.now()
    contract, landing = EventContract(catalogue, kind, grids, now), EventLanding(catalogue, kind, basis)
    return deliver_file(Warehouse(engine), path, source_id, now, contract, landing, dry_run=dry_run)


@dataclass(frozen=True)
class EventLanding:
    """Writes events of a kind, their times and masked texts, and the monthly counts that they change."""

    catalogue: Catalogue
    kind: str
    basis: int

    def land(self, connection: Connection, batch: Batch, accepted: Mapping[int, Event]) -> LandingResult:
        register_department(connection, self.catalogue, batch.delivery.source)
        found, kind = list(accepted.values()), self.catalogue.events[self.kind].no
        ids = [one.id for one in found]
        events = _events(found, event_numbers(connection, kind, ids))
        replaced = make_way(connection, kind, events, ids, batch.delivery.source)
        bring_events(
            connection,
            self.catalogue,
            self.kind,
            events,
            batch.number,
            batch.delivery.loaded_at,
            basis=self.basis,
            orders=_orders(found),
        )
        return LandingResult(replaced=replaced)


def _events(found: list[Event], numbers: NDArray[np.int64]) -> NewEvents:
    def whole(name: str) -> NDArray[np.int64]:
        return np.array([getattr(one, name) for one in found], dtype=np.int64)

    hours = np.array([one.hours for one in found], dtype=np.float64)
    named = {name: whole(name) for name in ("day", "region", "at", "topic", "flags", "grid")}
    return NewEvents(**named, id=numbers, hours=hours)


def _orders(found: list[Event]) -> ServiceRequests:
    """Times and doubts of those that tell any, and the masked texts."""
    told = [(place, one.steps) for place, one in enumerate(found)]
    told = [(place, steps) for place, steps in told if any(steps.times.values()) or steps.odd_bits]

    def whole(values: Iterable[int]) -> NDArray[np.int64]:
        return np.array(list(values), dtype=np.int64)

    return ServiceRequests(
        whole(place for place, _ in told),
        **{step: whole(steps.times[step] for _, steps in told) for step in STEPS},
        texts={place: mask(one.text).text for place, one in enumerate(found) if one.text},
        coarse=whole(steps.coarse_bits for _, steps in told),
        odd=whole(steps.odd_bits for _, steps in told),
    )
