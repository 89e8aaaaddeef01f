"""Moments of a week in June 2025, and a plain calendar of who works when."""

from collections.abc import Callable
from dataclasses import dataclass

from indicators.alerts import Alert, AlertLogEntry, AlertRules, SignReading, observe

MONDAY_NINE = 1_750_640_400  # 2025-06-23 09:00 in Foshan
MINUTE, HOUR = 60, 3600
DAY = 24 * HOUR
Read = Callable[..., SignReading]
Raise = Callable[..., Alert]


def observed(alert: Alert | None, reading: SignReading, rules: AlertRules) -> tuple[Alert, tuple[AlertLogEntry, ...]]:
    """The alert after a reading that must leave one, and what happened."""
    found, events = observe(alert, reading, rules)
    assert found is not None
    return found, events


@dataclass(frozen=True)
class OfficeHours:
    """Monday to Friday, nine to five, local time."""

    offset: int = 8 * HOUR

    def after(self, since: int, seconds: int) -> int:
        """When so many working seconds have passed."""
        moment, left = since, seconds
        while left > 0:
            day, second = divmod(moment + self.offset, DAY)
            works = (day + 3) % 7 < 5 and 9 * HOUR <= second < 17 * HOUR
            step = min(left, 17 * HOUR - second) if works else (9 * HOUR - second) % DAY or DAY
            left -= step if works else 0
            moment += step
        return moment
