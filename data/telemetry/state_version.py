"""The picture of now: how often it has changed, and whether anybody still draws it."""

from __future__ import annotations

from sqlalchemy import Connection, select

from data.telemetry.tables import live
from indicators.liveness import MONITOR_SILENT

_LOOK = select(live.c.version, live.c.looked_at)  # asked at every request: built once


def version_of(connection: Connection) -> int:
    """How often the picture has changed so far; 0 before the first."""
    found: int | None = connection.execute(select(live.c.version)).scalar()
    return found or 0


def beat_of(connection: Connection, now: int) -> int:
    """A number that differs whenever the picture has changed, and when the watch falls silent or comes back."""
    row = connection.execute(_LOOK).one_or_none()
    return 0 if row is None else 2 * row.version + is_late(row.looked_at, now)


def is_late(looked_at: int | None, now: int) -> bool:
    """Whether the watch has not looked for so long that what it said may no longer hold."""
    return looked_at is None or now - looked_at > MONITOR_SILENT
