"""The table of vital signs, typed by hand from the list that the catalogue was made from, and read without it."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from indicators.vitals.levels import LevelName

FILE = Path(__file__).parent / "signs_as_listed.csv"
COLOURS: tuple[LevelName, ...] = ("blue", "yellow", "orange", "red")
WORDS = {
    "Ⅳ": 4, "Ⅴ": 5, "劣Ⅴ": 6, "劣Ⅴ 3 days": 6, "base": 0, "confirmed": 2,
    "一般": 1, "较大": 2, "重大": 3, "特别重大": 4, ">2 h": 120,
}  # fmt: skip
HOURS = {"劣Ⅴ 3 days": 72, "50 in 6 h": 6, "50 in 3 h": 3, "100 in 3 h": 3}


@dataclass(frozen=True)
class ListedStep:
    """A cell of the table: its number, whether that number itself is still milder, and over how many hours."""

    limit: float
    strict: bool
    hours: int | None
    state: bool


@dataclass(frozen=True)
class Listed:
    """A row of the table."""

    cells: dict[str, str]
    steps: dict[str, ListedStep]

    def level(self, value: float) -> str:
        """The level of a value by the cells that look at nothing else."""
        reached = "normal"
        for colour, step in self.steps.items():
            if step.hours is None and not step.state and self._reaches(step, value):
                reached = colour
        return reached

    def _reaches(self, step: ListedStep, value: float) -> bool:
        if value == step.limit:
            return not step.strict
        return (value > step.limit) == (self.cells["worse"] == "higher")


def read() -> dict[str, Listed]:
    """The rows by id."""
    with FILE.open(encoding="utf-8", newline="") as text:
        return {row["id"]: Listed(row, _steps(row)) for row in csv.DictReader(text)}


def _steps(row: dict[str, str]) -> dict[str, ListedStep]:
    closed = row["normal"].startswith("≤") and _number(row["normal"]) == _number(row["blue"])
    return {
        colour: ListedStep(
            _number(row[colour]),
            closed or bool(re.search("[<>]", row[colour])),
            HOURS.get(row[colour]),
            row[colour] == "confirmed",
        )
        for colour in COLOURS
        if row[colour] != "–"
    }


def _number(cell: str) -> float:
    """The number of a cell; the first that is not part of "1 open"."""
    if cell in WORDS:
        return WORDS[cell]
    found = re.search(r"[\d.]+", cell.replace(",", "").replace("1 open", ""))
    return float(found.group()) if found else float("nan")
