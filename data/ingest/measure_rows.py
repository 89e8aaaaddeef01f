"""The rows of a file of measures: named columns with a row a figure, or a department's own tables, on any sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Final

from data.ingest.measure_contract import MeasureContract
from data.pipeline.contract import DeliveredRows
from data.pipeline.files import Sheet, TableFile, address
from data.pipeline.layouts import Layout, Names, layout_rows, recognise
from data.pipeline.normalise import Head, find_head, kind_of_total, no_head, of_which, rows_below
from data.pipeline.refusal import DeliveryRefused, Notice, RefusedRow, RowRefused
from data.pipeline.values import RegionNames, name_key, number, unit_of

_PLAUSIBLE: Final = 2  # columns of the plain form that make a file one of it, if a faulty one


@dataclass(frozen=True)
class Choices:
    """What a person has said of a file where it does not say it itself.

    `measure`, `region` and `period` stand where neither rows nor columns nor titles tell one; `names` maps a text of a
    head or a row to a measure's id, or to "" where it is of no interest; `sheet` names the only sheet to read;
    `new_layout` takes a changed layout for what it is.
    """

    measure: str = ""
    region: str = ""
    period: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    new_layout: bool = False


@dataclass(frozen=True)
class Understood:
    """A file as it is understood: its rows, and the layouts of tables that are a department's own."""

    rows: DeliveredRows
    sheets: tuple[Sheet, ...] = ()
    heads: tuple[Head, ...] = ()
    tables: tuple[tuple[Sheet, Layout], ...] = ()


def understand(file: TableFile, contract: MeasureContract, choices: Choices | None = None) -> Understood:
    """The figures of a file. Raises DeliveryRefused.

    `missing_column`, `duplicate_column`, `no_table`, `no_sheet`, `no_period`, `no_measure`, `no_region`.
    """
    said = choices or Choices()
    sheets = _sheets(file, said)
    heads = [head for sheet in sheets if (head := find_head(file.name, sheet, contract.columns)) is not None]
    if heads:
        rows = rows_below(heads, contract.columns)
        read = {head.sheet.name for head in heads}
        tables: list[tuple[Sheet, Layout]] = []
    else:
        names = names_of(contract, said)
        tables = _tables(file, sheets, names, said)
        _complete(file, contract, sheets, tables)
        stocks = frozenset(name for name, one in contract.catalogue.measures.items() if one.kind == "stock")
        rows = layout_rows(tables, names, stocks)
        read = {sheet.name for sheet, _ in tables}
    rows = _renamed(rows, said)
    notices = [*rows.notices, *_passed_over(sheets, read), *_former(rows, contract.region_names)]
    rows = _named_parts(_percent(replace(rows, notices=tuple(notices)), sheets, contract), contract.region_names)
    return Understood(rows, sheets, tuple(heads), tuple(tables))


def recognised_tables(file: TableFile, contract: MeasureContract, choices: Choices) -> tuple[tuple[Sheet, Layout], ...]:
    """A department's own tables in a file, with their sheets; none in one that has named columns. Raises `no_sheet`."""
    sheets = _sheets(file, choices)
    try:
        if any(find_head(file.name, sheet, contract.columns) is not None for sheet in sheets):
            return ()
    except DeliveryRefused:
        return ()
    return tuple(_tables(file, sheets, names_of(contract, choices), choices))


def _tables(file: TableFile, sheets: tuple[Sheet, ...], names: Names, choices: Choices) -> list[tuple[Sheet, Layout]]:
    stem = PurePath(file.name).stem
    found = ((sheet, layout) for sheet in sheets for layout in recognise(sheet, names, (sheet.name, stem)))
    return [(sheet, _chosen(layout, choices)) for sheet, layout in found]


def names_of(contract: MeasureContract, choices: Choices) -> Names:
    """The catalogue's names with those that a person has chosen."""
    more = {text: measure for text, measure in choices.names.items() if measure}
    measures = contract.measure_names.with_names(more)
    return Names(measures, contract.region_names, frozenset(name_key(t) for t, m in choices.names.items() if not m))


def _sheets(file: TableFile, choices: Choices) -> tuple[Sheet, ...]:
    if not choices.sheet:
        return file.all_sheets
    found = tuple(sheet for sheet in file.all_sheets if sheet.name == choices.sheet)
    if not found:
        there = ", ".join(sheet.name for sheet in file.all_sheets)
        raise DeliveryRefused.of("no_sheet", file=file.name, text=choices.sheet, there=there)
    return found


def _chosen(layout: Layout, choices: Choices) -> Layout:
    from data.pipeline.values import period

    when = period(choices.period) if choices.period else layout.period
    measure, region = choices.measure or layout.measure, choices.region or layout.region
    return replace(layout, period=when, measure=measure, region=region)


def _complete(
    file: TableFile, contract: MeasureContract, sheets: tuple[Sheet, ...], tables: list[tuple[Sheet, Layout]]
) -> None:
    """DeliveryRefused unless every table tells period, measure and region of its figures in one way or another."""
    lacking = DeliveryRefused.of("no_table", file=file.name) if not tables else _lacking(file, tables)
    if lacking is not None:
        plain = no_head(file, contract.columns)
        missing = str(plain.refusals[0].facts["missing"]).split(", ")
        named = len(contract.columns.required) - len(missing)
        raise plain if named >= _PLAUSIBLE or not any(len(sheet.lines) > 1 for sheet in sheets) else lacking


