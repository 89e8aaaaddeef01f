"""A clock that tests turn by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@dataclass
class Turned:
    """Stands still until it is turned."""

    moment: datetime = START

    def now(self) -> datetime:
        """The moment it was turned to."""
        return self.moment

    def turn(self, **by: float) -> None:
        """Turn it forward: turn(minutes=5)."""
        self.moment += timedelta(**by)
