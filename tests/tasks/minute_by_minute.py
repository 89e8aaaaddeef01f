"""Deadlines once more, by looking at every minute: the oracle for working time, with which it shares no code.

The holidays of 2025 are typed from the State Council's notice. Moments are naive local times.
"""

from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)
FREE = {
    "0101", "0128", "0129", "0130", "0131", "0201", "0202", "0203", "0204", "0404", "0405", "0406",
    "0501", "0502", "0503", "0504", "0505", "0531", "0601", "0602",
    "1001", "1002", "1003", "1004", "1005", "1006", "1007", "1008",
}  # fmt: skip
MADE_UP = {"0126", "0208", "0427", "0928", "1011"}


def is_worked(moment: datetime) -> bool:
    """Whether a day of 2025 is worked on."""
    day = f"{moment:%m%d}"
    return day in MADE_UP or (moment.isoweekday() <= 5 and day not in FREE)


def is_counted(moment: datetime) -> bool:
    """Whether the minute that begins now is one of office hours."""
    clock = f"{moment:%H:%M}"
    return is_worked(moment) and ("08:30" <= clock < "12:00" or "14:30" <= clock < "17:30")


def after_working_minutes(start: datetime, minutes: int) -> datetime:
    """When so many minutes of office hours are over."""
    while minutes:
        minutes -= is_counted(start)
        start += MINUTE
    return start


def after_working_days(start: datetime, days: int) -> datetime:
    """The close of the last of so many working days; the first day does not count."""
    noon = start.replace(hour=12, minute=0)
    while days:
        noon += timedelta(days=1)
        days -= is_worked(noon)
    return noon.replace(hour=17, minute=30)


def counted_minutes(start: datetime, end: datetime) -> int:
    """How many minutes of office hours lie between."""
    total = 0
    while start < end:
        total += is_counted(start)
        start += MINUTE
    return total
