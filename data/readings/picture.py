"""The picture of now, and how often it has changed."""

from __future__ import annotations

from sqlalchemy import Connection, select

from data.readings.tables import live


def version_of(connection: Connection) -> int:
    """How often the picture has changed so far; 0 before the first."""
    found: int | None = connection.execute(select(live.c.version)).scalar()
    return found or 0
