"""An incident in wartime mode: everything that those who lead the response need, until it is stood down."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.framework.view import View
from components.wall.alert_cards import AlertCard
from components.wall.frame import box, pane
from components.wall.incident import around, nearby_tiles
from components.wall.incident_scene import (
    incident_deadlines,
    incident_head,
    incident_log,
    incident_map,
    incident_tasks,
)
from components.wall.lead_sign import lead_sign, unknown_lead
from indicators.incidents import Incident
from queries.request_context import RequestContext
from queries.unavailable import greyed
from queries.wall import LeadSignQueries, NearbyQueries, WallIncidentQueries


def draw(view: View, context: RequestContext, incident: Incident) -> tuple[Component, list[Component]]:
    """The bar and the pane of an incident."""
    scene = WallIncidentQueries(context).scene(view, incident)
    nearby, lead = NearbyQueries(context), scene.lead
    surroundings = around(view, nearby.surroundings(view, lead))
    shown = pane(
        view.translate("wall.war.title"),
        incident_map(view, scene),
        _leading(view, LeadSignQueries(context), lead, scene.now),
        incident_log(view, scene),
        incident_tasks(view, scene),
        html.Div(
            className="wall-war-side",
            children=[incident_deadlines(view, scene), box(view.translate("wall.war.around"), surroundings)],
        ),
        nearby_tiles(view, nearby.signs(view, scene.incident, lead)),
        className="wall-war",
    )
    return incident_head(view, scene), [shown]


@greyed
def _leading(view: View, queries: LeadSignQueries, lead: AlertCard, now: int) -> Component:
    """The chart of the sign that drives it."""
    shown = queries.chart(view, lead, now)
    return unknown_lead(view, lead) if shown is None else lead_sign(view, shown)
