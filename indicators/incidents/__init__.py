"""Incidents: alerts that share a cause, near one another in place and time, and the response (战时) to them."""

from indicators.incidents.correlation import AlertingConfig, Grouped, attach, close_when_over, gather, promote, settle
from indicators.incidents.emergency_response import (
    INCIDENT_TRANSITIONS,
    Deadlines,
    IncidentApplied,
    IncidentContext,
    IncidentPayload,
    IncidentTransition,
    deadlines,
)
from indicators.incidents.incident import INCIDENT_STATES, Declaration, Incident, IncidentState, Member

__all__ = [
    "INCIDENT_STATES",
    "INCIDENT_TRANSITIONS",
    "AlertingConfig",
    "Deadlines",
    "Declaration",
    "Grouped",
    "Incident",
    "IncidentApplied",
    "IncidentContext",
    "IncidentPayload",
    "IncidentState",
    "IncidentTransition",
    "Member",
    "attach",
    "close_when_over",
    "deadlines",
    "gather",
    "promote",
    "settle",
]
