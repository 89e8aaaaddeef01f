"""Deadlines on the Chinese calendar: examples by hand, properties, and an oracle that looks at every minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.clock import BUSINESS_ZONE, to_epoch
from tasks.workflow.chinese_days import ChineseDays
from tasks.workflow.limits import CountingHours, LimitUnit, TimeLimit
from tasks.workflow.working_time import NeverOpen, WorkingCalendar, YearUnknown
from tests.tasks import minute_by_minute as oracle
from tests.tasks.moments import local

UNITS: tuple[LimitUnit, ...] = ("working-hours", "working-days", "urgent-hours", "hours", "days")
HOURLY = ("working-hours", "urgent-hours", "hours")
CALENDAR = WorkingCalendar(ChineseDays(), CountingHours.model_validate({"working": ["08:30-12:00", "14:30-17:30"]}))

moments = st.datetimes(datetime(2024, 1, 1), datetime(2026, 6, 30)).map(lambda m: m.replace(tzinfo=BUSINESS_ZONE))
minutes_of_2025 = st.integers(0, 200 * 24 * 60).map(lambda m: datetime(2025, 1, 2) + timedelta(minutes=m))
pauses = st.timedeltas(timedelta(), timedelta(days=30))


def limit(text: str) -> TimeLimit:
    amount, _, unit = text.partition(" ")
    return TimeLimit.model_validate({"amount": int(amount), "unit": unit})


@pytest.mark.parametrize(
    ("start", "given_time", "due"),
    [
        ("2025-06-30 10:00", "4 working-hours", "2025-06-30 16:30"),  # over noon
        ("2025-06-30 10:00", "2 working-hours", "2025-06-30 12:00"),  # to the minute of closing
        ("2025-06-30 12:00", "1 working-hours", "2025-06-30 15:30"),
        ("2025-06-27 17:00", "1 working-hours", "2025-06-30 09:00"),  # over a weekend
        ("2025-06-29 23:59", "1 working-hours", "2025-06-30 09:30"),  # on a Sunday night
        ("2025-01-24 17:00", "1 working-hours", "2025-01-26 09:00"),  # a Sunday that is made up for
        ("2025-01-27 17:00", "1 working-hours", "2025-02-05 09:00"),  # over the Spring Festival
        ("2025-06-30 10:00", "1 working-days", "2025-07-01 17:30"),  # across months
        ("2025-06-30 23:59", "1 working-days", "2025-07-01 17:30"),
        ("2025-06-27 09:00", "5 working-days", "2025-07-04 17:30"),
        ("2025-06-28 09:00", "1 working-days", "2025-06-30 17:30"),  # begun on a Saturday
        ("2025-01-24 09:00", "3 working-days", "2025-02-05 17:30"),  # Sunday 26, Monday 27, then the festival
        ("2025-02-07 09:00", "1 working-days", "2025-02-08 17:30"),  # a made-up Saturday
        ("2025-04-25 09:00", "2 working-days", "2025-04-28 17:30"),  # a made-up Sunday
        ("2024-12-31 09:00", "1 working-days", "2025-01-02 17:30"),  # across years
        ("2025-09-26 09:00", "5 working-days", "2025-10-10 17:30"),  # 28, 29, 30 September, 9 and 10 October
        ("2024-02-28 09:00", "2 working-days", "2024-03-01 17:30"),  # a leap day
        ("2025-06-28 22:00", "4 urgent-hours", "2025-06-29 02:00"),
        ("2025-01-29 23:59", "1 hours", "2025-01-30 00:59"),
        ("2025-06-30 10:00", "24 hours", "2025-07-01 10:00"),
        ("2025-06-28 10:00", "0 days", "2025-06-28 23:59:59"),  # the same day, also a Saturday
        ("2025-06-30 10:00", "15 days", "2025-07-15 23:59:59"),
        ("2025-06-30 23:59", "1 days", "2025-07-01 23:59:59"),
        ("2025-06-30 10:00", "5 days", "2025-07-07 23:59:59"),  # the last day is a Saturday
        ("2025-01-22 10:00", "7 days", "2025-02-05 23:59:59"),  # the last day is New Year's Day
    ],
)
def test_a_limit_ends_where_the_calendar_says(calendar: WorkingCalendar, start: str, given_time: str, due: str) -> None:
    assert calendar.due(local(start), limit(given_time)).at == local(due)


def test_a_moment_in_utc_is_counted_in_the_business_zone(calendar: WorkingCalendar) -> None:
    late_evening_in_foshan = datetime(2025, 6, 30, 15, 59, tzinfo=UTC)

    assert calendar.due(late_evening_in_foshan, limit("1 days")).at == local("2025-07-01 23:59:59")


@given(minutes_of_2025, st.integers(1, 60))
def test_working_hours_agree_with_looking_at_every_minute(start: datetime, hours: int) -> None:
    found = CALENDAR.due(start.replace(tzinfo=BUSINESS_ZONE), TimeLimit(amount=hours, unit="working-hours")).at

    assert found.replace(tzinfo=None) == oracle.after_working_minutes(start, hours * 60)


@given(minutes_of_2025, st.integers(1, 40))
def test_working_days_agree_with_looking_at_every_day(start: datetime, days: int) -> None:
    found = CALENDAR.due(start.replace(tzinfo=BUSINESS_ZONE), TimeLimit(amount=days, unit="working-days")).at

    assert found.replace(tzinfo=None) == oracle.after_working_days(start, days)


@given(minutes_of_2025, st.integers(0, 20 * 24 * 60))
def test_open_time_agrees_with_looking_at_every_minute(start: datetime, minutes: int) -> None:
    end = start + timedelta(minutes=minutes)
    found = CALENDAR.open_time(start.replace(tzinfo=BUSINESS_ZONE), end.replace(tzinfo=BUSINESS_ZONE), "working-hours")

    assert found == timedelta(minutes=oracle.counted_minutes(start, end))


@given(moments, pauses, st.sampled_from(UNITS), st.integers(1, 90))
def test_a_later_start_never_ends_earlier(start: datetime, wait: timedelta, unit: LimitUnit, amount: int) -> None:
    given_time = TimeLimit(amount=amount, unit=unit)

    assert start < CALENDAR.due(start, given_time).at <= CALENDAR.due(start + wait, given_time).at


@given(moments, st.sampled_from(UNITS), st.integers(1, 90), st.integers(0, 30))
def test_more_time_never_ends_earlier(start: datetime, unit: LimitUnit, amount: int, more: int) -> None:
    shorter, longer = TimeLimit(amount=amount, unit=unit), TimeLimit(amount=amount + more, unit=unit)

    assert CALENDAR.due(start, shorter).at <= CALENDAR.due(start, longer).at


@given(moments, st.sampled_from((*HOURLY, "working-days")), st.integers(1, 60), st.integers(1, 60))
def test_two_limits_after_another_are_one_of_both(start: datetime, unit: LimitUnit, first: int, second: int) -> None:
    in_two = CALENDAR.due(
        CALENDAR.due(start, TimeLimit(amount=first, unit=unit)).at, TimeLimit(amount=second, unit=unit)
    ).at

    assert in_two == CALENDAR.due(start, TimeLimit(amount=first + second, unit=unit)).at


@given(moments, st.sampled_from(UNITS), st.integers(1, 60), pauses, pauses)
def test_a_pause_never_shortens_and_leaves_what_was_left(
    start: datetime, unit: LimitUnit, amount: int, before: timedelta, length: timedelta
) -> None:
    due = CALENDAR.due(start, TimeLimit(amount=amount, unit=unit)).at
    paused = start + before

    shifted = CALENDAR.shifted(due, unit, paused, paused + length).at

    assert shifted >= due
    left = CALENDAR.open_time(paused, due, unit)
    assert CALENDAR.open_time(paused + length, shifted, unit) == left or shifted == due


@given(moments, st.sampled_from(UNITS), st.integers(1, 60), pauses)
def test_a_longer_pause_never_ends_earlier(start: datetime, unit: LimitUnit, amount: int, length: timedelta) -> None:
    due = CALENDAR.due(start, TimeLimit(amount=amount, unit=unit)).at
    short = CALENDAR.shifted(due, unit, start, start + length).at

    assert short <= CALENDAR.shifted(due, unit, start, start + length + timedelta(hours=3)).at


def test_a_deadline_that_had_passed_is_not_saved_by_a_pause(calendar: WorkingCalendar) -> None:
    due = local("2025-06-30 12:00")

    assert calendar.shifted(due, "working-hours", local("2025-06-30 15:00"), local("2025-07-04 15:00")).at == due


def test_a_pause_over_a_weekend_costs_no_working_time(calendar: WorkingCalendar) -> None:
    due = calendar.due(local("2025-06-26 09:00"), limit("3 working-days")).at

    assert calendar.shifted(due, "working-days", local("2025-06-27 17:30"), local("2025-06-30 08:30")).at == due


@given(moments, st.sampled_from(UNITS), st.integers(1, 40))
def test_a_reminder_comes_so_much_time_before_the_deadline(start: datetime, unit: LimitUnit, amount: int) -> None:
    due = CALENDAR.due(start, TimeLimit(amount=amount, unit=unit)).at
    reminded = CALENDAR.before(due, TimeLimit(amount=amount, unit=unit))

    expected = amount * {"working-days": timedelta(hours=6.5), "days": timedelta(days=1)}.get(unit, timedelta(hours=1))
    assert CALENDAR.open_time(reminded, due, unit) == expected


def test_the_last_working_day_begins_with_its_opening(calendar: WorkingCalendar) -> None:
    assert calendar.before(local("2025-06-30 17:30"), limit("1 working-days")) == local("2025-06-30 08:30")
    assert calendar.before(local("2025-06-30 17:30"), limit("2 working-days")) == local("2025-06-27 08:30")


def test_alerts_escalate_by_the_same_calendar(calendar: WorkingCalendar) -> None:
    since = to_epoch(local("2025-01-27 17:00"))

    assert calendar.after(since, 3600) == to_epoch(local("2025-02-05 09:00"))
    assert calendar.after(since, 0) == since


def test_offices_are_open_in_office_hours_of_working_days(calendar: WorkingCalendar) -> None:
    asked = ("2025-06-30 08:30", "2025-06-30 12:00", "2025-06-30 17:29", "2025-06-29 10:00", "2025-01-26 10:00")

    assert [calendar.is_open(local(moment)) for moment in asked] == [True, False, True, False, True]


def test_a_year_that_is_not_announced_says_so() -> None:
    with pytest.raises(YearUnknown) as unknown:
        ChineseDays().works(date(2199, 1, 4))

    assert (unknown.value.code, unknown.value.year) == ("year-unknown", 2199)


def test_in_an_unknown_year_weekends_are_free_and_the_deadline_is_marked(calendar: WorkingCalendar) -> None:
    friday = local("2199-10-04 09:00")

    found = calendar.due(friday, limit("1 working-days"))

    assert (found.at, found.guessed) == (local("2199-10-07 17:30"), True)
    assert not calendar.due(local("2025-06-30 10:00"), limit("1 working-days")).guessed
    assert not calendar.due(friday, limit("4 hours")).guessed


def test_a_deadline_that_reaches_into_an_unknown_year_is_marked(calendar: WorkingCalendar) -> None:
    last_known = max(year for year in range(2020, 2100) if not calendar.guesses(
        datetime(year, 6, 1, tzinfo=UTC), datetime(year, 6, 2, tzinfo=UTC), "days"))  # fmt: skip

    assert calendar.due(datetime(last_known, 12, 30, tzinfo=UTC), limit("20 working-days")).guessed


def test_a_city_that_never_opens_has_no_deadlines(calendar: WorkingCalendar) -> None:
    class Never:
        def works(self, day: date) -> bool:
            return False

    for given_time in ("1 working-days", "1 working-hours"):
        with pytest.raises(NeverOpen):
            WorkingCalendar(Never(), calendar.hours).due(local("2025-06-30 10:00"), limit(given_time))


@pytest.mark.parametrize(
    "hours",
    [
        {"working": []},
        {"working": ["12:00-08:30"]},
        {"working": ["8:30-12:00"]},
        {"working": ["08:30-25:00"]},
        {"working": ["08:30-12:00", "11:00-17:30"]},
    ],
)
def test_hours_that_cannot_be_are_refused(hours: dict[str, list[str]]) -> None:
    with pytest.raises(ValueError, match="working"):
        CountingHours.model_validate(hours)
