"""Incidents: alerts that share a cause, near one another in place and time, and the response (战时) to them."""

from indicators.incidents.correlation import AlertingConfig, Grouped, attach, close_when_over, gather, promote, settle
from indicators.incidents.emergency_response import (
    Deadlines,
    Declaring,
    change_response,
    close_incident,
    deadlines,
    declare_wartime,
    report,
    stand_down,
)
from indicators.incidents.incident import INCIDENT_STATES, Declaration, Incident, IncidentState, Member

__all__ = [
    "INCIDENT_STATES",
    "AlertingConfig",
    "Deadlines",
    "Declaration",
    "Declaring",
    "Grouped",
    "Incident",
    "IncidentState",
    "Member",
    "attach",
    "change_response",
    "close_incident",
    "close_when_over",
    "deadlines",
    "declare_wartime",
    "gather",
    "promote",
    "report",
    "settle",
    "stand_down",
]
