"""A file as sheets of cells. A cell is its text as it is meant: dates as 2026-05-01, percentages as 4.6%, errors as
#DIV/0!, a formula that has no result as its own text (=A1+B1). Everything else that a sheet says of itself is sparse.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

_LETTERS: Final = 26


@dataclass(frozen=True, slots=True)
class Merge:
    """Merged cells: first and last row and column, from 0, inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """A sheet's lines by their numbers: the first line is 0. Lines without any text are left out.

    `shows_percent` is false where the reader of the format does not tell percentages from other numbers.
    """

    name: str
    lines: Mapping[int, Sequence[str]]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merges: tuple[Merge, ...] = ()
    shows_percent: bool = True

    @cached_property
    def width(self) -> int:
        """How many columns the widest line has."""
        return max((len(line) for line in self.lines.values()), default=0)

    def text(self, row: int, column: int) -> str:
        """The text of a cell; empty where there is none."""
        line = self.lines.get(row, ())
        return line[column] if column < len(line) else ""

    def filled(self) -> Iterator[tuple[int, list[str]]]:
        """The lines at full width, with merged cells all holding what the first of them holds."""
        inside: dict[int, list[Merge]] = {}
        for merge in self.merges:
            for row in range(merge.top, merge.bottom + 1):
                inside.setdefault(row, []).append(merge)
        for number, line in self.lines.items():
            texts = [*line, *[""] * (self.width - len(line))]
            for merge in inside.get(number, ()):
                said = self.text(merge.top, merge.left)
                last = min(merge.right + 1, self.width)
                texts[merge.left : last] = [said] * (last - merge.left)
            yield number, texts


@dataclass(frozen=True)
class TableFile:
    """A file's sheets. `lines` are those of the first sheet."""

    name: str
    digest: str
    lines: Mapping[int, Sequence[str]]
    sheets: tuple[Sheet, ...] = field(default=())

    @property
    def all_sheets(self) -> tuple[Sheet, ...]:
        """Every sheet, one without a name for a file that has none."""
        return self.sheets or (Sheet("", self.lines),)


def column_letters(column: int) -> str:
    """The letters of a column, as spreadsheets show them: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def address(sheet: str, row: int, column: int) -> str:
    """Where a cell is found: 数据!B7, or B7 in a file without sheets."""
    cell = f"{column_letters(column)}{row + 1}"
    return f"{sheet}!{cell}" if sheet else cell
