"""What is known of a table: the layout, as frozen values."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from typing import Final

from data.pipeline.values import MeasureNames, RegionNames, canonical
from indicators.calendar.periods import Period

_NUMBER: Final = "(?:\\d+|[一二三四五六七八九十〇零○]+(?=[年月季]))"
_CHANGING: Final = re.compile(rf"{_NUMBER}(?:[年月]?[-—–~～至到/.]+{_NUMBER})*")
_NAMELESS: Final = re.compile(r"(sheet|工作表|表)?\s*\d*", re.IGNORECASE)
_LABEL: Final = "–"  # stands for a column of labels


class Role(StrEnum):
    """What a line, a column or a cell is."""

    TITLE = "title"
    UNIT = "unit"
    HEAD = "head"
    REGION = "region"
    MEASURE = "measure"
    PERIOD = "period"
    INDEX = "index"  # numbers of rows, and texts that say nothing of a figure
    VALUE = "value"  # a figure of the period that the title, the head or the row tells
    MONTH = "month"  # a figure of the last month of that period
    QUARTER = "quarter"
    CUMULATIVE = "cumulative"  # a figure from January to its last month
    GROWTH = "growth"  # 同比 and its like: never a level
    YEAR_BEFORE = "year_before"
    OTHER = "other"  # shares, ranks, plans: not loaded
    TOTAL = "total"
    OF_WHICH = "of_which"
    NOTE = "note"
    SECTION = "section"
    UNKNOWN = "unknown"


LOADED: Final = (Role.VALUE, Role.MONTH, Role.QUARTER, Role.CUMULATIVE, Role.UNKNOWN)
"""Roles of columns whose figures are offered to the contract; of an unknown head it says that nothing has that name."""


@dataclass(frozen=True)
class Names:
    """Every way to write a measure and a region, and texts that a person has said to be of no interest."""

    measures: MeasureNames
    regions: RegionNames
    ignored: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ValueColumn:
    """A column of figures: its heads from above, what they say of it (texts; "" where they say nothing)."""

    column: int
    heads: tuple[str, ...]
    role: Role
    measure: str = ""
    region: str = ""
    period: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Layout:
    """A table of a sheet: its lines (numbers from 0) and columns by their roles, and what its title tells of all."""

    sheet: str
    title: str
    title_lines: tuple[int, ...]
    head_lines: tuple[int, ...]
    first: int
    last: int
    labels: Mapping[int, Role]
    values: tuple[ValueColumn, ...]
    period: Period | None = None
    measure: str = ""
    region: str = ""
    unit: str = ""
    sections: Mapping[int, str] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """What each column is, in a form that stays the same from month to month: heads without their numbers.

        Neighbours that are alike (January, February, …) count once: there are more of them from month to month.
        """
        labels = [(place, _LABEL) for place in self.labels]
        values = [(one.column, " / ".join(map(_constant, one.heads))) for one in self.values]
        return tuple(text for text, _ in groupby(text for _, text in sorted([*labels, *values])))

    @property
    def name(self) -> str:
        """The title without its numbers, else the name that a sheet was given: which table of a source it is."""
        own = "" if _NAMELESS.fullmatch(self.sheet) else self.sheet
        return _constant(self.title or own)[:200]

    @property
    def fingerprint(self) -> str:
        """The same for every file of this layout: of its columns, their order and units, and the unit above them."""
        said = json.dumps([self.name, self.unit, self.columns], ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()[:32]


def _constant(text: str) -> str:
    return _CHANGING.sub("#", canonical(text).replace(" ", ""))
