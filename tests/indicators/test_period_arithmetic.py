"""Periods: ids, codes, order, neighbours."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indicators.calendar.periods import PER_YEAR, Grain, Period, PeriodError

PERIODS = st.sampled_from(sorted(Grain)).flatmap(
    lambda grain: st.builds(Period, st.just(grain), st.integers(1990, 2099), st.integers(1, PER_YEAR[grain]))
)
TILING = {Grain.MONTH, Grain.QUARTER, Grain.HALF, Grain.YEAR}


@pytest.mark.parametrize(
    ("text", "code", "first", "last"),
    [
        ("2025-06", 202506, date(2025, 6, 1), date(2025, 6, 30)),
        ("2025Q2", 202522, date(2025, 4, 1), date(2025, 6, 30)),
        ("2025H1", 202531, date(2025, 1, 1), date(2025, 6, 30)),
        ("2024", 202440, date(2024, 1, 1), date(2024, 12, 31)),
        ("2025C06", 202556, date(2025, 1, 1), date(2025, 6, 30)),
        ("2024-02R12", 202472, date(2023, 3, 1), date(2024, 2, 29)),
    ],
)
def test_a_period_has_an_id_a_code_and_days(text: str, code: int, first: date, last: date) -> None:
    period = Period.parse(text)
    assert (period.id, period.code, period.first_day(), period.last_day()) == (text, code, first, last)


@given(PERIODS)
def test_ids_and_codes_lead_back_to_the_period(period: Period) -> None:
    assert Period.parse(period.id) == period
    assert Period.from_code(period.code) == period


@given(PERIODS, st.integers(-60, 60))
def test_shifting_there_and_back_changes_nothing_and_keeps_order(period: Period, steps: int) -> None:
    there = period.shift(steps)
    assert there.shift(-steps) == period
    assert (there < period, there > period) == (steps < 0, steps > 0)
    assert (there.code < period.code) == (steps < 0)


@given(PERIODS.filter(lambda period: period.grain in TILING))
def test_neighbours_meet_without_a_gap(period: Period) -> None:
    assert period.last_day() + timedelta(days=1) == period.shift(1).first_day()


@given(PERIODS)
def test_the_months_of_a_period_fill_it(period: Period) -> None:
    months = period.months()
    assert [month.shift(1) for month in months[:-1]] == list(months[1:])
    assert (months[0].first_day(), months[-1].last_day()) == (period.first_day(), period.last_day())


@given(st.text(alphabet="0123456789-QHCR ０２", max_size=12))
def test_any_other_text_is_refused(text: str) -> None:
    try:
        period = Period.parse(text)
    except PeriodError:
        return
    assert period.id == text


@given(st.integers(190000, 220099))
@example(-202506)
@example(0)
@example(202541)
def test_any_other_code_is_refused(code: int) -> None:
    try:
        period = Period.from_code(code)
    except PeriodError:
        return
    assert period.code == code


@pytest.mark.parametrize("text", ["", "2025-13", "2025-00", "2025Q5", "2025H3", "2025C00", "25-06", "2025-6", "20250"])
def test_near_misses_are_refused(text: str) -> None:
    with pytest.raises(PeriodError):
        Period.parse(text)


def test_periods_of_different_length_have_no_order() -> None:
    with pytest.raises(PeriodError):
        assert Period.parse("2025") < Period.parse("2025-06")
