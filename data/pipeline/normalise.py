"""From the sheets of a file to the rows that a contract checks, where names of columns stand above one row a record.

The names may stand below titles, on any sheet, in any of their spellings; a unit may stand in a name or above them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from data.pipeline.contract import ContractColumns, DeliveredRows
from data.pipeline.files import Sheet, TableFile, address
from data.pipeline.refusal import DeliveryRefused, Notice, RefusedRow, RowRefused
from data.pipeline.values import canonical, keepable, name_key, quantity

NAMELESS: Final = "column "  # begins the name of a column that has no name
HEAD_LINES: Final = 30  # among so many lines the names of columns are looked for
Normaliser = Callable[[TableFile, ContractColumns], DeliveredRows]
TOTALS: Final = frozenset(map(name_key, ("合计", "总计", "小计", "共计", "总和", "合 计", "total", "sum", "subtotal")))
_NOTE: Final = re.compile(
    r"[\W\d]*(注|备注|附注|说明|资料来源|数据来源|来源|填表|制表|审核|负责人|单位负责人|统计负责人|联系|报送|填报|notes?|source|notices?)"
    r"(\d*\W|\d+|$|人|单位|日期|时间|说明)",
    re.IGNORECASE,
)
_OF_WHICH: Final = re.compile(r"其\s*中\s*[:：]?|of which:?", re.IGNORECASE)
_UNIT_LINE: Final = re.compile(r"(?:计量)?单位\s*[:：]\s*([^\s()（）]+)|units?\s*:\s*([^()]+)", re.IGNORECASE)
_BRACKETED: Final = re.compile(r"(.*?)\s*[(\[【]\s*([^()\[\]【】]*)\s*[)\]】]")


@dataclass(frozen=True)
class Head:
    """The names of a sheet's columns, the line they stand in, and the unit of each that tells one."""

    sheet: Sheet
    line: int
    names: tuple[str, ...]
    units: Mapping[str, str]


def as_delivered(file: TableFile, columns: ContractColumns) -> DeliveredRows:
    """The rows below the columns' names, of every sheet that has them; a row with what cannot be kept is refused.

    Raises DeliveryRefused: `missing_column`, `duplicate_column`.
    """
    heads = [head for sheet in file.all_sheets if (head := find_head(file.name, sheet, columns)) is not None]
    if not heads:
        raise no_head(file, columns)
    return rows_below(heads, columns)


def find_head(file: str, sheet: Sheet, columns: ContractColumns) -> Head | None:
    """The first line that names every required column. DeliveryRefused where one of them is there twice."""
    for number, line in _first(sheet):
        parted = [unit_in(text) for text in line]
        names = columns.named([name for name, _ in parted])
        if all(column in names for column in columns.required):
            _once(file, sheet, number, names, columns)
            units = {names[place]: unit for place, (_, unit) in enumerate(parted) if unit}
            above = unit_above(sheet, number)
            if above and "unit" in columns.optional and "unit" not in names:
                units = {**dict.fromkeys(columns.figures, above), **units}
            return Head(sheet, number, names, units)
    return None


def no_head(file: TableFile, columns: ContractColumns) -> DeliveryRefused:
    """The refusal of a file without the names: what the line that comes nearest lacks."""
    known = {*columns.required, *columns.optional}
    lines = [columns.named([unit_in(text)[0] for text in line]) for s in file.all_sheets for _, line in _first(s)]
    best = max(lines, key=lambda names: len(known & set(names)), default=())
    missing = [column for column in columns.required if column not in best]
    there = ", ".join(name for name in best if name)[:500] or "–"
    return DeliveryRefused.of("missing_column", file=file.name, missing=", ".join(missing), there=there)


def rows_below(heads: Sequence[Head], columns: ContractColumns) -> DeliveredRows:
    """The rows of all sheets; a row's place is its line, counted on over the sheets."""
    found = _Found()
    for head in heads:
        found.take(head, columns)
    names = tuple(dict.fromkeys(name for head in heads for name in head.names if name))
    notices = [notice for head in heads for notice in hidden_parts(head.sheet)]
    return DeliveredRows(
        found.rows, found.names or names, tuple(found.refused), found.passed, found.totals, found.where, tuple(notices)
    )


