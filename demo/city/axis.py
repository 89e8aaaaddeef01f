"""The periods that a measure is delivered for, and positions on the line of months."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
from numpy.typing import NDArray

from indicators.calendar.periods import Period

FIRST_YEAR = 2019
LAST_DAY = date(2025, 6, 29)  # the last day with data; the demonstration's clock starts the morning after
LAST_MONTH = 202506
_STEP = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class PeriodAxis:
    """T periods of one grain: storage codes int32[T], the index of each period's last month int[T] (2019-01: 0)."""

    grain: str
    codes: NDArray[np.int32]
    last_month: NDArray[np.int64]
    ids: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def step(self) -> int:
        """Months in a period."""
        return _STEP[self.grain]


@cache
def axis_of(grain: str) -> PeriodAxis:
    """Months to 2025-06 (the last one unfinished); quarters and years that have ended."""
    step = _STEP[grain]
    ends = np.arange(step - 1, _month_index(LAST_MONTH) + (1 if step == 1 else 0), step)
    ids = tuple(_id(grain, int(end)) for end in ends)
    codes = np.array([Period.parse(name).code for name in ids], dtype=np.int32)
    return PeriodAxis(grain, codes, ends, ids)


def month_of(period_id: str) -> int:
    """The index of the last month of a period given by its id (`2020-12`, `2021`, `2024C09`)."""
    return _month_index(Period.parse(period_id).months()[-1].code)


def span_of(period_id: str) -> tuple[int, int]:
    """The indices of a period's first and last month."""
    months = Period.parse(period_id).months()
    return _month_index(months[0].code), _month_index(months[-1].code)


def last_day(month: int) -> date:
    """The last day of the month with an index."""
    year, number = FIRST_YEAR + month // 12, month % 12 + 1
    return date(year, number, monthrange(year, number)[1])


def month_codes(first: date, last: date) -> list[int]:
    """Codes yyyymm of the months from one day to another."""
    start, end = _month_index(first.year * 100 + first.month), _month_index(last.year * 100 + last.month)
    return [code_of_month(month) for month in range(start, end + 1)]


def code_of_month(month: int) -> int:
    """The code yyyymm of the month with an index."""
    return (FIRST_YEAR + month // 12) * 100 + month % 12 + 1


def _month_index(code: int) -> int:
    return (code // 100 - FIRST_YEAR) * 12 + code % 100 - 1


def _id(grain: str, end: int) -> str:
    year, month = FIRST_YEAR + end // 12, end % 12 + 1
    return {"month": f"{year}-{month:02d}", "quarter": f"{year}Q{month // 3}", "year": f"{year}"}[grain]
