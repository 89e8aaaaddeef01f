"""Periods: the ids that screens and files use, the codes that the warehouse stores, and their arithmetic."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PeriodError(ValueError):
    """A text or code that names no period; the sentence says what was expected."""


class Grain(StrEnum):
    """How long a period is. `ytd` runs from January to a month; `r12` are the twelve months to a month."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    YTD = "ytd"
    R12 = "r12"


PER_YEAR = {Grain.MONTH: 12, Grain.QUARTER: 4, Grain.HALF: 2, Grain.YEAR: 1, Grain.YTD: 12, Grain.R12: 12}
_BASE = {Grain.MONTH: 0, Grain.QUARTER: 20, Grain.HALF: 30, Grain.YEAR: 40, Grain.YTD: 50, Grain.R12: 70}
_WRITTEN = (
    (Grain.MONTH, re.compile(r"(\d{4})-(\d\d)", re.ASCII)),
    (Grain.QUARTER, re.compile(r"(\d{4})Q(\d)", re.ASCII)),
    (Grain.HALF, re.compile(r"(\d{4})H(\d)", re.ASCII)),
    (Grain.YEAR, re.compile(r"(\d{4})", re.ASCII)),
    (Grain.YTD, re.compile(r"(\d{4})C(\d\d)", re.ASCII)),
    (Grain.R12, re.compile(r"(\d{4})-(\d\d)R12", re.ASCII)),
)


@dataclass(frozen=True)
class Period:
    """One period: its grain, its year and its number within the year (a year's own number is 1)."""

    grain: Grain
    year: int
    n: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.n <= PER_YEAR[self.grain] or not 1900 <= self.year <= 2200:
            raise PeriodError(f"there is no {self.grain} {self.n} in {self.year}")

    @classmethod
    def parse(cls, text: str) -> Period:
        """The period an id names. PeriodError for anything else."""
        for grain, form in _WRITTEN:
            match = form.fullmatch(text)
            if match:
                return cls(grain, int(match[1]), 1 if grain is Grain.YEAR else int(match[2]))
        raise PeriodError(f"{text!r} is no period: write 2025-06, 2025Q2, 2025H1, 2025 or 2025C06")

    @classmethod
    def from_code(cls, code: int) -> Period:
        """The period a stored code stands for. PeriodError for anything else."""
        year, rest = divmod(int(code), 100)
        grain = max((g for g in Grain if _BASE[g] <= rest), key=lambda g: _BASE[g], default=Grain.MONTH)
        n = rest - _BASE[grain]
        return cls(grain, year, n + 1 if grain is Grain.YEAR else n)

    @classmethod
    def of(cls, grain: Grain, day: date) -> Period:
        """The period of `grain` that `day` lies in (of a cumulative grain: the one that ends with its month)."""
        return cls(grain, day.year, (day.month - 1) * PER_YEAR[grain] // 12 + 1)

    @property
    def code(self) -> int:
        """The integer the warehouse stores; codes of one grain grow with time."""
        return self.year * 100 + _BASE[self.grain] + (0 if self.grain is Grain.YEAR else self.n)

    @property
    def id(self) -> str:
        """The text that screens and files use."""
        return {
            Grain.MONTH: f"{self.year}-{self.n:02d}",
            Grain.QUARTER: f"{self.year}Q{self.n}",
            Grain.HALF: f"{self.year}H{self.n}",
            Grain.YEAR: f"{self.year}",
            Grain.YTD: f"{self.year}C{self.n:02d}",
            Grain.R12: f"{self.year}-{self.n:02d}R12",
        }[self.grain]

    @property
    def ordinal(self) -> int:
        """A running number within the grain: neighbours differ by one."""
        return self.year * PER_YEAR[self.grain] + self.n - 1

    def shift(self, steps: int) -> Period:
        """The period so many steps later (earlier when negative)."""
        year, n = divmod(self.ordinal + steps, PER_YEAR[self.grain])
        return Period(self.grain, year, n + 1)

    def year_earlier(self) -> Period:
        """The same period one year before."""
        return Period(self.grain, self.year - 1, self.n)

    @property
    def last_month(self) -> int:
        """The number of the month the period ends with."""
        return self.n * 12 // PER_YEAR[self.grain]

    @property
    def length(self) -> int:
        """How many months the period is long."""
        return {Grain.YTD: self.n, Grain.R12: 12}.get(self.grain, 12 // PER_YEAR[self.grain])

    def months(self) -> tuple[Period, ...]:
        """The months the period consists of, oldest first."""
        last = Period(Grain.MONTH, self.year, self.last_month)
        return tuple(last.shift(step) for step in range(1 - self.length, 1))

    def first_day(self) -> date:
        """The first calendar day."""
        first = self if self.grain is Grain.MONTH else self.months()[0]
        return date(first.year, first.n, 1)

    def last_day(self) -> date:
        """The last calendar day."""
        return date(self.year, self.last_month, monthrange(self.year, self.last_month)[1])

    def __lt__(self, other: Period) -> bool:
        return self.ordinal < self._like(other).ordinal

    def __le__(self, other: Period) -> bool:
        return self.ordinal <= self._like(other).ordinal

    def __gt__(self, other: Period) -> bool:
        return self.ordinal > self._like(other).ordinal

    def __ge__(self, other: Period) -> bool:
        return self.ordinal >= self._like(other).ordinal

    def __str__(self) -> str:
        return self.id

    def _like(self, other: Period) -> Period:
        if other.grain is not self.grain:
            raise PeriodError(f"{self.id} and {other.id} are periods of different length: they have no order")
        return other
