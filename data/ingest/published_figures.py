"""The published figures of Foshan: CSV files in `published/`, checked and landed as batches dated as they came out.

A batch is what one document says on one topic; it is loaded "at" the day the document was published, so that of two
documents the later one stands, the earlier can be seen, and what was known at a moment can be asked for.
"""

import csv
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import groupby
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, Engine, Table, select, update

from data.core.clock import BUSINESS_ZONE
from data.core.qualifier import Qualifier
from data.core.states import State
from data.ingest.measure_contract import GoodRow, MeasureContract, RowRefused
from data.storage.engines import capabilities
from data.warehouse.batches import Delivery, batch_of_file, measure_numbers, open_batch, register_source
from data.warehouse.facts import NewFacts, check, land
from data.warehouse.tables import fact, fact_current
from indicators.calendar.periods import Period
from indicators.catalogue.catalogue import Catalogue
from indicators.measures.facts import Basis

PUBLISHED = Path(__file__).parents[1] / "published"
SOURCES = "sources.csv"
QUALIFIERS = frozenset({"forecast", *(word.name.lower() for word in Qualifier)})
PLAN_TEXT = "S"  # the plan itself, among the sources
CONTRACT = "published/1"
_COLUMNS = ("measure", "region", "period", "value", "qualifier", "state", "ref")
_NOON = time(12, tzinfo=BUSINESS_ZONE)


class PublishedError(ValueError):
    """The files cannot be loaded; `faults` are all reasons, each with file and line. Nothing was written."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Figure:
    """One figure as printed, in the measure's unit.

    `qualifier` says how far it holds: exactly, about, as a lower or upper limit, or expected when it was written.
    `section` and `id` belong to figures of the plan's text.
    """

    measure: str
    region: int
    period: str
    value: float
    state: State
    qualifier: str
    ref: str
    published_on: date
    file: str
    line: int
    note: str = ""
    section: str = ""
    id: str = ""

    @property
    def code(self) -> tuple[str, str]:
        """What makes a batch: the file (the topic) and the document."""
        return self.file, self.ref

    @property
    def wording(self) -> Qualifier:
        """The qualifier as it is stored."""
        return Qualifier.parse(self.qualifier)


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

    What landed before is left alone, so that it may run again at any time. Raises PublishedError with all faults.
    """
    figures = read_figures(catalogue, folder)
    out = [figure for figure in figures if known_by is None or moment_of(figure.published_on) <= known_by]
    numbers: list[int] = []
    landed = 0
    with engine.begin() as connection:
        capabilities(connection).lock_writers(connection)
        for batch in batches_of(out):
            number = _land(connection, catalogue, batch)
            if number is not None:
                numbers.append(number)
                landed += len(batch)
    return PublishedReport(landed, len(out) - landed, len(figures) - len(out), tuple(numbers))


def moment_of(published_on: date) -> datetime:
    """When a batch counts as loaded: noon in Foshan of the day its document came out."""
    return datetime.combine(published_on, _NOON)


def batches_of(figures: Iterable[Figure]) -> list[tuple[Figure, ...]]:
    """The figures parted by document and topic, the earliest document first."""
    ordered = sorted(figures, key=lambda figure: (figure.published_on, figure.ref, figure.file, figure.line))
    return [tuple(group) for _, group in groupby(ordered, key=lambda figure: figure.code)]


def read_figures(catalogue: Catalogue, folder: Path = PUBLISHED) -> tuple[Figure, ...]:
    """Every figure of every CSV file in the folder, in the order of files and lines. Raises PublishedError."""
    faults: list[str] = []
    published_on = _read_dates(folder / SOURCES, catalogue, faults)
    figures: list[Figure] = []
    contracts: dict[tuple[str, str], MeasureContract] = {}
    for file in sorted(folder.glob("*.csv")):
        if file.name == SOURCES:
            continue
        for line, row in _rows(file, _COLUMNS, faults):
            try:
                figures.append(_figure(file.name, line, row, catalogue, published_on, contracts))
            except RowRefused as refusal:
                faults.append(f"{file.name}:{line}: {refusal} [{refusal.code}]")
    if faults:
        raise PublishedError(faults)
    return tuple(figures)


