"""Deliveries behind numbers: what of each measure was delivered when, by whom, as it was known to a snapshot."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select

from data.core.clock import from_epoch
from data.core.qualifier import Qualifier
from data.core.states import EXPECTED, State
from data.snapshots.result_types import BatchInfo, PublishedFact, SnapshotInfo, Vintage
from data.warehouse.facts import known_by
from data.warehouse.tables import batch, fact, measure_key, source
from indicators.calendar.periods import PER_YEAR, Grain, Period
from indicators.catalogue.catalogue import Catalogue
from indicators.measures.axes import DELIVERED_AS, span

PUBLISHED = (1, 2)  # the engine's basis codes for published figures and those of the plan's text
_BATCH = (
    batch.c.id,
    batch.c.source_id,
    func.coalesce(source.c.name_zh, batch.c.source_id).label("source_zh"),
    func.coalesce(source.c.name_en, batch.c.source_id).label("source_en"),
    batch.c.file_name,
    batch.c.file_hash,
    batch.c.loaded_at,
    batch.c.accepted,
    batch.c.refused,
)
_KEY = (fact.c.measure, fact.c.region, fact.c.period)


def batches(connection: Connection, numbers: Collection[int]) -> dict[int, BatchInfo]:
    """Some batches by their number, in the order of loading."""
    query = select(*_BATCH).outerjoin(source, source.c.id == batch.c.source_id).where(batch.c.id.in_(numbers))
    return {row.id: _batch(row) for row in connection.execute(query.order_by(batch.c.loaded_at, batch.c.id))}


def vintages(
    connection: Connection, catalogue: Catalogue, about: SnapshotInfo, indicator: str, region: int, period: str
) -> tuple[Vintage, ...]:
    """Every value delivered for this region of the measures behind an indicator, as far as it tells of the period.

    Of one span, whatever it is called, the newest actual value stands; a forecast or a plan never does.
    """
    wanted, measures = Period.parse(period), catalogue.measures_of(indicator)
    stocks = {name for name in measures if catalogue.measures[name].kind == "stock"}
    tells = [
        and_(measure_key.c.id.in_(names), fact.c.period.in_(telling(wanted, moment)))
        for moment, names in ((True, stocks), (False, {*measures} - stocks))
    ]
    query = _facts(about).where(fact.c.region == region, or_(*tells))
    rows = connection.execute(query.order_by(measure_key.c.id, *_LOADING, fact.c.period)).all()
    stood = {_span(row, stocks): row for row in rows if row.state not in EXPECTED}  # the last one stands
    rows = sorted(rows, key=lambda row: (row.measure, row.period))
    return tuple(_vintage(row, stood.get(_span(row, stocks))) for row in rows)


_LOADING = (batch.c.loaded_at, batch.c.id)


def _span(row: Row[Any], stocks: Collection[str]) -> tuple[str, tuple[int, int]]:
    return row.measure, span(Period.from_code(row.period), row.measure in stocks)


def _vintage(row: Row[Any], stood: Row[Any] | None) -> Vintage:
    period, state, wording = Period.from_code(row.period).id, State(row.state), Qualifier(row.wording)
    stands = stood is not None and (stood.id, stood.period) == (row.id, row.period)
    otherwise = stood is not None and stood.period != row.period and stood.value != row.value
    contradicted = Period.from_code(stood.period).id if stood and otherwise and state not in EXPECTED else ""
    return Vintage(
        row.measure, row.region, period, row.value, state, row.basis, wording, stands, _batch(row), contradicted
    )


def corrected(
    connection: Connection, catalogue: Catalogue, about: SnapshotInfo, indicator: str, regions: Collection[int]
) -> tuple[int, str] | None:
    """Region and period of the fact behind an indicator whose value was changed last, if any was ever changed."""
    query = (
        select(fact.c.region, fact.c.period)
        .join(measure_key, measure_key.c.no == fact.c.measure)
        .join(batch, batch.c.id == fact.c.batch)
        .where(measure_key.c.id.in_(catalogue.measures_of(indicator)), fact.c.region.in_(regions), _known(about))
        .where(fact.c.state.not_in(EXPECTED))
        .group_by(*_KEY)
        .having(func.min(fact.c.value) != func.max(fact.c.value))
        .order_by(func.max(batch.c.loaded_at).desc(), fact.c.period.desc(), fact.c.region)
        .limit(1)
    )
    row = connection.execute(query).first()
    return None if row is None else (row.region, Period.from_code(row.period).id)


def published(
    connection: Connection, about: SnapshotInfo, measure: str, regions: Collection[int]
) -> tuple[PublishedFact, ...]:
    """The facts of a measure in some regions that stood and were published, no forecasts or plans."""
    query = _facts(about).where(measure_key.c.id == measure, fact.c.region.in_(regions))
    query = query.where(fact.c.state.not_in(EXPECTED)).order_by(*_LOADING)
    stood = {(row.region, row.period): row for row in connection.execute(query)}  # the last one stands
    return tuple(
        PublishedFact(
            measure,
            row.region,
            Period.from_code(row.period).id,
            row.value,
            State(row.state),
            row.basis,
            Qualifier(row.wording),
            _batch(row),
        )
        for _, row in sorted(stood.items())
        if row.basis in PUBLISHED
    )


def _facts(about: SnapshotInfo) -> Select[Any]:
    return (
        select(measure_key.c.id.label("measure"), fact.c.region, fact.c.period, fact.c.value, fact.c.state)
        .add_columns(fact.c.basis, fact.c.wording, *_BATCH)
        .join(measure_key, measure_key.c.no == fact.c.measure)
        .join(batch, batch.c.id == fact.c.batch)
        .outerjoin(source, source.c.id == batch.c.source_id)
        .where(_known(about))
    )


def _known(about: SnapshotInfo) -> ColumnElement[bool]:
    return known_by(about.known_at, about.last_batch)


def telling(period: Period, moment: bool) -> list[int]:
    """Codes of all periods that tell something of a period: its own span under every name and what lies in it.

    Of a stock (`moment`) also all that end with it; of a sum also the cumulative values it is a difference of.
    """
    months = period.months()
    first, last = months[0].ordinal, months[-1].ordinal
    years = range(months[0].year, period.year + 1)
    every = [Period(grain, year, n) for grain in DELIVERED_AS for year in years for n in range(1, PER_YEAR[grain] + 1)]
    return [one.code for one in every if _tells(one, first, last, moment)]


def _tells(one: Period, first: int, last: int, moment: bool) -> bool:
    end = one.year * 12 + one.last_month - 1
    begin = end - one.length + 1
    if moment:
        return (begin >= first and end <= last) or end == last
    return (begin >= first and end <= last) or (one.grain is Grain.YTD and end in (first - 1, last))


def _batch(row: Any) -> BatchInfo:
    return BatchInfo(
        row.id,
        row.source_id,
        row.source_zh,
        row.source_en,
        row.file_name,
        row.file_hash,
        from_epoch(row.loaded_at),
        row.accepted,
        row.refused,
    )


def of_batches(known: dict[int, BatchInfo], numbers: Iterable[int]) -> Sequence[BatchInfo]:
    """Some of the batches, in the order of loading."""
    wanted = set(numbers)
    return tuple(one for number, one in known.items() if number in wanted)
