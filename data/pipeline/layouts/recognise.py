"""Recognising a table: titles, heads of one or several levels, columns of labels, columns of figures, notes.

Nothing is guessed: what no name is known for stays unknown, and its figures are refused with the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from data.pipeline.files import Sheet
from data.pipeline.layouts.heads import (
    HeadMeaning,
    heads_said,
    is_growth,
    measures_in,
    parts_of,
    period_in_head,
    periods_in,
)
from data.pipeline.layouts.model import Layout, Names, Role, ValueColumn
from data.pipeline.normalise import is_note, kind_of_total, unit_above, unit_in
from data.pipeline.refusal import RowRefused, too_large
from data.pipeline.values import canonical, is_no_figure, name_key, quantity
from data.pipeline.values.numbers import decimal_of
from indicators.calendar.periods import Grain, Period
from indicators.definitions.input_limits import TABLES

_INDEX_HEADS: Final = frozenset(map(name_key, ("序号", "编号", "行次", "代码", "no", "#", "指标代码")))
_FIGURE: Final = re.compile(r"[\d.,]+\s*\D{0,6}")
_LONGEST_SCAN: Final = 60  # lines within which the first line of figures is looked for
_ABOUT: Final = re.compile(r"单位\s*[:：]|制表|填报|日期|时间\s*[:：]|表号|unit\s*:", re.IGNORECASE)
Lines = Mapping[int, Sequence[str]]


def recognise(sheet: Sheet, names: Names, outside: Sequence[str] = ()) -> tuple[Layout, ...]:
    """The tables of a sheet from above to below; none where nothing in it looks like one.

    `outside` are texts that may tell the period where no title does: the sheet's and the file's name. Raises
    DeliveryRefused: `too_large`, where a sheet falls into more tables than a person lays out.
    """
    lines = dict(sheet.filled())
    found: list[Layout] = []
    order = [number for number, line in lines.items() if any(line)]
    while order:
        if len(found) == TABLES:
            raise too_large("tables", TABLES, TABLES + 1)
        layout = _first_table({number: lines[number] for number in order}, sheet, names, outside, found)
        if layout is None:
            break
        found.append(layout)
        order = [number for number in order if number > layout.last]
    return tuple(found)


def _first_table(
    lines: Lines, sheet: Sheet, names: Names, outside: Sequence[str], above: Sequence[Layout]
) -> Layout | None:
    first = _first_of_figures(lines, names)
    if first is None:
        return None
    before = [number for number in lines if number < first and not is_note(lines[number])]
    titles, heads, sections = _parted(before, lines)
    said = [next(text for text in lines[number] if text) for number in titles]
    title = " ".join(text for text in said if not _ABOUT.search(canonical(text)))
    when = _period_of(title, outside) or (above[-1].period if above and not periods_in(title) else None)
    year = when.year if when else None
    labels, figures = _columns(lines, first, heads, names, year)
    values = _values(lines, heads, figures, names, year, sheet, min(labels, default=0))
    last, inner = _end(lines, first, labels, figures, names)
    whole = Layout(sheet.name, title, tuple(titles), tuple(heads), first, last, labels, values, when)
    return _from_title(whole, sections | inner, names, unit_above(sheet, first))


def _from_title(layout: Layout, sections: Mapping[int, str], names: Names, unit: str) -> Layout:
    """What neither rows nor columns tell, from sections and title."""
    measure, region = "", ""
    known = set(layout.labels.values())
    in_rows = Role.MEASURE in known or any(one.measure for one in layout.values)
    if not in_rows:
        in_title = measures_in(layout.title, names)
        rest = name_key(layout.title).replace(in_title[0], "") if in_title else ""
        measure = in_title[0] if len(in_title) == 1 and not is_growth(rest) else ""
    if Role.REGION not in known and not any(one.region for one in layout.values):
        region = _region_in(layout.title, names)
    return replace(layout, sections=sections, measure=measure, region=region, unit=unit)


def _region_in(title: str, names: Names) -> str:
    """The region that a title begins with, or the only one that it names by its full name."""
    key = name_key(title)
    for length in range(min(len(key), 16), 1, -1):
        if key[:length] in names.regions:
            return key[:length]
    found = {key[start:end] for start in range(len(key)) for end in range(start + 3, min(start + 8, len(key)) + 1)}
    named = {text for text in found if text.endswith(("市", "区", "镇", "街道")) and text in names.regions}
    return named.pop() if len(named) == 1 else ""


def _period_of(title: str, outside: Sequence[str]) -> Period | None:
    """The one period of a title; where it tells none, that of the sheet's or the file's name."""
    for text in (title, *outside):
        found = periods_in(text)
        finer = [one for one in found if one.grain is not Grain.YEAR or len(found) == 1]
        if len(finer) == 1:
            return finer[0]
        if found:
            return None
    return None


def is_figure(text: str) -> bool:
    """Whether a cell holds a number, perhaps with its unit, or a sign that there is none."""
    if not text:
        return False
    said = canonical(text)
    if said.startswith(("=", "#")) or is_no_figure(said):
        return True
    try:
        decimal_of(said, "")
    except RowRefused:
        return bool(_FIGURE.fullmatch(said)) and quantity(re.sub(r"[\d.,\s]+", "", said)) is not None
    return True


def _is_label(text: str, names: Names) -> bool:
    stem = unit_in(text)[0]
    known = stem in names.regions or stem in names.measures or kind_of_total(stem) is not None
    return known or (not is_figure(text) and period_in_head(stem, 2000) is not None)


def _first_of_figures(lines: Lines, names: Names) -> int | None:
    """The first line with a figure beside a label, known or not; years and months as heads are no figures."""
    for number in list(lines)[:_LONGEST_SCAN]:
        line = lines[number]
        figures = [text for text in line if is_figure(text) and text not in names.regions]
        labels = [text for text in line if text and text not in figures]
        if not figures or is_note(line):
            continue
        known = any(_is_label(text, names) for text in labels)
        if (labels and not _are_heads(figures)) or known or _begins_with_period(line):
            return number
    return None


def _are_heads(figures: Sequence[str]) -> bool:
    """Years, or months by their numbers, that stand above columns; signs that there is no figure tell nothing."""
    said = [text for text in figures if not is_no_figure(text)]
    if all(re.fullmatch(r"(19|20)\d\d(\d\d)?", text) for text in said):
        return True
    return len(said) > 2 and _counts_up(said) and max(map(int, said)) <= 12


def _begins_with_period(line: Sequence[str]) -> bool:
    """Whether a line is a year or a month and the figures of it; years all along are heads."""
    first, *rest = [text for text in line if text] or [""]
    beside = [text for text in rest if is_figure(text)]
    return bool(re.fullmatch(r"(19|20)\d\d(\d\d)?|(19|20)\d\d[-/.]\d\d?", first)) and not _are_heads(beside)


def _parted(before: Sequence[int], lines: Lines) -> tuple[list[int], list[int], dict[int, str]]:
    """Lines before the first figures: titles of one text, then heads of several, then a section's name."""
    titles: list[int] = []
    heads: list[int] = []
    sections: dict[int, str] = {}
    for number in before:
        texts = list(dict.fromkeys(text for text in lines[number] if text))
        if not texts:
            continue
        if len(texts) > 1 and not all(map(_ABOUT.search, texts)):
            heads.append(number)
        elif heads:
            sections[number] = texts[0]
        else:
            titles.append(number)
    return titles, heads, sections