def _read_dates(file: Path, catalogue: Catalogue, faults: list[str]) -> dict[str, date]:
    dates: dict[str, date] = {}
    for line, row in _rows(file, ("ref", "published_on", "precision"), faults):
        ref = row["ref"]
        if ref not in catalogue.sources:
            faults.append(f"{file.name}:{line}: the catalogue has no source {ref!r} [unknown_source]")
        elif ref in dates:
            faults.append(f"{file.name}:{line}: {ref} stands earlier in this file [duplicate]")
        elif row["precision"] not in ("day", "about"):
            faults.append(
                f"{file.name}:{line}: a date is good to the day or about, not {row['precision']!r} [bad_date]"
            )
        try:
            dates.setdefault(ref, date.fromisoformat(row["published_on"]))
        except ValueError:
            faults.append(f"{file.name}:{line}: {row['published_on']!r} is not a date [bad_date]")
    return dates


def _rows(file: Path, columns: Sequence[str], faults: list[str]) -> list[tuple[int, dict[str, str]]]:
    if not file.exists():
        faults.append(f"{file.name}: the file is missing [missing_file]")
        return []
    with file.open(encoding="utf-8", newline="") as text:
        reader = csv.DictReader(text, restval="", restkey="too many")
        if missing := [column for column in columns if column not in (reader.fieldnames or ())]:
            faults.append(f"{file.name}:1: the columns {', '.join(missing)} are missing [missing_column]")
            return []
        rows = [(reader.line_num, row) for row in reader]
    faults += [f"{file.name}:{line}: too many columns [bad_row]" for line, row in rows if "too many" in row]
    return [(line, row) for line, row in rows if "too many" not in row]


def _figure(
    file: str,
    line: int,
    row: Mapping[str, str],
    catalogue: Catalogue,
    published_on: Mapping[str, date],
    contracts: dict[tuple[str, str], MeasureContract],
) -> Figure:
    ref = row["ref"]
    if ref not in published_on:
        raise RowRefused("unknown_source", f"{ref!r} has no date in {SOURCES}")
    if row["qualifier"] not in QUALIFIERS:
        raise RowRefused("unknown_qualifier", f"{row['qualifier']!r} is not one of {', '.join(sorted(QUALIFIERS))}")
    contract = contracts.setdefault((file, ref), MeasureContract(catalogue, published_on[ref]))
    good = contract.check(row)
    if good.state is not State.FORECAST and row["qualifier"] == "forecast":
        raise RowRefused("unknown_state", "what was expected when it was written has the state forecast")
    return _of(good, file, line, row, published_on[ref])


def _of(good: GoodRow, file: str, line: int, row: Mapping[str, str], published_on: date) -> Figure:
    figure = Figure(
        good.measure,
        good.region,
        good.period.id,
        good.value,
        good.state,
        row["qualifier"],
        row["ref"],
        published_on,
        file,
        line,
    )
    return replace(figure, note=row.get("note", ""), section=row.get("section", ""), id=row.get("id", ""))


def _land(connection: Connection, catalogue: Catalogue, figures: Sequence[Figure]) -> int | None:
    """The new batch's number; None when this very batch had landed before."""
    first = figures[0]
    digest = digest_of(figures)
    landed = batch_of_file(connection, digest)
    if landed is not None:
        _keep_wordings(connection, landed, figures)
        return None
    source = catalogue.sources[first.ref]
    register_source(connection, first.ref, source.name.zh, source.name.en, source.grade or "", source.url or "")
    facts = facts_of(figures)
    check(facts, catalogue)
    loaded_at = moment_of(first.published_on)
    delivery = Delivery(first.ref, first.file, loaded_at, digest, CONTRACT)
    number = open_batch(connection, delivery, accepted=len(facts))
    land(connection, facts, number, loaded_at)
    return number


def _keep_wordings(connection: Connection, batch_no: int, figures: Sequence[Figure]) -> None:
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


def digest_of(figures: Sequence[Figure]) -> str:
    """What a batch says, as a SHA-256: places in the file and remarks do not count."""
    said = sorted((f.measure, f.region, f.period, f.value, int(f.state), f.qualifier) for f in figures)
    first = figures[0]
    return hashlib.sha256(repr((*first.code, first.published_on.isoformat(), said)).encode()).hexdigest()


def facts_of(figures: Sequence[Figure]) -> NewFacts:
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


def _basis(figure: Figure) -> int:
    planned = figure.state is State.PLAN or figure.ref == PLAN_TEXT
    return int(Basis.PLAN if planned else Basis.PUBLISHED)
