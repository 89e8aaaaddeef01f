"""The one place that knows what time it is. Whoever needs "now" is given a Clock."""

import re
import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

BUSINESS_ZONE = ZoneInfo("Asia/Shanghai")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?", re.ASCII)
DEMO_START = datetime(2025, 6, 30, 10, 0, tzinfo=BUSINESS_ZONE)


class Clock(Protocol):
    """Tells the present moment."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


@dataclass(frozen=True)
class WallClock:
    """Real time, for real deployments."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True)
class DemoClock:
    """Stands at `start` when it is made and runs on from there: six months before the plan's end."""

    start: datetime = DEMO_START
    _made: float = field(default_factory=time.monotonic)

    def now(self) -> datetime:
        return (self.start + timedelta(seconds=time.monotonic() - self._made)).astimezone(UTC)


@dataclass(frozen=True)
class FixedClock:
    """Always the same moment: for looking back (`as_of`) and for builders of demonstration data."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment.astimezone(UTC)


def business_day(moment: datetime) -> date:
    """The calendar day in the business zone (Asia/Shanghai)."""
    return moment.astimezone(BUSINESS_ZONE).date()


def parse_moment(text: str) -> datetime | None:
    """The moment behind an `as_of`: the last second of a day (2025-03-03), or a local time (2025-03-03T08:00).

    In the business zone; None for what the calendar does not know.
    """
    if not MOMENT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text if "T" in text else f"{text}T23:59:59").replace(tzinfo=BUSINESS_ZONE)
    except ValueError:
        return None


def to_epoch(moment: datetime) -> int:
    """Whole seconds since 1970 in UTC, the way times are stored. A naive moment is refused."""
    if moment.tzinfo is None:
        raise ValueError(f"a moment needs a time zone: {moment.isoformat()}")
    return int(moment.timestamp())


def from_epoch(seconds: int) -> datetime:
    """The stored time as an aware moment in UTC."""
    return datetime.fromtimestamp(seconds, UTC)
