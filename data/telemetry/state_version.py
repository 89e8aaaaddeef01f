"""The picture of now: how often it has changed, and whether anybody still draws it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select, true

from data.telemetry.batches import feed_facts
from data.telemetry.tables import feed, live
from indicators.liveness import MONITOR_SILENT, FeedFact

_LOOK = select(live.c.version, live.c.looked_at)
_WITH_FEEDS = (  # asked at every request: one statement, built once
    select(live.c.version, live.c.looked_at, feed.c.id, feed.c.every, feed.c.last_at)
    .select_from(live.outerjoin(feed, true()))
    .order_by(feed.c.id)
)


@dataclass(frozen=True)
class MonitorProgress:
    """How often the picture has changed, when the monitor looked last (None: never), and who brings readings."""

    version: int
    looked_at: int | None
    feeds: tuple[FeedFact, ...]

    def beat(self, now: int) -> int:
        """What `change_version_of` tells."""
        return 0 if self.looked_at is None else 2 * self.version + is_late(self.looked_at, now)


def look_of(connection: Connection) -> MonitorProgress:
    """All that a request asks of the readings to know what has changed, and whether it is of now."""
    rows = connection.execute(_WITH_FEEDS).all()
    if not rows:  # no monitor has looked yet: there may be feeds all the same
        return MonitorProgress(0, None, feed_facts(connection))
    feeds = tuple(FeedFact(row.id, row.every, row.last_at) for row in rows if row.id is not None)
    return MonitorProgress(rows[0].version, rows[0].looked_at, feeds)


def version_of(connection: Connection) -> int:
    """How often the picture has changed so far; 0 before the first."""
    found: int | None = connection.execute(select(live.c.version)).scalar()
    return found or 0


def change_version_of(connection: Connection, now: int) -> int:
    """A number that differs whenever the picture has changed, and when the watch falls silent or comes back."""
    row = connection.execute(_LOOK).one_or_none()
    return 0 if row is None else 2 * row.version + is_late(row.looked_at, now)


def is_late(looked_at: int | None, now: int) -> bool:
    """Whether the watch has not looked for so long that what it said may no longer hold."""
    return looked_at is None or now - looked_at > MONITOR_SILENT
