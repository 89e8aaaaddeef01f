"""The figures of recognised tables, each as a row that the contract of measures checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from data.pipeline.contract import DeliveredRows
from data.pipeline.files import Sheet, address
from data.pipeline.layouts.heads import parts_of
from data.pipeline.layouts.model import LOADED, Layout, Names, Role, ValueColumn
from data.pipeline.normalise import hidden_parts, is_note, kind_of_total, merged_figures, unit_in
from data.pipeline.refusal import Notice, RefusedRow, RowRefused
from data.pipeline.values import keepable, name_key, period
from indicators.calendar.periods import Grain, Period

COLUMNS = ("measure", "region", "period", "value", "unit")


def layout_rows(tables: Sequence[tuple[Sheet, Layout]], names: Names, stocks: frozenset[str]) -> DeliveredRows:
    """The figures of tables, line by line; a row's place counts them on. `stocks` are measures without a cumulative."""
    found = _Found(names, stocks)
    for sheet, layout in tables:
        found.take(sheet, layout)
    notices = [*found.notices, *(r for sheet in {id(s): s for s, _ in tables}.values() for r in hidden_parts(sheet))]
    return DeliveredRows(
        found.rows, COLUMNS, tuple(found.refused), found.passed, found.totals, found.where, tuple(notices)
    )


@dataclass
class _Found:
    names: Names
    stocks: frozenset[str]
    rows: dict[int, dict[str, str]] = field(default_factory=dict)
    refused: list[RefusedRow] = field(default_factory=list)
    passed: dict[int, str] = field(default_factory=dict)
    totals: dict[int, dict[str, str]] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    cells: list[str] = field(default_factory=lambda: [""])

    def where(self, place: int, column: str) -> str:
        """The cell of a figure."""
        return self.cells[place] if place < len(self.cells) else ""

    def take(self, sheet: Sheet, layout: Layout) -> None:
        merged = merged_figures(sheet, frozenset(one.column for one in layout.values))
        section = ""
        for number, line in sheet.filled():
            if number in layout.sections:
                section = layout.sections[number]
            elif layout.first <= number <= layout.last and any(line):
                if is_note(line):
                    self._pass(address(sheet.name, number, 0), "note")
                else:
                    self._line(sheet, layout, number, line, section, merged)
        for one in layout.values:
            if one.role not in LOADED:
                head = " / ".join(one.heads)
                self.notices.append(
                    Notice("column_not_loaded", {"column": head}, cell=address(sheet.name, layout.first, one.column))
                )

    def _line(
        self,
        sheet: Sheet,
        layout: Layout,
        number: int,
        line: Sequence[str],
        section: str,
        merged: frozenset[tuple[int, int]],
    ) -> None:
        label = _Label.of(layout, line, section, self.names)
        for one in layout.values:
            text = line[one.column] if one.column < len(line) else ""
            if one.role not in LOADED:
                continue
            row = self._row(layout, label, one, text)
            place = len(self.cells)
            self.cells.append(address(sheet.name, number, one.column))
            code = kind_of_total(row["region"]) or label.passed
            if code is not None:
                self.passed[place] = code
                self.totals[place] = row
                continue
            try:
                keepable(row)
                if (number, one.column) in merged:
                    raise RowRefused("merged_value", "value")
                self.rows[place] = row
            except RowRefused as refusal:
                self.refused.append(RefusedRow(refusal.at(place, cell=self.cells[place]), row))

    def _pass(self, cell: str, code: str) -> None:
        self.passed[len(self.cells)] = code
        self.cells.append(cell)

    def _row(self, layout: Layout, label: _Label, column: ValueColumn, text: str) -> dict[str, str]:
        measure = (
            (label.measure if column.role is not Role.UNKNOWN else "")
            or column.measure
            or label.section_measure
            or layout.measure
        )
        if column.measure and label.measure and column.role is not Role.UNKNOWN:
            measure = f"{column.measure} {label.measure}"  # two measures for one figure: none that is known
        return {
            "measure": measure,
            "region": label.region or column.region or label.section_region or layout.region,
            "period": self._period(layout, label, column, measure),
            "value": text,
            "unit": label.unit or column.unit or layout.unit,
        }

    def _period(self, layout: Layout, label: _Label, column: ValueColumn, measure: str) -> str:
        said = label.period or column.period
        if label.period and column.period and label.period != column.period:
            said = _together(label.period, column.period)
        base = _parsed(said, layout.period) if said else layout.period
        if base is None:
            return said
        if layout.period is not None and base.grain is Grain.YEAR and layout.period.grain is not Grain.YEAR:
            if base.year != layout.period.year:
                return f"{base.id} / {layout.period.id}"  # all of another year, or the same months of it
            base = layout.period  # 2025年 below a title of 2025年1—5月
        role = label.role if column.role is Role.VALUE else column.role
        when = _of_role(base, role)
        if when is None:
            return f"{base.id} {role}"
        known = self.names.measures.measures.get(name_key(measure), frozenset())
        if when.grain is Grain.YTD and known and known <= self.stocks:
            when = Period(Grain.MONTH, when.year, when.last_month)  # it stands at the end
        return when.id