class _Found:
    """What has been found in the sheets so far."""

    def __init__(self) -> None:
        self.rows: dict[int, dict[str, str]] = {}
        self.refused: list[RefusedRow] = []
        self.passed: dict[int, str] = {}
        self.totals: dict[int, dict[str, str]] = {}
        self.names: tuple[str, ...] = ()
        self._sheets: list[tuple[int, str, tuple[str, ...]]] = []  # not the sheets themselves: they are large
        self._next = 0

    def take(self, head: Head, columns: ContractColumns) -> None:
        sheet, base = head.sheet, self._next
        self._sheets.append((base, sheet.name, head.names))
        self._next += max(sheet.lines, default=0) + 1
        below = [line for number, line in sheet.lines.items() if number > head.line]
        width = max(map(len, below), default=0)
        names = tuple(name or f"{NAMELESS}{place}" for place, name in enumerate(head.names, start=1))
        names += tuple(f"{NAMELESS}{place}" for place in range(len(names) + 1, width + 1))
        blank = {
            place
            for place, name in enumerate(head.names)
            if not name and not any(line[place:][:1] != [""] for line in below)
        }
        self.names = tuple(dict.fromkeys((*self.names, *(n for place, n in enumerate(names) if place not in blank))))
        figures = frozenset(place for place, name in enumerate(names) if name in columns.figures)
        merged = merged_figures(sheet, figures)
        units = head.units
        for number, line in sheet.filled() if sheet.merges else sheet.lines.items():
            if number <= head.line:
                continue
            place = base + number
            row = dict(zip(names, [*line, *[""] * (len(names) - len(line))], strict=False))
            if units and (unit := next((units[name] for name in columns.figures if name in units), None)):
                row["unit"] = row.get("unit") or unit
            self._sort(place, row, line, any((number, figure) in merged for figure in figures))

    def _sort(self, place: int, row: dict[str, str], line: Sequence[str], merged: bool) -> None:
        if is_note(line):
            self.passed[place] = "note"
            return
        code = kind_of_total(row.get("region", ""))
        if code is not None:
            self.passed[place] = code
            self.totals[place] = row
            return
        try:
            keepable(row)
            if merged:
                raise RowRefused("merged_value", "value")
            self.rows[place] = row
        except RowRefused as refusal:
            self.refused.append(RefusedRow(refusal.at(place, cell=self.where(place, refusal.column)), row))

    def where(self, place: int, column: str) -> str:
        """The cell of a workbook; nothing for a text file, where row and column say it."""
        base, sheet, names = next((one for one in reversed(self._sheets) if one[0] <= place), self._sheets[0])
        return address(sheet, place - base, names.index(column) if column in names else 0) if sheet else ""


def _first(sheet: Sheet) -> Iterator[tuple[int, Sequence[str]]]:
    for place, (number, line) in enumerate(sheet.lines.items()):
        if place >= HEAD_LINES:
            return
        yield number, line


def _once(file: str, sheet: Sheet, line: int, names: Sequence[str], columns: ContractColumns) -> None:
    for column in (*columns.required, *columns.optional):
        places = [place for place, name in enumerate(names) if name == column]
        if len(places) > 1:
            cells = ", ".join(address(sheet.name, line, place) for place in places)
            raise DeliveryRefused.of("duplicate_column", file=file, column=column, cells=cells)


def unit_in(text: str) -> tuple[str, str]:
    """A name without the unit that stands behind it in brackets, or a bare %, and that unit; "" where there is none."""
    said = canonical(text)
    parted = _BRACKETED.fullmatch(said)
    if parted and quantity(parted[2]) is not None:
        return parted[1], parted[2]
    bare = said.removesuffix("%").rstrip()
    return (bare, "%") if bare != said and bare and not bare[-1].isdigit() else (said, "")


def unit_above(sheet: Sheet, line: int) -> str:
    """The unit that a line above a head tells, as in 单位：亿元、%; "" where there is none."""
    for number, texts in _first(sheet):
        if number >= line:
            break
        for text in texts:
            if found := _UNIT_LINE.search(canonical(text)):
                return (found[1] or found[2]).strip()
    return ""


def is_note(line: Sequence[str]) -> bool:
    """Whether a line holds nothing but notes: 注：…, 资料来源：…, 审核人：…."""
    texts = {text for text in line if text}
    return bool(texts) and all(_NOTE.match(canonical(text)) for text in texts)


def kind_of_total(region: str) -> str | None:
    """`total` for a row of sums (合计, 总计), `of_which` for one of a part within a region (其中：…), else None."""
    if not region:
        return None
    if name_key(region) in TOTALS:
        return "total"
    return "of_which" if _OF_WHICH.match(canonical(region)) else None


def of_which(region: str) -> str:
    """What stands behind 其中: in a region's column."""
    return _OF_WHICH.sub("", canonical(region), count=1).strip()


def merged_figures(sheet: Sheet, columns: frozenset[int]) -> frozenset[tuple[int, int]]:
    """Cells of these columns whose number stands for several cells."""
    return frozenset(
        (row, column)
        for merge in sheet.merges
        if merge.bottom > merge.top or merge.right > merge.left
        for row in range(merge.top, merge.bottom + 1)
        for column in range(merge.left, merge.right + 1)
        if column in columns
    )


def hidden_parts(sheet: Sheet) -> Iterator[Notice]:
    """What of a sheet that is loaded nobody sees who opens it."""
    if sheet.hidden:
        yield Notice("hidden_sheet", {"sheet": sheet.name})
    rows = sorted(row + 1 for row in sheet.hidden_rows if row in sheet.lines)
    if rows:
        yield Notice("hidden_rows", {"sheet": sheet.name, "rows": ", ".join(map(str, rows[:20])), "count": len(rows)})