def _lacking(file: TableFile, tables: list[tuple[Sheet, Layout]]) -> DeliveryRefused | None:
    for sheet, layout in tables:
        labels, columns = set(layout.labels.values()), layout.values
        place, title = sheet.name or file.name, layout.title or "–"
        dated = all(one.period or one.role not in _LEVELS for one in columns)
        if layout.period is None and "period" not in labels and not dated:
            return DeliveryRefused.of("no_period", file=place, text=title)
        told = layout.measure or "measure" in labels or layout.sections
        if not told and not any(one.measure for one in columns):
            return DeliveryRefused.of("no_measure", file=place, text=title)
        if (twice := _twice(sheet, layout)) is not None:
            return DeliveryRefused.of("duplicate_column", file=place, column=twice[0], cells=twice[1])
        placed = layout.region or "region" in labels or layout.sections
        if not placed and not any(one.region for one in columns):
            return DeliveryRefused.of("no_region", file=place, text=title)
    return None


def _twice(sheet: Sheet, layout: Layout) -> tuple[str, str] | None:
    """The head of two columns that say the same, and where they are."""
    seen: dict[tuple[str, ...], int] = {}
    for one in layout.values:
        about = (*map(name_key, (one.measure, one.region, one.period)), str(one.role))
        if one.role in _LEVELS and seen.setdefault(about, one.column) != one.column:
            cells = (
                address(sheet.name, max(layout.head_lines, default=0), place) for place in (seen[about], one.column)
            )
            return " / ".join(one.heads), ", ".join(cells)
    return None


_LEVELS: Final = frozenset({"value", "month", "quarter", "cumulative"})


def _passed_over(sheets: Iterable[Sheet], read: set[str]) -> Iterator[Notice]:
    for sheet in sheets:
        if sheet.name not in read and sheet.lines:
            yield Notice("sheet_passed_over", {"sheet": sheet.name})


def _former(rows: DeliveredRows, names: RegionNames) -> Iterator[Notice]:
    for text in dict.fromkeys(row.get("region", "") for row in rows.rows.values()):
        former = names.former_name(text) if text else None
        if former is not None and former.same:
            yield Notice("former_name", {"text": text, "until": former.until.isoformat(), "known": str(former.region)})


def _renamed(rows: DeliveredRows, choices: Choices) -> DeliveredRows:
    """Rows with the measures that a person has said their texts mean."""
    chosen = {name_key(text): measure for text, measure in choices.names.items() if measure}
    if not chosen:
        return rows
    named = ((place, row, chosen.get(name_key(row["measure"]))) for place, row in rows.rows.items())
    return replace(rows, rows={place: {**row, "measure": id} if id else row for place, row, id in named})


def _named_parts(rows: DeliveredRows, names: RegionNames) -> DeliveredRows:
    """其中：禅城区 below 全市 is the district itself, unless the file has it by its name as well."""
    below = {place: row for place, row in rows.totals.items() if kind_of_total(row["region"]) == "of_which"}
    parts = {place: of_which(row["region"]) for place, row in below.items()}
    there = {_spoken_of(row, row["region"], names) for row in rows.rows.values()}
    taken = {place: text for place, text in parts.items() if text in names}
    taken = {p: t for p, t in taken.items() if _spoken_of(rows.totals[p], t, names) not in there}
    if not taken:
        return rows
    more = {place: {**rows.totals[place], "region": text} for place, text in taken.items()}
    return replace(
        rows,
        rows=dict(sorted({**rows.rows, **more}.items())),
        passed_over={place: code for place, code in rows.passed_over.items() if place not in taken},
        totals={place: row for place, row in rows.totals.items() if place not in taken},
    )


def _spoken_of(row: Mapping[str, str], region: str, names: RegionNames) -> tuple[str, str, str]:
    code = str(names.find(region)) if region in names else region
    return row["measure"], code, row["period"]


def _percent(rows: DeliveredRows, sheets: tuple[Sheet, ...], contract: MeasureContract) -> DeliveredRows:
    """Numbers of at most 1 for a share, where the format does not tell whether 0.046 is shown as 4.6%, are refused."""
    blind = {sheet.name for sheet in sheets if not sheet.shows_percent}
    if not blind:
        return rows
    kept, refused = dict(rows.rows), list(rows.refused)
    for place, row in rows.rows.items():
        ids = contract.measure_names.measures.get(name_key(row["measure"]), frozenset())
        if len(ids) != 1 or unit_of(contract.catalogue.measures[next(iter(ids))]).dimension != "share":
            continue
        try:
            value = number(row["value"], "value")
        except RowRefused:
            continue
        if 0 < abs(value) <= 1:
            refusal = RowRefused("percent_unseen", "value", text=row["value"], percent=f"{value * 100:g}")
            refused.append(RefusedRow(refusal.at(place, cell=rows.where(place, "value")), row))
            del kept[place]
    return replace(rows, rows=kept, refused=tuple(refused))
