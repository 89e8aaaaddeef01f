"""What screens read of deliveries: what was owed and what came, within a scope."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Engine

from data.core.clock import business_day
from data.core.lru import LruCache
from data.core.scope import Scope, required
from data.storage.engines import reading
from data.warehouse.batches import last_batch
from data.warehouse.delivery_counts import DeliveryCount, delivery_counts
from indicators.calendar.periods import Grain, Period
from indicators.catalogue.catalogue import Catalogue
from indicators.deliveries import Arrival, DeliverySource, Item, judge, periods_ending, sources_of, tells_of

MONTHS = 18  # of the calendar, the running one included
_REMEMBERED = 8  # judgements that are kept: of the newest batches, and of moments looked back at
Items = Mapping[str, tuple[Item, ...]]


class DeliveryRepository:
    """Reads deliveries. One for each process; safe to share between threads."""

    def __init__(self, engine: Engine, catalogue: Catalogue) -> None:
        self._engine = reading(engine)
        self._catalogue = catalogue
        self._judged: LruCache[Items] = LruCache(_REMEMBERED)

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
