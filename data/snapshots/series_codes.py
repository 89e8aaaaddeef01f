"""Runs of consecutive periods: what a packed series leaves out because it can be reckoned."""

from functools import lru_cache

from indicators.calendar.periods import Grain, Period

GRAINS = tuple(str(grain) for grain in Grain)  # the warehouse stores a grain as its place in here


@lru_cache(maxsize=4096)
def run_of_periods(first: int, n: int) -> tuple[Period, ...]:
    """The n consecutive periods that start with the period of code `first`."""
    return tuple(Period.from_code(first).shift(step) for step in range(n))


@lru_cache(maxsize=4096)
def run_of_codes(first: int, n: int) -> tuple[int, ...]:
    """Their codes."""
    return tuple(period.code for period in run_of_periods(first, n))


@lru_cache(maxsize=4096)
def run_of_ids(first: int, n: int) -> tuple[str, ...]:
    """Their ids."""
    return tuple(period.id for period in run_of_periods(first, n))
