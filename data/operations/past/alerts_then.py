"""Rows of alerts and incidents as they stood at a moment, replayed from their logs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, select

from data.operations.alerts.alert_rows import alert_of, alert_row, event_of, incident_of, incident_row
from data.operations.alerts.alert_tables import alert, alert_log, incident, incident_log
from indicators.alerts import Alert, AlertLogEntry
from indicators.alerts.replay import alert_then
from indicators.incidents import IncidentMember
from indicators.incidents.replay import incident_then

Rows = dict[Table, list[Mapping[str, Any]]]
Found = tuple[dict[int, list[AlertLogEntry]], list[Mapping[str, Any]]]


def alert_rows_then(connection: Connection, moment: int) -> Rows:
    """The rows of the four tables of alerts up to a moment (UTC epoch seconds)."""
    logged, entries = _log(connection, alert_log, moment)
    stored = connection.execute(select(alert).where(alert.c.raised_at <= moment).order_by(alert.c.id)).mappings()
    replayed = [alert_then(one, logged.get(one.id, ())) for one in map(alert_of, stored)]
    alerts = [one for one in replayed if one is not None]
    incidents, of_incidents = _incidents(connection, moment, alerts)
    return {
        alert: [{"id": one.id, **alert_row(one)} for one in alerts],
        alert_log: entries,
        incident: incidents,
        incident_log: of_incidents,
    }


def _incidents(connection: Connection, moment: int, alerts: list[Alert]) -> tuple[list[Mapping[str, Any]], Any]:
    whole, _ = _log(connection, incident_log, None)
    _, entries = _log(connection, incident_log, moment)
    members: dict[int, list[IncidentMember]] = defaultdict(list)
    for one in alerts:
        if one.incident is not None:
            members[one.incident].append(IncidentMember.of(one))
    rows: list[Mapping[str, Any]] = []
    for row in connection.execute(select(incident).where(incident.c.opened_at <= moment)).mappings():
        own = tuple(members[row["id"]])
        then = incident_then(incident_of(row, own), whole.get(row["id"], []), moment, own)
        if then is not None:
            rows.append({"id": then.id, **incident_row(then)})
    return rows, entries


def _log(connection: Connection, log: Table, moment: int | None) -> Found:
    """The entries of a log up to a moment (None: all) by their owner, and as rows."""
    owner = log.primary_key.columns[0]
    query = select(log).order_by(owner, log.c.no)
    rows = connection.execute(query if moment is None else query.where(log.c.at <= moment)).mappings().all()
    found: dict[int, list[AlertLogEntry]] = defaultdict(list)
    for row in rows:
        found[row[owner.name]].append(event_of(row))
    return found, [dict(row) for row in rows]
