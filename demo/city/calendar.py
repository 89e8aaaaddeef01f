"""The calendar behind the numbers: days off, Spring Festival, the two floods."""

from collections.abc import Sequence
from datetime import date, timedelta

import chinese_calendar
import numpy as np
from numpy.typing import NDArray

SPRING_FESTIVALS = (
    date(2019, 2, 5),
    date(2020, 1, 25),
    date(2021, 2, 12),
    date(2022, 2, 1),
    date(2023, 1, 22),
    date(2024, 2, 10),
    date(2025, 1, 29),
)
FESTIVAL_WINDOW = range(-6, 10)  # days around the first day of the year on which the city empties
FLOOD_MONTHS = ((2020, 6), (2022, 6))  # Beijiang and Xijiang in flood: plan/indicators.md §5.7
FLOOD_DISTRICTS = frozenset({440607, 440608})


def days_between(first: date, last: date) -> list[date]:
    """All days from first to last, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def is_festival(days: Sequence[date]) -> NDArray[np.bool_]:
    """Which days lie in the window around a Spring Festival."""
    window = {new_year + timedelta(days=n) for new_year in SPRING_FESTIVALS for n in FESTIVAL_WINDOW}
    return np.array([day in window for day in days], dtype=np.bool_)


def is_working(days: Sequence[date]) -> NDArray[np.bool_]:
    """Which days are working days by the national calendar, make-up days included."""
    return np.array([chinese_calendar.is_workday(day) for day in days], dtype=np.bool_)


def is_flood(days: Sequence[date]) -> NDArray[np.bool_]:
    """Which days lie in a flood month."""
    return np.array([(day.year, day.month) in FLOOD_MONTHS for day in days], dtype=np.bool_)
