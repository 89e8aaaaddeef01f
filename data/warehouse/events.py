"""Events (hotline orders, grid events, city-management cases): landed in bulk and counted into monthly facts."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Double,
    Engine,
    MetaData,
    Table,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    true,
)

from data.pipeline.ledger import BatchCounts, Delivery
from data.storage.engines import capabilities
from data.warehouse.batches import LEDGER
from data.warehouse.facts import FactError, NewFacts, land
from data.warehouse.rollup import CurrentCount, DayCounts, changed_only, day_span, monthly_facts, months_of
from data.warehouse.service_requests import ServiceRequests, land_requests
from data.warehouse.tables import event, fact_current, measure_key
from indicators.catalogue.catalogue import Catalogue

_KEY = ("kind", "day", "region", "id")
_BROUGHT = ("day", "region", "id", "at", "topic", "flags", "hours", "grid")
_stage = Table(
    "event_stage", MetaData(), *(Column(name, event.c[name].type) for name in _BROUGHT), prefixes=["TEMPORARY"]
)


@dataclass(frozen=True)
class NewEvents:
    """Events of one kind, as columns of equal length N.

    `day` local calendar day as yyyymmdd; `region` official code; `id` unique within kind, day and region;
    `at` UTC epoch seconds; `topic` number of the topic (0: none); `flags` bit mask in the order of the kind's
    flags in events.yaml; `hours` duration, 0 when it has none yet; `grid` number of the grid,
    0 (also by default) where it is unknown.
    """

    day: NDArray[np.integer[Any]]
    region: NDArray[np.integer[Any]]
    id: NDArray[np.integer[Any]]
    at: NDArray[np.integer[Any]]
    topic: NDArray[np.integer[Any]]
    flags: NDArray[np.integer[Any]]
    hours: NDArray[np.floating[Any]]
    grid: NDArray[np.integer[Any]] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def __post_init__(self) -> None:
        if len(self.grid) == 0:
            object.__setattr__(self, "grid", np.zeros(len(self.day), dtype=np.int64))

    def __len__(self) -> int:
        return len(self.day)


def append_events(
    engine: Engine,
    catalogue: Catalogue,
    source_id: str,
    file_name: str,
    kind: str,
    events: NewEvents,
    loaded_at: datetime,
    *,
    basis: int,
    orders: ServiceRequests | None = None,
) -> int:
    """Land one batch of events of a kind and count the months it touches, in one transaction; returns the batch.

    `orders` are the times and texts of some of them.

    An event delivered again replaces its earlier state; the counted facts keep their vintages.
    Raises FactError, before anything is written, for an unknown kind or region, or columns that differ in length.
    """
    _check(events, catalogue, kind)
    with engine.begin() as connection:
        capabilities(connection).lock_writers(connection)
        delivery = Delivery(source_id, file_name, loaded_at, contract="events/1")
        number = LEDGER.open(connection, delivery, BatchCounts(len(events)))
        bring_events(connection, catalogue, kind, events, number, loaded_at, basis=basis, orders=orders)
    return number


def bring_events(
    connection: Connection,
    catalogue: Catalogue,
    kind: str,
    events: NewEvents,
    number: int,
    loaded_at: datetime,
    *,
    basis: int,
    orders: ServiceRequests | None = None,
) -> None:
    """Write the events of an open batch and count the months they touch, inside the caller's transaction."""
    _check(events, catalogue, kind)
    if not len(events):
        return
    _land_events(connection, catalogue.events[kind].no, events, number)
    if orders is not None:
        land_requests(connection, catalogue.events[kind].no, events, orders)
    land(connection, count(connection, catalogue, kind, months_of(events.day), basis), number, loaded_at)


def _check(events: NewEvents, catalogue: Catalogue, kind: str) -> None:
    if kind not in catalogue.events:
        raise FactError(f"event kind {kind!r} is not in the catalogue")
    if any(len(getattr(events, name)) != len(events) for name in _BROUGHT):
        raise FactError("the columns differ in length")
    if strange := set(np.unique(events.region).tolist()) - set(catalogue.regions.codes):
        raise FactError(f"regions that the catalogue does not know: {', '.join(map(str, sorted(strange)))}")
    if not np.isfinite(events.hours).all():
        raise FactError("an event's hours are a finite number")


def _land_events(connection: Connection, kind: int, events: NewEvents, batch_no: int) -> None:
    _stage.create(connection)
    capabilities(connection).bulk_insert(connection, _stage, {name: getattr(events, name) for name in _BROUGHT})
    stage = _stage.c
    rows = select(literal(kind), *(stage[name] for name in _BROUGHT), literal(batch_no)).where(true())
    statement: Any = capabilities(connection).upsert(event)
    statement = statement.from_select(["kind", *_BROUGHT, "batch"], rows.order_by(stage.day, stage.region, stage.id))
    changed = ("at", "topic", "flags", "hours", "batch", "grid")
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=list(_KEY), set_={name: statement.excluded[name] for name in changed}
        )
    )
    _stage.drop(connection)


def count(connection: Connection, catalogue: Catalogue, kind: str, months: list[int], basis: int) -> NewFacts:
    """Monthly facts of every measure counted from this kind, for some months: those that differ from what stands."""
    measures = [name for name, measure in catalogue.measures.items() if measure.events and measure.events.kind == kind]
    if not measures:
        return NewFacts.of([], [], [], [], basis=basis)
    rows, known = _daily(connection, catalogue, kind, measures, months), catalogue.regions
    standing, regions = _standing(connection, measures, months)
    inside = {code: known.within(code) for code in known.codes if known.children(code)}
    return changed_only(monthly_facts(DayCounts.of(measures, rows), months, regions, basis, inside), standing)


def _daily(
    connection: Connection, catalogue: Catalogue, kind: str, measures: list[str], months: list[int]
) -> list[Any]:
    """One grouped pass over the months' events: day, region and a count (or sum of hours) for each measure."""
    spans = or_(*(event.c.day.between(*day_span(month)) for month in months))
    query = (
        select(event.c.day, event.c.region, *(_counted(catalogue, kind, name) for name in measures))
        .where(event.c.kind == catalogue.events[kind].no, spans)
        .group_by(event.c.day, event.c.region)
    )
    return list(connection.execute(query).all())


def _counted(catalogue: Catalogue, kind: str, measure: str) -> ColumnElement[Any]:
    rule = catalogue.measures[measure].events
    assert rule is not None
    mask = sum(1 << catalogue.events[kind].flags.index(flag) for flag in rule.flags)
    worth: ColumnElement[Any] = event.c.hours if rule.sum else literal(1.0, Double)
    if not mask:
        return func.sum(worth).label(measure)
    return func.sum(case((event.c.flags.bitwise_and(mask) == mask, worth), else_=literal(0.0, Double))).label(measure)


def _standing(connection: Connection, measures: list[str], months: list[int]) -> tuple[CurrentCount, set[int]]:
    """What stands now for these measures in these months, and the regions that ever delivered them."""
    mine = and_(measure_key.c.no == fact_current.c.measure, measure_key.c.id.in_(measures))
    rows = connection.execute(
        select(measure_key.c.id, fact_current).join(measure_key, mine).where(fact_current.c.period.in_(months))
    ).all()
    regions = connection.execute(select(fact_current.c.region).distinct().join(measure_key, mine)).scalars()
    return {(row.id, row.region, row.period): (row.value, row.basis) for row in rows}, set(regions)
