"""Incidents as stored: who may see some regions sees of an incident what lies there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select

from data.core.scope import OutOfScope, Scope, required
from data.operations.alerts.alert_rows import incident_of, member_of
from data.operations.alerts.alert_tables import alert as alerts
from data.operations.alerts.alert_tables import incident as incidents
from data.operations.alerts.alert_tables import incident_log
from data.operations.alerts.repository import AlertMissing, alerts_of_incidents, entries
from indicators.alerts import Alert, AlertLogEntry
from indicators.incidents import AlertingConfig, Incident, IncidentMember


@dataclass(frozen=True)
class IncidentTimeline:
    """An incident with its alerts and everything that happened to it, as far as somebody may see it."""

    incident: Incident
    alerts: tuple[Alert, ...]
    log: tuple[AlertLogEntry, ...]
    whole: bool = True  # nothing of it lies outside of what they may see


def open_incidents(connection: Connection, scope: Scope, grounds: AlertingConfig) -> tuple[Incident, ...]:
    """Every incident of the scope that is not closed: wartime first, then the gravest, then the newest."""
    allowed = required(scope)
    found = [_seen(each, allowed, grounds) for each in _read(connection, incidents.c.state != "closed")]
    known = [incident for incident in found if incident is not None]
    return tuple(sorted(known, key=lambda i: (not i.wartime, -i.level, -i.opened_at, -i.id)))


def one_incident(connection: Connection, scope: Scope, number: int, grounds: AlertingConfig) -> Incident:
    """An incident by its id. AlertMissing when there is none, or nothing of it may be seen."""
    required(scope)
    found = _read(connection, incidents.c.id == number)
    seen = _seen(found[0], scope, grounds) if found else None
    if seen is None:
        raise AlertMissing(f"there is no incident {number}")
    return seen


def whole_incident(connection: Connection, scope: Scope, number: int, grounds: AlertingConfig) -> Incident:
    """An incident for somebody who sees all of it. AlertMissing; OutOfScope when some of it lies outside."""
    one_incident(connection, scope, number, grounds)
    whole = one_incident(connection, Scope.everything(), number, grounds)
    outside = [member.region for member in whole.members if not scope.permits(member.region)]
    if outside:
        raise OutOfScope(outside[0])
    return whole


def incident_timeline(connection: Connection, scope: Scope, number: int, grounds: AlertingConfig) -> IncidentTimeline:
    """An incident with its alerts and log. AlertMissing.

    Of the log, who does not see all alerts is not shown what the others did.
    """
    incident = one_incident(connection, scope, number, grounds)
    members = alerts_of_incidents(connection, [number])
    seen = {member.alert for member in incident.members}
    log = entries(connection, incident_log, number)
    whole = len(seen) == len(members)
    if not whole:
        log = tuple(event for event in log if _shown(event, seen))
    return IncidentTimeline(incident, tuple(alert for alert in members if alert.id in seen), log, whole)


def _read(connection: Connection, condition: ColumnElement[bool]) -> list[Incident]:
    rows = list(connection.execute(select(incidents).where(condition).order_by(incidents.c.id)).mappings())
    members: dict[int, list[IncidentMember]] = {row["id"]: [] for row in rows}
    for row in connection.execute(_members(list(members))).mappings():
        members[row["incident"]].append(member_of(row))
    return [incident_of(row, tuple(members[row["id"]])) for row in rows]


def _members(numbers: list[int]) -> Select[Any]:
    """What incidents know of their alerts: fewer columns than an alert has, for there may be thousands."""
    names = ("incident", "id", "sign", "place", "region", "level", "state", "raised_at", "echo")
    return select(*(alerts.c[name] for name in names)).where(alerts.c.incident.in_(numbers)).order_by(alerts.c.id)


def _seen(incident: Incident, scope: Scope, grounds: AlertingConfig) -> Incident | None:
    return incident.seen_within(scope.permits, grounds.cause(incident.cause).rank)


def _shown(event: AlertLogEntry, seen: set[int]) -> bool:
    if event.kind == "lead-changed":
        return {event.before, event.after} <= {str(number) for number in seen}
    return event.alert is None or event.alert in seen
