"""The published figures of Foshan: CSV files in `published/`, landed as batches dated as they came out.

A batch is what one document says on one topic; it is loaded "at" the day the document was published, so that of two
documents the later one stands, the earlier can be seen, and what was known at a moment can be asked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, Engine, Table, select, update

from data.core.clock import BUSINESS_ZONE
from data.core.states import State
from data.ingest.published_files import PUBLISHED, VERSION, PublishedFigure, read_figures
from data.pipeline.ledger import BatchCounts, Delivery
from data.warehouse.batches import LEDGER, Warehouse, measure_numbers, register_department
from data.warehouse.facts import NewFacts, check, land
from data.warehouse.tables import fact, fact_current
from indicators.calendar.periods import Period
from indicators.catalogue.catalogue import Catalogue
from indicators.measures.facts import Basis

PLAN_TEXT = "S"  # the plan itself, among the sources
_NOON = time(12, tzinfo=BUSINESS_ZONE)


@dataclass(frozen=True)
class PublishedReport:
    """What became of the figures: how many landed now, had landed before, or were not out yet at `known_by`."""

    landed: int
    already: int
    to_come: int
    batches: tuple[int, ...]


def load_published(
    engine: Engine, catalogue: Catalogue, *, known_by: datetime | None = None, folder: Path = PUBLISHED
) -> PublishedReport:
    """Land all figures that were out by `known_by` (an aware moment; None: all) in one transaction.

    What landed before is left alone, so that it may run again at any time. Raises DeliveryRefused with all faults.
    """
    figures = read_figures(catalogue, folder)
    out = [figure for figure in figures if known_by is None or moment_of(figure.published_on) <= known_by]
    with Warehouse(engine).writing() as connection:
        landed = [(batch, _land(connection, catalogue, batch)) for batch in batches_of(out)]
    new = {number: len(batch) for batch, number in landed if number is not None}
    count = sum(new.values())
    return PublishedReport(count, len(out) - count, len(figures) - len(out), tuple(new))


def moment_of(published_on: date) -> datetime:
    """When a batch counts as loaded: noon in Foshan of the day its document came out."""
    return datetime.combine(published_on, _NOON)


def batches_of(figures: Iterable[PublishedFigure]) -> list[tuple[PublishedFigure, ...]]:
    """The figures parted by document and topic, the earliest document first."""
    ordered = sorted(figures, key=lambda figure: (figure.published_on, figure.ref, figure.file, figure.row))
    return [tuple(group) for _, group in groupby(ordered, key=lambda figure: figure.code)]


def _land(connection: Connection, catalogue: Catalogue, figures: Sequence[PublishedFigure]) -> int | None:
    """The new batch's number; None when this very batch had landed before."""
    first = figures[0]
    digest = digest_of(figures)
    before = LEDGER.batch_of_file(connection, digest)
    if before is not None:
        _keep_wordings(connection, before, figures)
        return None
    delivery = Delivery(first.ref, first.file, moment_of(first.published_on), digest, VERSION)
    register_department(connection, catalogue, first.ref)
    facts = facts_of(figures)
    check(facts, catalogue)
    number = LEDGER.open(connection, delivery, BatchCounts(len(facts)))
    land(connection, facts, number, delivery.loaded_at)
    return number


def _keep_wordings(connection: Connection, batch_no: int, figures: Sequence[PublishedFigure]) -> None:
    """Word the facts of a batch that landed before warehouses kept wordings; its values stay as they are."""
    said = [figure for figure in figures if figure.wording]
    numbers = measure_numbers(connection, [figure.measure for figure in said])
    for figure in said:
        key = (numbers[figure.measure], figure.region, Period.parse(figure.period).code, batch_no)
        if connection.execute(select(fact.c.wording).where(*_is(fact, key))).scalar() == figure.wording:
            return  # the batch has its wordings: all of them were written at once
        for table in (fact, fact_current):
            connection.execute(update(table).where(*_is(table, key)).values(wording=int(figure.wording)))


def _is(table: Table, key: tuple[int, int, int, int]) -> list[ColumnElement[bool]]:
    columns = (table.c.measure, table.c.region, table.c.period, table.c.batch)
    return [column == value for column, value in zip(columns, key, strict=True)]


def digest_of(figures: Sequence[PublishedFigure]) -> str:
    """What a batch says, as a SHA-256: places in the file and remarks do not count."""
    said = sorted((f.measure, f.region, f.period, f.value, int(f.state), f.qualifier) for f in figures)
    first = figures[0]
    return hashlib.sha256(repr((*first.code, first.published_on.isoformat(), said)).encode()).hexdigest()


def facts_of(figures: Sequence[PublishedFigure]) -> NewFacts:
    """The figures as facts. What a government aims at, and all that the plan's text says, has the plan's basis."""
    return NewFacts.of(
        [figure.measure for figure in figures],
        [figure.region for figure in figures],
        [Period.parse(figure.period).code for figure in figures],
        [figure.value for figure in figures],
        basis=[_basis(figure) for figure in figures],
        state=[int(figure.state) for figure in figures],
        wording=[int(figure.wording) for figure in figures],
    )


def _basis(figure: PublishedFigure) -> int:
    planned = figure.state is State.PLAN or figure.ref == PLAN_TEXT
    return int(Basis.PLAN if planned else Basis.PUBLISHED)
