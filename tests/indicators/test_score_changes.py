"""A change of a score compares two months with data; a month for which nothing has come is told, not compared."""

from __future__ import annotations

import numpy as np
import pytest

from indicators.calendar.periods import Grain, Period
from indicators.compute.results import GroupScore, IndicatorValue
from indicators.compute.score_changes import newest_month, score_changes

JUNE = Period(Grain.MONTH, 2025, 6)


def scored(*values: float) -> GroupScore:
    """A city's score of the months up to June 2025."""
    periods = tuple(JUNE.shift(n - len(values) + 1) for n in range(len(values)))
    return GroupScore("city", "city", 440600, values[-1], (), 1.0, (), (0, 0, 0, 0), periods, np.array(values))


def cell(grain: Grain, period: str, value: float | None) -> IndicatorValue:
    return IndicatorValue("I001", 440600, grain, period, value)


def test_with_all_data_the_newest_month_is_compared() -> None:
    found = score_changes(scored(*range(60, 73), 75.0), JUNE)

    assert (found.month.newest.id, found.month.before.id, found.month.delta) == ("2025-06", "2025-05", 3.0)
    assert (found.year.before.id, found.year.delta) == ("2024-06", 14.0)
    assert found.waits == ()


def test_a_month_whose_data_have_not_come_is_not_told_as_unchanged() -> None:
    found = score_changes(scored(70.0, 72.0, 72.0), JUNE.shift(-1))

    assert (found.month.newest.id, found.month.before.id, found.month.delta) == ("2025-05", "2025-04", 2.0)
    assert [one.id for one in found.waits] == ["2025-06"]


@pytest.mark.parametrize("values", [(70.0,), (float("nan"), 70.0), (70.0, float("nan"))])
def test_without_one_of_the_two_there_is_no_change(values: tuple[float, ...]) -> None:
    assert score_changes(scored(*values), JUNE).month.delta is None


def test_the_newest_month_is_the_one_for_which_half_of_the_monthly_members_have_come() -> None:
    may, june, none = (
        cell(Grain.MONTH, "2025-05", 2.0),
        cell(Grain.MONTH, "2025-06", 2.0),
        cell(Grain.MONTH, "2025-06", None),
    )

    assert newest_month([june, may, none, cell(Grain.YEAR, "2025", 1.0)]) == JUNE
    assert newest_month([june, may, may]) == JUNE.shift(-1)
    assert newest_month([june, june, may]) == JUNE


def test_members_that_come_by_quarter_or_year_have_come_until_the_end_of_theirs() -> None:
    assert newest_month([cell(Grain.YEAR, "2024", 1.0), cell(Grain.QUARTER, "2025Q1", 3.0)]) == JUNE.shift(-3)
    assert newest_month([]) is None
