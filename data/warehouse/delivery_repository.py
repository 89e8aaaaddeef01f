"""What screens read of deliveries: what was owed and what came, within a scope."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, Engine

from data.core.clock import business_day
from data.core.lru import LruCache
from data.core.scope import Scope, required
from data.storage.engines import reading
from data.warehouse.batches import last_batch
from data.warehouse.delivery_batches import LoadedBatch, batches_of, row_counts, standing_values
from data.warehouse.delivery_counts import DeliveryCount, delivery_counts, over_at
from data.warehouse.quarantine import QuarantinedRow, RefusedGroup, refused_groups, refused_rows
from indicators.calendar.periods import Grain, Period
from indicators.catalogue.catalogue import Catalogue
from indicators.deliveries import Arrival, DeliverySource, Item, judge, periods_ending, sources_of, tells_of
from indicators.deliveries.quality import Dimension, compared_leaps, compared_wholes, quality

MONTHS = 18  # of the calendar, the running one included
_REMEMBERED = 8  # judgements that are kept: of the newest batches, and of moments looked back at
_SOURCES = 128  # whose quality is kept
SHOWN = 20  # batches of a source
Items = Mapping[str, tuple[Item, ...]]


class DeliveryRepository:
    """Reads deliveries. One for each process; safe to share between threads."""

    def __init__(self, engine: Engine, catalogue: Catalogue) -> None:
        self._engine = reading(engine)
        self._catalogue = catalogue
        self._judged: LruCache[Items] = LruCache(_REMEMBERED)
        self._qualities: LruCache[Sequence[Dimension]] = LruCache(_SOURCES)

    def sources(self, scope: Scope) -> Sequence[DeliverySource]:
        """Who owes something, in the order of the units; who acts for units sees theirs."""
        seen = required(scope)
        return [one for one in sources_of(self._catalogue).values() if seen.permits_unit(one.unit)]

    def items(self, scope: Scope, today: date, known_at: datetime | None = None) -> Items:
        """Everything owed for the last months by source, as it stands on a day by what was loaded by a moment.

        Judged once for each batch and day, from the loader's table of counts.
        """
        with self._engine.connect() as connection:
            key = (last_batch(connection, known_at), today, known_at)

            def make() -> Items:
                found = delivery_counts(connection, months_to(today)[0], known_at)
                return _judged(self._catalogue, found, today)

            everything = self._judged.get(key, make)
        return {one.id: everything[one.id] for one in self.sources(scope)}

    def batches(self, scope: Scope, source: DeliverySource, known_at: datetime | None) -> tuple[LoadedBatch, ...]:
        """The newest batches that brought a source's measures."""
        required(scope)
        with self._engine.connect() as connection:
            return batches_of(connection, _measures(source), known_at, SHOWN)

    def refused_groups(self, scope: Scope) -> tuple[RefusedGroup, ...]:
        """Every file and reason with refused rows. Whoever asks sees the whole city."""
        required(scope)
        with self._engine.connect() as connection:
            return refused_groups(connection)

    def refused_rows(
        self, scope: Scope, batch: int, code: str = "", after: int = -1, limit: int | None = None
    ) -> tuple[QuarantinedRow, ...]:
        """Refused rows of a batch in the order of its file."""
        required(scope)
        with self._engine.connect() as connection:
            return refused_rows(connection, batch, code, after, limit)

    def quality(
        self, scope: Scope, source: DeliverySource, today: date, known_at: datetime | None
    ) -> Sequence[Dimension]:
        """The parts of a source's quality over the months of the calendar, judged once for each batch and day."""
        items = self.items(scope, today, known_at)[source.id]
        with self._engine.connect() as connection:

            def make() -> Sequence[Dimension]:
                return _quality(connection, self._catalogue, source, items, today, known_at)

            return self._qualities.get((source.id, last_batch(connection, known_at), today, known_at), make)


def _measures(source: DeliverySource) -> Collection[str]:
    return [promise.measure for promise in source.promises]


def _quality(
    connection: Connection,
    catalogue: Catalogue,
    source: DeliverySource,
    items: Sequence[Item],
    today: date,
    known_at: datetime | None,
) -> Sequence[Dimension]:
    """Figures are those that stand now: who looks back sees the deliveries of then over them."""
    first, regions = months_to(today)[0], catalogue.regions
    rows = row_counts(connection, _measures(source), over_at(first), known_at)
    values = standing_values(connection, _measures(source), first)
    adding = {key: value for key, value in values.items() if catalogue.measures[key[0]].kind == "flow"}
    children = {code: regions.children(code) for code in regions.codes}
    return quality(items, rows, compared_wholes(adding, children), compared_leaps(values))


def months_to(today: date) -> tuple[Period, ...]:
    """The months of the calendar, the oldest first."""
    running = Period.of(Grain.MONTH, today)
    return tuple(running.shift(step) for step in range(1 - MONTHS, 1))


def _judged(catalogue: Catalogue, found: Sequence[DeliveryCount], today: date) -> Items:
    told: dict[tuple[str, int, int], list[Arrival]] = {}
    for one in found:
        came = Arrival(business_day(one.loaded_at), one.period, one.depth, one.fresh, one.changed)
        told.setdefault((one.measure, one.period.year, one.period.last_month), []).append(came)

    def of_source(source: DeliverySource) -> tuple[Item, ...]:
        return tuple(
            judge(promise, owed, _telling(told, promise.measure, owed), today)
            for month in months_to(today)
            for promise in source.promises
            if (owed := periods_ending(promise.grain, month))
        )

    return {one.id: of_source(one) for one in sources_of(catalogue).values()}


def _telling(told: Mapping[tuple[str, int, int], Sequence[Arrival]], measure: str, owed: Period) -> Sequence[Arrival]:
    came = told.get((measure, owed.year, owed.last_month), ())
    return [one for one in came if tells_of(one.period, owed)]