def _columns(
    lines: Lines, first: int, heads: Sequence[int], names: Names, year: int | None
) -> tuple[dict[int, Role], list[int]]:
    """Columns of labels by what they tell, and the columns of figures."""
    body = [line for number, line in lines.items() if number >= first and not is_note(line)][:400]
    width = max(map(len, body))
    labels: dict[int, Role] = {}
    figures: list[int] = []
    for column in range(width):
        texts = [line[column] for line in body if line[column]]
        above = [lines[number][column] for number in heads if column < len(lines[number])]
        role = _label_role(texts, above, names, year, column) if texts else Role.INDEX
        if role is not None and (not figures or role in (Role.UNIT, Role.INDEX)):
            if role in (Role.REGION, Role.MEASURE, Role.PERIOD) and role in labels.values():
                role = Role.INDEX
            if texts or any(above):
                labels[column] = role
        elif texts:
            figures.append(column)
    return labels, figures


def _label_role(texts: Sequence[str], above: Sequence[str], names: Names, year: int | None, column: int) -> Role | None:
    """What a column of labels tells; None for a column of figures."""
    parted = [unit_in(text)[0] for text in texts]
    count = len(texts)
    placed = sum(text in names.regions for text in parted)
    if placed and placed + sum(kind_of_total(text) is not None for text in parted) >= 0.5 * count:
        return Role.REGION
    numbers = sum(is_figure(text) for text in texts)
    if numbers < 0.5 * count:
        if sum(quantity(text) is not None for text in texts) >= 0.5 * count:
            return Role.UNIT
        if sum(period_in_head(text, year) is not None for text in parted) >= 0.5 * count:
            return Role.PERIOD
        known = sum(text in names.measures or Role.MEASURE in _roles(text, names, year) for text in parted)
        if known:
            return Role.MEASURE
        return Role.MEASURE if column == 0 or not above else Role.INDEX
    head = name_key(above[-1]) if above else ""
    if head in _INDEX_HEADS or (column == 0 and _counts_up(texts)):
        return Role.INDEX
    periods = [text for text in texts if re.fullmatch(r"(19|20)\d\d(\d\d)?|(19|20)\d\d[-/.]\d\d?", text)]
    return Role.PERIOD if len(periods) >= 0.9 * count else None


