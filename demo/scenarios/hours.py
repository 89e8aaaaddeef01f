"""Days and hours of the city's clock, for arrays of epoch seconds. China's time is eight hours ahead, all year."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from demo.fleet.noise import Ints
from indicators.statistics.arrays import Floats

DAY, HOUR, WEEK = 86_400, 3_600, 604_800
AHEAD = 8 * HOUR
MONDAY = 3  # 1970-01-01 was a Thursday
FIRST_DAY = 20_269  # 2025-06-30, a Monday: day 0 of every cycle of incidents


def day_of(at: Ints) -> Ints:
    """The number of the day, 0 for the demonstration's first."""
    return np.asarray((at + AHEAD) // DAY - FIRST_DAY)


def second_of_day(at: Ints) -> Ints:
    """Seconds since midnight."""
    return np.asarray((at + AHEAD) % DAY)


def second_of_week(at: Ints) -> Ints:
    """Seconds since Monday 0 o'clock."""
    return np.asarray((at + AHEAD + MONDAY * DAY) % WEEK)


def within(at: Ints, begins: int, ends: int) -> NDArray[np.bool_]:
    """Whether moments lie between two hours of the day; the second may be of the next morning."""
    hour = second_of_day(at) / HOUR
    return np.asarray((hour - begins) % 24 < (ends - begins) % 24)


def moment(day: int, second: int) -> int:
    """The epoch second of a time of a day (day 0 is the demonstration's first)."""
    return (day + FIRST_DAY) * DAY + second - AHEAD


def year_turn(at: Ints) -> Floats:
    """How far the year has turned, 0 on 1 January to 1."""
    days = (at + AHEAD) / DAY
    return np.asarray((days % 365.2425) / 365.2425)
