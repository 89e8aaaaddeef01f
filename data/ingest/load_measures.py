"""Loading a department's file of measures: good rows land, bad rows go to quarantine, all in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import Connection, Engine

from data.core.clock import Clock, business_day
from data.core.states import EXPECTED
from data.ingest.measure_checks import (
    Compared,
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
from data.ingest.measure_rows import Choices, understand
from data.pipeline.contract import Rows
from data.pipeline.deliver import Batch, DeliveryReport, Landed, deliver
from data.pipeline.files import read_table
from data.pipeline.ledger import Delivery
from data.pipeline.refusal import Notice, Refusal, RowPassedOver, RowRefused
from data.warehouse.batches import Warehouse, register_department
from data.warehouse.facts import NewFacts, land
from data.warehouse.standing import standing_series
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
) -> DeliveryReport:
    """Load a file of measures: a row a figure (measure, region, period, value), or a department's own tables.

    Rows that are out of all proportion to their series wait in quarantine unless they are accepted. Raises
    DeliveryRefused when the file as a whole cannot be used; then nothing was written. A dry run writes nothing.
    """
    now = clock.now()
    contract = MeasureContract(catalogue, business_day(now))
    file = read_table(path)
    delivery, rows = Delivery(source_id, file.name, now, file.digest), understand(file, contract, choices).rows
    del file  # its lines take as much memory as the rows
    return deliver_rows(engine, contract, delivery, rows, basis=basis, dry_run=dry_run, accept_waiting=accept_waiting)


def deliver_rows(
    engine: Engine,
    contract: MeasureContract,
    delivery: Delivery,
    rows: Rows,
    *,
    basis: int = REPORTED,
    dry_run: bool = False,
    accept_waiting: bool = False,
) -> DeliveryReport:
    """Deliver rows of measures; a file that is accepted comes again."""
    landing = FactLanding(contract, basis, rows, accept_waiting)
    return deliver(Warehouse(engine), delivery, rows, contract, landing, dry_run=dry_run, again=accept_waiting)


@dataclass(frozen=True)
class FactLanding:
    """Writes rows of measures as facts of one basis, after a look at what stands."""

    contract: MeasureContract
    basis: int
    rows: Rows = field(default_factory=lambda: Rows({}))
    accept_waiting: bool = False

    @property
    def catalogue(self) -> Catalogue:
        """The measures."""
        return self.contract.catalogue

    def land(self, connection: Connection, batch: Batch, accepted: Mapping[int, MeasureRow]) -> Landed:
        register_department(connection, self.catalogue, batch.delivery.source)
        new: dict[int, MeasureRow] = {}
        waiting: list[Refusal] = []
        notices: list[Notice] = []
        for compared in self._compared(connection, accepted):
            held = [] if self.accept_waiting else list(self._held(compared))
            places = {refusal.row for refusal in held}
            rows = {place: row for place, row in compared.rows.items() if place not in places}
            changed = {place: row for place, row in rows.items() if not self._stands(row, compared)}
            waiting += held
            new |= changed
            if changed:
                notices += contradictions(compared, changed)
                notices += parts_and_wholes(self.catalogue, compared, changed)
        notices += self._totals(accepted, {refusal.row for refusal in waiting})
        land(connection, self._facts(list(new.values())), batch.number, batch.delivery.loaded_at)
        repeated = len(accepted) - len(waiting) - len(new)
        return Landed(repeated, waiting, notices=_few(notices))

    def _compared(self, connection: Connection, accepted: Mapping[int, MeasureRow]) -> Iterator[Compared]:
        by_measure: dict[str, dict[int, MeasureRow]] = {}
        for place, row in accepted.items():
            by_measure.setdefault(row.measure, {})[place] = row
        for measure, standing in standing_series(connection, list(by_measure)):
            rows = by_measure[measure]
            expected = {place: row for place, row in rows.items() if row.state in EXPECTED}
            actual = {place: row for place, row in rows.items() if place not in expected}
            definition = self.catalogue.measures[measure]
            yield Compared(measure, definition, actual, standing)
            if expected:
                yield Compared(measure, definition, expected, {})

    def _held(self, compared: Compared) -> Iterator[Refusal]:
        """Rows that wait for a person, each for the first reason that is found."""
        seen: set[int] = set()
        for refusal in (*out_of_proportion(compared), *beyond_whole(self.catalogue, compared)):
            if refusal.row not in seen:
                seen.add(refusal.row)
                yield refusal

    def _stands(self, row: MeasureRow, compared: Compared) -> bool:
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
