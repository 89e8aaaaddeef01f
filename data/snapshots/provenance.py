"""Facts behind a number: its vintages, the deliveries it rests on, and what was published."""

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, func, select

from data.core.clock import from_epoch
from data.core.qualifier import Qualifier
from data.core.states import State
from data.snapshots.qualifiers import Qualifiers, wordings_of
from data.snapshots.result_types import (
    BatchInfo,
    Input,
    Provenance,
    PublishedFact,
    RegionSeries,
    SnapshotInfo,
    Vintage,
)
from data.warehouse.tables import batch, fact, fact_current, measure_key, source
from indicators.calendar.periods import Period
from indicators.catalogue.catalogue import Catalogue

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


def vintages(
    connection: Connection, catalogue: Catalogue, indicator: str, region: int, period: str
) -> tuple[Vintage, ...]:
    """Every delivered value, for this region, of the measures behind an indicator, within the period."""
    stood: dict[tuple[str, int], int] = {}
    rows = connection.execute(_vintages(catalogue.measures_of(indicator), region, inside(Period.parse(period)))).all()
    for row in rows:
        stood[row.measure, row.period] = row.id  # rows come in the order of loading: the last one stands
    return tuple(
        Vintage(
            row.measure,
            region,
            Period.from_code(row.period).id,
            row.value,
            State(row.state),
            row.basis,
            Qualifier(row.wording),
            stood[row.measure, row.period] == row.id,
            _batch(row),
        )
        for row in rows
    )


def _vintages(measures: Collection[str], region: int, periods: Sequence[int]) -> Select[Any]:
    return (
        select(measure_key.c.id.label("measure"), fact.c.period, fact.c.value, fact.c.state, fact.c.basis)
        .add_columns(fact.c.wording, *_BATCH)
        .join(measure_key, measure_key.c.no == fact.c.measure)
        .join(batch, batch.c.id == fact.c.batch)
        .outerjoin(source, source.c.id == batch.c.source_id)
        .where(measure_key.c.id.in_(measures), fact.c.region == region, fact.c.period.in_(periods))
        .order_by(measure_key.c.id, fact.c.period, batch.c.loaded_at, batch.c.id)
    )


def corrected(
    connection: Connection, catalogue: Catalogue, indicator: str, regions: Collection[int]
) -> tuple[int, str] | None:
    """Region and period of the fact behind an indicator whose value was changed last, if any was ever changed."""
    query = (
        select(fact.c.region, fact.c.period)
        .join(measure_key, measure_key.c.no == fact.c.measure)
        .join(batch, batch.c.id == fact.c.batch)
        .where(measure_key.c.id.in_(catalogue.measures_of(indicator)), fact.c.region.in_(regions))
        .group_by(fact.c.measure, fact.c.region, fact.c.period)
        .having(func.min(fact.c.value) != func.max(fact.c.value))
        .order_by(func.max(batch.c.loaded_at).desc(), fact.c.period.desc(), fact.c.region)
        .limit(1)
    )
    row = connection.execute(query).first()
    return None if row is None else (row.region, Period.from_code(row.period).id)


def published(connection: Connection, measure: str, regions: Collection[int]) -> tuple[PublishedFact, ...]:
    """The standing published facts of a measure in some regions."""
    query = (
        select(fact_current.c.region, fact_current.c.period, fact_current.c.value, fact_current.c.state)
        .add_columns(fact_current.c.basis, fact_current.c.wording, *_BATCH)
        .join(measure_key, measure_key.c.no == fact_current.c.measure)
        .join(batch, batch.c.id == fact_current.c.batch)
        .outerjoin(source, source.c.id == batch.c.source_id)
        .where(measure_key.c.id == measure, fact_current.c.region.in_(regions), fact_current.c.basis.in_(PUBLISHED))
        .order_by(fact_current.c.region, fact_current.c.period)
    )
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
        for row in connection.execute(query)
    )


def provenance(
    connection: Connection,
    catalogue: Catalogue,
    about: SnapshotInfo,
    indicator: str,
    region: int,
    period: str,
    series: Iterable[RegionSeries],
    wordings: Qualifiers,
) -> Provenance:
    """A number's formula and parts from its series, and how each measure behind it was found."""
    wanted = Period.parse(period)
    nothing = math.nan
    value, numerator, denominator, basis = nothing, nothing, nothing, 0
    for one in series:
        if wanted.code in one.codes:
            at = one.codes.index(wanted.code)
            value, numerator, denominator = float(one.value[at]), float(one.numerator[at]), float(one.denominator[at])
            basis = int(one.basis[at])
    names = sorted(catalogue.measures_of(indicator))
    inputs = tuple(_input(connection, catalogue, name, region, wanted, about) for name in names)
    formula = catalogue.indicators[indicator].formula
    words = wordings_of(catalogue, wordings, indicator, region, wanted)
    return Provenance(
        indicator, region, wanted.id, about.version, formula, value, numerator, denominator, basis, inputs, *words
    )


def _input(
    connection: Connection, catalogue: Catalogue, measure: str, region: int, period: Period, about: SnapshotInfo
) -> Input:
    """The way the engine takes: a fact of its own, else finer periods of the region, else the regions inside."""
    finer = [code for code in inside(period) if code != period.code]
    below = [code for code in catalogue.regions.within(region) if code != region]
    steps: list[tuple[Literal["direct", "time", "regions"], list[int], list[int]]] = [
        ("direct", [region], [period.code]),
        ("time", [region], finer),
        ("regions", below, [period.code, *finer]),
    ]
    for way, regions, periods in steps:
        rows = connection.execute(_standing(measure, regions, periods, about)).all()
        if rows:
            batches = {row.id: _batch(row) for row in rows}
            found = Input(measure, way, len(rows), max(row.basis for row in rows), tuple(batches.values()))
            last = rows[-1]
            return replace(found, value=last.value, wording=Qualifier(last.wording)) if way == "direct" else found
    return Input(measure, "missing", 0, 0, ())


def _standing(measure: str, regions: list[int], periods: list[int], about: SnapshotInfo) -> Select[Any]:
    return (
        select(fact_current.c.basis, fact_current.c.value, fact_current.c.wording, *_BATCH)
        .join(measure_key, measure_key.c.no == fact_current.c.measure)
        .join(batch, batch.c.id == fact_current.c.batch)
        .outerjoin(source, source.c.id == batch.c.source_id)
        .where(measure_key.c.id == measure, fact_current.c.region.in_(regions), fact_current.c.period.in_(periods))
        .order_by(batch.c.loaded_at, batch.c.id)
    )


def inside(period: Period) -> list[int]:
    """Codes of the period itself and of the months, quarters and halves that lie wholly in it."""
    months = {month.code for month in period.months()}
    years = {code - code % 100 for code in months}
    spans = {year + 20 + quarter: _span(year, quarter, 3) for year in years for quarter in range(1, 5)}
    spans |= {year + 30 + half: _span(year, half, 6) for year in years for half in range(1, 3)}
    return [period.code, *sorted(months | {code for code, span in spans.items() if span <= months} - {period.code})]


def _span(year: int, place: int, length: int) -> set[int]:
    return {year + month for month in range((place - 1) * length + 1, place * length + 1)}


def _batch(row: Row[Any]) -> BatchInfo:
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
