"""The newest moment of the city's clock that something was recorded at.

Accounts, sessions and the audit have the time of the wall, and are left out.
"""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from data.operations.alerts.alert_tables import alert_log, incident_log
from data.operations.supervision.supervision_tables import matter_entry
from data.operations.tasks.task_tables import task_entry

LOGS = (alert_log, incident_log, task_entry, matter_entry)  # what people and rules do to the city is in one of these


def latest(connection: Connection) -> int | None:
    """Epoch seconds of the newest entry; None where nothing was ever recorded."""
    found = [connection.execute(select(func.max(log.c.at))).scalar() for log in LOGS]
    return max((int(at) for at in found if at is not None), default=None)
