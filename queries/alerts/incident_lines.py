"""Incidents of any screen: read through a desk, drawn as a compact list."""

from __future__ import annotations

from dash.development.base_component import Component

from components.alerts.incident_list import IncidentLine, incident_list
from components.framework.view import View
from data.operations.alerts.incidents import open_incidents
from indicators.incidents import Incident
from queries.alerts.alert_lines import cause_name, level_of, local, region_name
from queries.request_context import RequestContext

SHOWN = 8


def open_incidents_here(view: View, desk: RequestContext, limit: int = SHOWN) -> Component:
    """The incidents whose trouble is on, or that are in wartime mode: those first, then the gravest."""
    with desk.operations.reading() as connection:
        found = open_incidents(connection, desk.scope, desk.grounds)
    pressing = [incident for incident in found if incident.wartime or incident.level]
    return incident_list(view, [line_of(view, desk, incident) for incident in pressing[:limit]])


def line_of(view: View, desk: RequestContext, incident: Incident) -> IncidentLine:
    """An incident as a line."""
    return IncidentLine(
        incident.id,
        level_of(incident.level),
        title_of(view, desk, incident),
        region_name(view, desk, region_of(desk, incident)),
        incident.state,
        len(incident.members),
        sum(member.live for member in incident.members),
        local(incident.opened_at),
    )


def region_of(desk: RequestContext, incident: Incident) -> int:
    """Where it is: its own region or, where that is nothing for the visitor, that of the first member they may see."""
    regions = [incident.region, *(member.region for member in incident.members)]
    return next((region for region in regions if desk.scope.permits(region)), desk.home)


def title_of(view: View, desk: RequestContext, incident: Incident) -> str:
    """What it is called: its cause, or the sign that leads it."""
    lead = next((member.sign for member in incident.members if member.alert == incident.lead), "")
    return cause_name(view, desk, incident.cause, lead)
