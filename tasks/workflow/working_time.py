"""How long people have: limits in working hours, working days, urgent hours and natural time, counted on a calendar.

A limit in days does not count the day on which it begins and ends with its last day (Civil Code, arts. 201 and 203):
working days with the close of business, natural days at midnight, or at the end of the next working day when the last
one is a holiday. A limit in hours begins at once: working hours pass while offices are open, urgent hours in the hours
the city sets for emergencies (all day by default), natural hours always.

All moments are aware; results are in the business zone. Nothing here knows what time it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from data.core.clock import BUSINESS_ZONE, from_epoch, to_epoch
from tasks.workflow.limits import CountingHours, TimeLimit

FURTHEST = 4000  # days that are looked through for enough open time: a calendar that never opens is no calendar
_DAY = timedelta(days=1)


class YearUnknown(LookupError):
    """The holidays of a year are not known."""

    code = "year-unknown"

    def __init__(self, year: int) -> None:
        super().__init__(f"the working days of {year} are not known")
        self.year = year


class NeverOpen(ValueError):
    """A calendar has no open time for years."""

    code = "never-open"


class WorkingDays(Protocol):
    """Which days are worked on."""

    def works(self, day: date) -> bool:
        """Whether offices are open on a day. YearUnknown where that is not known."""
        ...


@dataclass(frozen=True)
class Deadline:
    """A deadline; `guessed` when it rests on a year whose holidays are not known, where weekends are taken as free."""

    at: datetime
    guessed: bool = False


@dataclass(frozen=True)
class WorkingCalendar:
    """Days and hours together: what deadlines are counted on."""

    days: WorkingDays
    hours: CountingHours

    def due(self, start: datetime, limit: TimeLimit) -> Deadline:
        """When a limit that begins at `start` is over."""
        start = start.astimezone(BUSINESS_ZONE)
        if limit.unit == "working-days":
            at = self._close_of(self._nth_working_day(start.date(), limit.amount))
        elif limit.unit == "days":
            at = self._end_of_natural_day(start.date(), limit.amount)
        else:
            at = self._later(start, limit.unit, timedelta(hours=limit.amount))
        return Deadline(at, self.guesses(start, at, limit.unit))

    def shifted(self, due: datetime, unit: str, paused: datetime, resumed: datetime) -> Deadline:
        """A deadline after a pause: what was left at its beginning is left at its end. One that had passed stays."""
        due = due.astimezone(BUSINESS_ZONE)
        if paused >= due:
            return Deadline(due)
        at = self._later(resumed.astimezone(BUSINESS_ZONE), unit, self.open_time(paused, due, unit))
        return Deadline(max(at, due), self.guesses(paused, at, unit))

    def before(self, due: datetime, limit: TimeLimit) -> datetime:
        """The moment at which a limit is left until `due`: for reminders."""
        due = due.astimezone(BUSINESS_ZONE)
        if limit.unit == "working-days":
            return self._earlier(due, limit.unit, limit.amount * self.hours.working_day)
        if limit.unit == "days":
            return due - limit.amount * _DAY
        return self._earlier(due, limit.unit, timedelta(hours=limit.amount))

    def open_time(self, start: datetime, end: datetime, unit: str) -> timedelta:
        """How much of the time from `start` to `end` counts for a unit; none when `end` is the earlier."""
        start, end = start.astimezone(BUSINESS_ZONE), end.astimezone(BUSINESS_ZONE)
        if unit in {"hours", "days"}:
            return max(end - start, timedelta())
        total, day = timedelta(), start.date()
        while day <= end.date():
            for opens, closes in self._spans(day, unit):
                total += max(min(closes, end) - max(opens, start), timedelta())
            day += _DAY
        return total

    def after(self, since: int, seconds: int) -> int:
        """The moment at which so many working seconds have passed since a moment; both UTC epoch seconds.

        With this a calendar is one that alerts escalate by (indicators.alerts).
        """
        return to_epoch(
            self._later(from_epoch(since).astimezone(BUSINESS_ZONE), "working-hours", timedelta(0, seconds))
        )

    def works(self, day: date) -> bool:
        """Whether a day is worked on; of a year that is not known, the weekdays."""
        try:
            return self.days.works(day)
        except YearUnknown:
            return day.weekday() < 5

    def is_open(self, moment: datetime) -> bool:
        """Whether offices are open at a moment."""
        local = moment.astimezone(BUSINESS_ZONE)
        return any(opens <= local < closes for opens, closes in self._spans(local.date(), "working-hours"))

    def guesses(self, start: datetime, end: datetime, unit: str) -> bool:
        """Whether counting from one moment to another rests on a year that is not known."""
        if unit in {"hours", "urgent-hours"}:
            return False
        first, last = sorted((start.astimezone(BUSINESS_ZONE).year, end.astimezone(BUSINESS_ZONE).year))
        return not all(self._knows(year) for year in range(first, last + 1))

    def _knows(self, year: int) -> bool:
        try:
            self.days.works(date(year, 1, 4))
        except YearUnknown:
            return False
        return True

    def _spans(self, day: date, unit: str) -> Iterator[tuple[datetime, datetime]]:
        """The open times of a day for a unit, in order."""
        if unit in {"hours", "days"}:
            yield _at(day, 0), _at(day, 24 * 60)
        elif unit == "urgent-hours" or self.works(day):
            for opens, closes in self.hours.urgent if unit == "urgent-hours" else self.hours.working:
                yield _at(day, opens), _at(day, closes)

    def _later(self, start: datetime, unit: str, length: timedelta) -> datetime:
        """The moment when so much open time has passed since `start`."""
        if not length:
            return start
        for day in _days_from(start.date(), _DAY):
            for opens, closes in self._spans(day, unit):
                begins = max(opens, start)
                if length <= closes - begins:
                    return begins + length
                length -= max(closes - begins, timedelta())
        raise NeverOpen(f"no {length} of open time within {FURTHEST} days after {start:%Y-%m-%d}")

    def _earlier(self, end: datetime, unit: str, length: timedelta) -> datetime:
        """The moment from which so much open time passes until `end`."""
        for day in _days_from(end.date(), -_DAY):
            for opens, closes in reversed(list(self._spans(day, unit))):
                ends = min(closes, end)
                if length <= ends - opens:
                    return ends - length
                length -= max(ends - opens, timedelta())
        raise NeverOpen(f"no {length} of open time within {FURTHEST} days before {end:%Y-%m-%d}")

    def _nth_working_day(self, start: date, number: int) -> date:
        for day in _days_from(start + _DAY, _DAY):
            number -= self.works(day)
            if not number:
                return day
        raise NeverOpen(f"not enough working days within {FURTHEST} days after {start}")

    def _close_of(self, day: date) -> datetime:
        return _at(day, self.hours.working[-1][1])

    def _end_of_natural_day(self, start: date, number: int) -> datetime:
        last = start + number * _DAY
        day = last if not number or self.works(last) else self._nth_working_day(last, 1)
        return datetime.combine(day, time(23, 59, 59), BUSINESS_ZONE)


def _at(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(0), BUSINESS_ZONE) + timedelta(minutes=minute)


def _days_from(day: date, step: timedelta) -> Iterator[date]:
    for number in range(FURTHEST):
        yield day + number * step