def _roles(text: str, names: Names, year: int | None) -> set[Role]:
    return {role for role, _ in parts_of(text, names, year)}


def _counts_up(texts: Sequence[str]) -> bool:
    whole = [int(text) for text in texts if text.isdigit() and text.isascii()]
    return len(whole) == len(texts) > 1 and all(b == a + 1 for a, b in pairwise(whole)) and whole[0] in (0, 1)


def _values(
    lines: Lines, heads: Sequence[int], figures: Sequence[int], names: Names, year: int | None, sheet: Sheet, left: int
) -> tuple[ValueColumn, ...]:
    found = []
    for column in figures:
        path = tuple(
            dict.fromkeys(text for number in heads if (text := _head(lines, heads, number, column, sheet, figures)))
        )
        said = heads_said(path, names, year)
        measure = " ".join(path) if said.role is Role.UNKNOWN else said.measure
        found.append(ValueColumn(column, path, said.role, measure, said.region, said.period, said.unit))
    return tuple(found)


def _head(lines: Lines, heads: Sequence[int], number: int, column: int, sheet: Sheet, figures: Sequence[int]) -> str:
    """The head of a column in a line; one that was merged in the original stands once in a text file, at the left."""
    line = lines[number]
    text = line[column] if column < len(line) else ""
    lower = [n for n in heads if n > number and column < len(lines[n]) and lines[n][column]]
    if text or sheet.merges or not lower:
        return text
    reached = [place for place in figures if place <= column and place < len(line) and line[place]]
    return line[reached[-1]] if reached else ""


def _end(
    lines: Lines, first: int, labels: Mapping[int, Role], figures: Sequence[int], names: Names
) -> tuple[int, dict[int, str]]:
    """The last line of a table, before another one's heads, and the names of its sections by their lines."""
    last, sections = first, dict[int, str]()
    for number, line in lines.items():
        if number <= first:
            continue
        texts = list(dict.fromkeys(text for text in line if text))
        here = [line[column] for column in figures if column < len(line) and line[column]]
        if is_note(line) or not texts:
            pass
        elif (
            not any(map(is_figure, here)) and len([text for text in here if not is_figure(text)]) > 0 and len(texts) > 1
        ):
            return last, sections  # words where figures were: the heads of another table
        elif len(texts) == 1 and not any(map(is_figure, here)):
            if periods_in(texts[0]) and texts[0] not in names.regions:
                return last, sections  # the title of another table
            sections[number] = texts[0]
        last = number
    return last, sections


__all__ = ["HeadMeaning", "is_figure", "recognise"]
