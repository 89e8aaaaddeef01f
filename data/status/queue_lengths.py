"""How much waits to be worked on, by queue. Counts of rows, and nothing of what they hold."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from data.operations import Operations
from data.operations.notifications.notice_tables import outgoing
from data.telemetry import Readings
from data.telemetry.tables import arrival, live


def queue_lengths(operations: Operations, readings: Readings) -> dict[str, int]:
    """Notices on their way, notices given up, and deliveries of readings that the monitor has not looked at.

    The queues of a database that does not answer are left out.
    """
    found: dict[str, int] = {}
    with suppress(SQLAlchemyError), operations.reading() as connection:
        states = select(outgoing.c.state, func.count()).where(outgoing.c.state != "sent").group_by(outgoing.c.state)
        counts = {row[0]: int(row[1]) for row in connection.execute(states)}
        found |= {"notices_waiting": counts.get("waiting", 0), "notices_given_up": counts.get("dead", 0)}
    with suppress(SQLAlchemyError), readings.reading() as connection:
        seen = connection.execute(select(live.c.upto)).scalar() or 0
        found["deliveries_unseen"] = connection.execute(
            select(func.count()).select_from(arrival).where(arrival.c.no > seen)
        ).scalar_one()
    return found
