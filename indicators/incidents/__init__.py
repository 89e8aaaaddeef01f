"""Incidents: alerts that share a cause, near one another in place and time, and the response (战时) to them."""

from indicators.incidents.correlation import (
    AlertingConfig,
    IncidentUpdate,
    attach,
    close_when_over,
    correlate,
    make_root,
    update_incident,
)
from indicators.incidents.emergency_response import (
    INCIDENT_TRANSITIONS,
    IncidentApplied,
    IncidentContext,
    IncidentPayload,
    IncidentTransition,
    ResponseDeadlines,
    deadlines,
)
from indicators.incidents.incident import INCIDENT_STATES, Declaration, Incident, IncidentMember, IncidentState

__all__ = [
    "INCIDENT_STATES",
    "INCIDENT_TRANSITIONS",
    "AlertingConfig",
    "Declaration",
    "Incident",
    "IncidentApplied",
    "IncidentContext",
    "IncidentMember",
    "IncidentPayload",
    "IncidentState",
    "IncidentTransition",
    "IncidentUpdate",
    "ResponseDeadlines",
    "attach",
    "close_when_over",
    "correlate",
    "deadlines",
    "make_root",
    "update_incident",
]
