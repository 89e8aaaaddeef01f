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


def open_incidents_here(view: View, context: RequestContext, limit: int = SHOWN) -> Component:
    """The incidents whose trouble is on, or that are in wartime mode: those first, then the gravest."""
    with context.operations.reading() as connection:
        found = open_incidents(connection, context.scope, context.grounds)
    pressing = [incident for incident in found if incident.wartime or incident.level]
    return incident_list(view, [line_of(view, context, incident) for incident in pressing[:limit]])


def line_of(view: View, context: RequestContext, incident: Incident) -> IncidentLine:
    """An incident as a line."""
    return IncidentLine(
        incident.id,
        level_of(incident.level),
        title_of(view, context, incident),
        region_name(view, context, region_of(context, incident)),
        incident.state,
        len(incident.members),
        sum(member.live for member in incident.members),
        local(incident.opened_at),
    )


def region_of(context: RequestContext, incident: Incident) -> int:
    """Where it is: its own region or, where that is nothing for the visitor, that of the first member they may see."""
    regions = [incident.region, *(member.region for member in incident.members)]
    return next((region for region in regions if context.scope.permits(region)), context.home)


def title_of(view: View, context: RequestContext, incident: Incident) -> str:
    """What it is called: its cause, or the sign that leads it."""
    lead = next((member.sign for member in incident.members if member.alert == incident.lead), "")
    return cause_name(view, context, incident.cause, lead)
