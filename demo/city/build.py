"""Build the demonstration city: everything from one seed, landed in the order in which it would have arrived."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Engine, select

from data.core.clock import BUSINESS_ZONE
from data.geography.grids import load_grids
from data.storage.engines import capabilities, reading
from data.warehouse.batches import register_source
from data.warehouse.events import NewEvents, append_events
from data.warehouse.facts import append_facts
from data.warehouse.tables import batch, fact_current, measure_key
from demo.city.axis import LAST_DAY, code_of_month, last_day, month_of
from demo.city.city import read_levels
from demo.city.deliveries import BASIS_DEMO, EventDelivery, FactDelivery, fact_deliveries, without
from demo.city.event_counts import counts_before_events
from demo.city.events import FIRST_EVENT_DAY, EventSource
from demo.city.loop import loop_of
from demo.city.measures import MeasureGenerator
from demo.city.places import places_of
from demo.city.profiles import read_script
from indicators.calendar.periods import Period
from indicators.catalogue.catalogue import Catalogue
from indicators.measures.axes import names_of

SEED = 20211122
SOURCE = "demo"
Progress = Callable[[int, int, str], None]
Delivered = FactDelivery | EventDelivery


def build_demo(
    engine: Engine, catalogue: Catalogue, seed: int = SEED, scale: float = 1, progress: Progress | None = None
) -> None:
    """Land the demonstration city; `scale` multiplies the number of events.

    `progress(done, total, label)` is called after every batch, with rows done and about how many there will be.
    What published sources already said about a measure, region and period is left to them: load those first.
    A build that was cut off goes on where it stopped: what has landed is not landed again.
    """
    landed = _landed(engine)
    todo = [delivery for delivery in deliveries(catalogue, seed, scale) if delivery.file_name not in landed]
    total, done = sum(map(_size, todo)), 0
    taken = _said_by_others(engine, catalogue)
    with engine.begin() as connection:
        register_source(connection, SOURCE, "演示城市", "Demonstration city")
    for delivery in todo:
        _land(engine, catalogue, delivery, taken)
        done += _size(delivery)
        if progress is not None:
            progress(done, total, delivery.file_name)
    capabilities(engine).after_bulk(engine)


def _landed(engine: Engine) -> frozenset[str]:
    """The deliveries of the demonstration that are in the warehouse."""
    with reading(engine).connect() as connection:
        query = select(batch.c.file_name).where(batch.c.source_id == SOURCE, batch.c.landed)
        return frozenset(connection.execute(query).scalars())


def deliveries(catalogue: Catalogue, seed: int = SEED, scale: float = 1) -> Iterator[Delivered]:
    """All batches in the order of loading: the whole city, without a warehouse."""
    script, levels = read_script(), read_levels(catalogue, seed)
    places = places_of(levels.town, load_grids(None))
    sources = [
        EventSource(kind, catalogue.events[kind], profile, script, levels.town, seed, scale, places)
        for kind, profile in script.events.items()
        if kind in catalogue.events
    ]
    made = MeasureGenerator(catalogue, levels, script, seed).all()
    values = [value for group in made.values() for value in group]
    values += [value for source in sources for value in counts_before_events(source, catalogue)]
    batches: list[Delivered] = [*fact_deliveries(values, script), *_event_deliveries(sources)]
    yield from sorted(batches, key=lambda batch: (batch.loaded_at, batch.file_name))


def _event_deliveries(sources: list[EventSource]) -> Iterator[EventDelivery]:
    first = (FIRST_EVENT_DAY.year, FIRST_EVENT_DAY.month)
    months = range(month_of(f"{first[0]}-{first[1]:02d}"), month_of(f"{LAST_DAY.year}-{LAST_DAY.month:02d}") + 1)
    for month in months:
        for source in sources:
            yield _month_of_events(source, month)


def _month_of_events(source: EventSource, month: int) -> EventDelivery:
    """The events of a month arrive early on the first morning after it, those of the last before work begins."""
    day = min(last_day(month), LAST_DAY) + timedelta(days=1)
    loaded_at = datetime(day.year, day.month, day.day, 6, source.kind.no, tzinfo=BUSINESS_ZONE)
    about = round(float(source.expected[:, source.month == month].sum()))
    name = f"demo-{code_of_month(month)}-{source.name}.csv"
    newest = source.name == "hotline_order" and month == month_of(f"{LAST_DAY.year}-{LAST_DAY.month:02d}")
    orders = partial(loop_of, source) if newest else _untold
    return EventDelivery(name, loaded_at, source.name, lambda: source.of_month(month), about, orders)


def _untold(made: NewEvents) -> None:
    """Of older events nothing is told but what is counted."""


def _size(delivery: Delivered) -> int:
    return len(delivery.facts) if isinstance(delivery, FactDelivery) else delivery.about


def _land(engine: Engine, catalogue: Catalogue, delivery: Delivered, taken: dict[str, set[tuple[int, int]]]) -> None:
    moment = delivery.loaded_at
    if isinstance(delivery, EventDelivery):
        made = delivery.make()
        orders = delivery.orders(made)
        append_events(
            engine, catalogue, SOURCE, delivery.file_name, delivery.kind, made, moment, basis=BASIS_DEMO, orders=orders
        )
        return
    facts = without(delivery.facts, taken)
    append_facts(engine, catalogue, SOURCE, delivery.file_name, facts, moment)


def _said_by_others(engine: Engine, catalogue: Catalogue) -> dict[str, set[tuple[int, int]]]:
    """By measure, the (region, period) of every standing fact that is not of the demonstration, by all its names."""
    query = (
        select(measure_key.c.id, fact_current.c.region, fact_current.c.period)
        .join(measure_key, measure_key.c.no == fact_current.c.measure)
        .where(fact_current.c.basis != BASIS_DEMO)
    )
    said: dict[str, set[tuple[int, int]]] = {}
    with reading(engine).connect() as connection:
        for measure, region, period in connection.execute(query):
            moment = measure in catalogue.measures and catalogue.measures[measure].kind == "stock"
            names = names_of(Period.from_code(period), moment)
            said.setdefault(measure, set()).update((region, name.code) for name in names)
    return said