@dataclass(frozen=True)
class _Label:
    """What the labels of a line say."""

    measure: str = ""
    region: str = ""
    period: str = ""
    unit: str = ""
    role: Role = Role.VALUE
    passed: str | None = None
    section_measure: str = ""
    section_region: str = ""

    @classmethod
    def of(cls, layout: Layout, line: Sequence[str], section: str, names: Names) -> _Label:
        said: dict[str, str] = {}
        role, passed = Role.VALUE, None
        for column, kind in layout.labels.items():
            text = line[column] if column < len(line) else ""
            if not text or kind is Role.INDEX:
                continue
            if kind is Role.UNIT:
                said["unit"] = text
                continue
            stem, unit = unit_in(text)
            if unit:
                said.setdefault("unit", unit)
            said[str(kind)] = stem
            if kind is Role.MEASURE:
                said["measure"], role, passed = _measure_label(stem, names, layout.period)
        in_section = dict(_named(section, names, layout.period)) if section else {}
        return cls(
            **{name: said.get(name, "") for name in ("measure", "region", "period", "unit")},
            role=role,
            passed=passed,
            section_measure=in_section.get("measure", ""),
            section_region=in_section.get("region", ""),
        )


def _measure_label(text: str, names: Names, when: Period | None) -> tuple[str, Role, str | None]:
    """The measure of a line's label, which figure of it, and why the line is passed over."""
    if text in names.measures:
        return text, Role.VALUE, None
    parts = parts_of(text, names, when.year if when else None)
    roles = [role for role, _ in parts]
    measure = next((said for role, said in parts if role is Role.MEASURE), "")
    if Role.OF_WHICH in roles:
        return text, Role.VALUE, "of_which"
    if any(role in (Role.GROWTH, Role.YEAR_BEFORE, Role.OTHER) for role in roles):
        return measure, Role.VALUE, "not_a_level"
    if not measure or Role.UNKNOWN in roles or Role.PERIOD in roles:
        return text, Role.VALUE, None  # the contract says that nothing has this name
    return measure, next((r for r in roles if r in (Role.CUMULATIVE, Role.MONTH, Role.QUARTER)), Role.VALUE), None


def _named(section: str, names: Names, when: Period | None) -> list[tuple[str, str]]:
    parts = parts_of(unit_in(section)[0], names, when.year if when else None)
    if not any(role in (Role.MEASURE, Role.REGION) for role, _ in parts):
        return [("measure", section)]
    return [(str(role), said) for role, said in parts if role in (Role.MEASURE, Role.REGION)]


def _together(row: str, column: str) -> str:
    """A year in a row and a month in a column are one period; two others contradict each other."""
    for year, within in ((row, column), (column, row)):
        if year.rstrip("年").isdigit() and len(year.rstrip("年")) == 4 and year[:4] == within[:4]:
            return within
    return f"{row} {column}"


def _parsed(text: str, title: Period | None) -> Period | None:
    try:
        return period(text, year=title.year if title else None)
    except RowRefused:
        return None


def _of_role(base: Period, role: Role) -> Period | None:
    """The period of a figure: of its last month, its last quarter or from January on, where the head says so."""
    if role is Role.CUMULATIVE:
        return base if base.grain is Grain.YEAR else Period(Grain.YTD, base.year, base.last_month)
    if role is Role.MONTH:
        return Period(Grain.MONTH, base.year, base.last_month) if base.grain in (Grain.MONTH, Grain.YTD) else None
    if role is Role.QUARTER:
        if base.last_month % 3 or base.grain not in (Grain.QUARTER, Grain.YTD, Grain.MONTH):
            return None
        return Period(Grain.QUARTER, base.year, base.last_month // 3)
    return base
