"""Loading a department's file of measures: good rows land, bad rows go to quarantine, all in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import Connection, Engine

from data.core.clock import Clock, business_day
from data.core.states import EXPECTED
from data.ingest.mapped_layouts import understand_mapped
from data.ingest.measure_checks import (
    MeasureComparison,
    beyond_whole,
    contradictions,
    is_repeated,
    key_of,
    out_of_proportion,
    parts_and_wholes,
    too_large_parts,
    wrong_totals,
)
from data.ingest.measure_contract import MeasureContract, MeasureRow
from data.ingest.measure_rows import Choices
from data.pipeline.contract import DeliveredRows
from data.pipeline.deliver import Batch, DeliveryReport, LandingResult, deliver
from data.pipeline.files import TableFile, read_table
from data.pipeline.files.read import read_content
from data.pipeline.ledger import Delivery
from data.pipeline.refusal import Notice, RefusalReason, RowPassedOver, RowRefused
from data.warehouse.batches import Warehouse, register_department
from data.warehouse.facts import NewFacts, land
from data.warehouse.layout_mappings import StoredMapping, keep_mapping, mappings_of
from data.warehouse.standing_values import standing_series
from indicators.catalogue.catalogue import Catalogue

REPORTED = 3  # the engine's basis code for what a department delivers
MOST_NOTICES = 200  # of one kind in a report


def load_file(
    engine: Engine,
    catalogue: Catalogue,
    path: Path,
    clock: Clock,
    *,
    source_id: str = "department",
    basis: int = REPORTED,
    dry_run: bool = False,
    choices: Choices | None = None,
    accept_waiting: bool = False,
    person: str = "",
) -> DeliveryReport:
    """Load a file of measures: a row a figure (measure, region, period, value), or a department's own tables.

    Rows that are out of all proportion to their series wait in quarantine unless they are accepted. Raises
    DeliveryRefused when the file as a whole cannot be used; then nothing was written. A dry run writes nothing.
    """
    file = read_table(path)
    options = _LoadOptions(source_id, basis, dry_run, choices or Choices(), accept_waiting, person)
    return _load(engine, catalogue, [file], clock, options)


def load_content(
    engine: Engine,
    catalogue: Catalogue,
    content: bytes,
    name: str,
    clock: Clock,
    *,
    source_id: str,
    basis: int = REPORTED,
    dry_run: bool = False,
    choices: Choices | None = None,
    accept_waiting: bool = False,
    person: str = "",
    collect: Collect | None = None,
) -> DeliveryReport:
    """The same for a file that was handed over as bytes; `collect` is told each figure beside the one that stands."""
    options = _LoadOptions(source_id, basis, dry_run, choices or Choices(), accept_waiting, person, collect)
    return _load(engine, catalogue, [read_content(content, name)], clock, options)


@dataclass(frozen=True)
class _LoadOptions:
    source: str
    basis: int
    dry_run: bool
    choices: Choices
    accept_waiting: bool
    person: str
    collect: Collect | None = None


def _load(
    engine: Engine, catalogue: Catalogue, files: list[TableFile], clock: Clock, options: _LoadOptions
) -> DeliveryReport:
    """Load the one file of a list, which is taken out of it: its lines take as much memory as the rows."""
    now, file = clock.now(), files.pop()
    contract = MeasureContract(catalogue, business_day(now))
    with engine.connect() as connection:
        known = mappings_of(connection, options.source)
    mapped = understand_mapped(
        file, contract, options.choices, known, source=options.source, person=options.person, now=now
    )
    delivery = Delivery(options.source, file.name, now, file.digest, by=options.person)
    rows, to_keep = mapped.understood.rows, mapped.to_keep
    del file, mapped
    landing = FactLanding(contract, options.basis, rows, options.accept_waiting, to_keep, options.collect)
    store = Warehouse(engine)
    return deliver(store, delivery, rows, contract, landing, dry_run=options.dry_run, again=options.accept_waiting)


@dataclass(frozen=True)
class Change:
    """A figure of a file beside what stands of it now (None: nothing), and its cell; `waits` when it does not land."""

    measure: str
    region: int
    period: str
    before: float | None
    value: float
    cell: str
    waits: bool


Collect = Callable[[Change], None]


@dataclass(frozen=True)
class FactLanding:
    """Writes rows of measures as facts of one basis, after a look at what stands."""

    contract: MeasureContract
    basis: int
    rows: DeliveredRows = field(default_factory=lambda: DeliveredRows({}))
    accept_waiting: bool = False
    mappings: tuple[StoredMapping, ...] = ()
    collect: Collect | None = None

    @property
    def catalogue(self) -> Catalogue:
        """The measures."""
        return self.contract.catalogue

    def land(self, connection: Connection, batch: Batch, accepted: Mapping[int, MeasureRow]) -> LandingResult:
        register_department(connection, self.catalogue, batch.delivery.source)
        new: dict[int, MeasureRow] = {}
        waiting: list[RefusalReason] = []
        notices: list[Notice] = []
        for compared in self._compared(connection, accepted):
            held = [] if self.accept_waiting else list(self._held(compared))
            places = {refusal.row for refusal in held}
            rows = {place: row for place, row in compared.rows.items() if place not in places}
            changed = {place: row for place, row in rows.items() if not self._stands(row, compared)}
            self._tell(compared, places)
            waiting += held
            new |= changed
            if changed:
                notices += contradictions(compared, changed)
                notices += parts_and_wholes(self.catalogue, compared, changed)
        if new and self.mappings:
            known = mappings_of(connection, batch.delivery.source)
            for mapping in self.mappings:
                keep_mapping(connection, known, mapping)
        notices += self._totals(accepted, {refusal.row for refusal in waiting})
        land(connection, self._facts(list(new.values())), batch.number, batch.delivery.loaded_at)
        repeated = len(accepted) - len(waiting) - len(new)
        return LandingResult(repeated, waiting, notices=_few(notices))

    def _compared(self, connection: Connection, accepted: Mapping[int, MeasureRow]) -> Iterator[MeasureComparison]:
        by_measure: dict[str, dict[int, MeasureRow]] = {}
        for place, row in accepted.items():
            by_measure.setdefault(row.measure, {})[place] = row
        for measure, standing in standing_series(connection, list(by_measure)):
            rows = by_measure[measure]
            expected = {place: row for place, row in rows.items() if row.state in EXPECTED}
            actual = {place: row for place, row in rows.items() if place not in expected}
            definition = self.catalogue.measures[measure]
            yield MeasureComparison(measure, definition, actual, standing)
            if expected:
                yield MeasureComparison(measure, definition, expected, {})

    def _tell(self, compared: MeasureComparison, waiting: set[int]) -> None:
        if self.collect is not None:
            for place, row in compared.rows.items():
                standing = compared.standing.get(key_of(row))
                before = standing.value if standing else None
                cell, waits = self.rows.where(place, "value"), place in waiting
                self.collect(Change(row.measure, row.region, row.period.id, before, row.value, cell, waits))

    def _held(self, compared: MeasureComparison) -> Iterator[RefusalReason]:
        """Rows that wait for a person, each for the first reason that is found."""
        seen: set[int] = set()
        for refusal in (*out_of_proportion(compared), *beyond_whole(self.catalogue, compared)):
            if refusal.row not in seen:
                seen.add(refusal.row)
                yield refusal

    def _stands(self, row: MeasureRow, compared: MeasureComparison) -> bool:
        return is_repeated(row, compared.standing.get(key_of(row)), self.basis)

    def _totals(self, accepted: Mapping[int, MeasureRow], waiting: set[int]) -> Iterator[Notice]:
        """Rows of sums and of parts within a region, checked against the regions of the same file."""
        city = str(self.catalogue.regions.city.code)
        found: dict[str, dict[int, MeasureRow]] = {"total": {}, "of_which": {}}
        for place, row in self.rows.totals.items():
            try:
                found[self.rows.passed_over[place]][place] = self.contract.check({**row, "region": city})
            except (RowRefused, RowPassedOver, KeyError):
                continue
        open_sums = {(accepted[place].measure, accepted[place].period) for place in waiting}
        whole = {place: one for place, one in found["total"].items() if (one.measure, one.period) not in open_sums}
        wrong = [*wrong_totals(self.catalogue, whole, accepted.values())]
        for place, notice in [*wrong, *too_large_parts(found["of_which"], accepted)]:
            yield replace(notice, cell=self.rows.where(place, "value"))

    def _facts(self, rows: list[MeasureRow]) -> NewFacts:
        return NewFacts.of(
            [row.measure for row in rows],
            [row.region for row in rows],
            [row.period.code for row in rows],
            [row.value for row in rows],
            basis=self.basis,
            state=[int(row.state) for row in rows],
        )


def _few(notices: list[Notice]) -> list[Notice]:
    """The first of each kind: a report is for people."""
    counts: dict[str, int] = {}
    kept = []
    for notice in notices:
        counts[notice.code] = counts.get(notice.code, 0) + 1
        if counts[notice.code] <= MOST_NOTICES:
            kept.append(notice)
    return kept
