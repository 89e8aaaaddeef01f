"""One incident: where it is, what belongs to it, what happened, and whether the city is in wartime mode over it."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.alerts.alert_list import alert_list
from components.alerts.incident_view import IncidentView, called_panel, incident_actions_panel, incident_head
from components.alerts.timeline import alert_timeline_list
from components.framework.live import live
from components.framework.page import LiveFragment, Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.maps.big_map import big_map, map_now
from components.tasks.task_list import dispatch_button, new_href, task_list
from queries.alerts import AlertQueries, number_in
from queries.request_context import RequestContext
from queries.tasks import TaskQueries


def layout(view: View, context: RequestContext, incident: str) -> Screen:
    """The incident. NoSuchScreen, OutOfScope."""
    queries = AlertQueries(context)
    seen = queries.incident(view, incident)
    where = big_map(view, queries.incident_map(view, seen), MAP)
    return Screen(
        seen.title,
        [
            html.P(html.A(view.translate("alert.title"), href=view.href("/alerts")), className="crumbs"),
            live(view, HEAD, incident_head(view, seen)),
            html.Div(
                className="incident-page",
                children=[
                    html.Div(
                        [
                            incident_actions_panel(view, seen),
                            panel(view.translate("alert.map"), where),
                            live(view, CALLED, called_panel(view, seen.called)),
                        ],
                        className="column",
                    ),
                    html.Div(
                        [live(view, MEMBERS, _members(view, seen)), live(view, TASKS, tasks(view, context, incident))]
                    ),
                    live(view, STORY, _happened(view, seen), className="alert-told"),
                ],
            ),
        ],
    )


def tasks(view: View, context: RequestContext, incident: str) -> Component:
    """What was sent about it, and the button that sends more."""
    number = str(number_in(incident))
    found = TaskQueries(context).about(view, "incident", number)
    send = None
    if context.actor.may("task.dispatch"):
        send = dispatch_button(view, new_href(view, incident=number), False, view.translate("incident.this"))
    return panel(view.translate("task.panel"), task_list(view, found), aside=send)


def head(view: View, context: RequestContext, incident: str) -> list[Component]:
    """What it is, how grave, since when; in wartime mode what was declared, and the next deadlines."""
    return incident_head(view, AlertQueries(context).incident(view, incident))


def called(view: View, context: RequestContext, incident: str) -> Component:
    """The duty levels that were called, each with the alert that it was called for."""
    return called_panel(view, AlertQueries(context).incident(view, incident).called)


def members(view: View, context: RequestContext, incident: str) -> Component:
    """Its alerts: what leads, then the gravest that are on."""
    return _members(view, AlertQueries(context).incident(view, incident))


def _members(view: View, seen: IncidentView) -> Component:
    return panel(view.translate("incident.members"), alert_list(view, seen.alerts))


def happened(view: View, context: RequestContext, incident: str) -> Component:
    """Everything that happened, the newest first."""
    return _happened(view, AlertQueries(context).incident(view, incident))


def _happened(view: View, seen: IncidentView) -> Component:
    return panel(view.translate("alert.story"), alert_timeline_list(view, seen.happened))


def incident_map(view: View, context: RequestContext, incident: str) -> Component:
    """Where it is, and what belongs to it."""
    queries = AlertQueries(context)
    return map_now(view, queries.incident_map(view, queries.incident(view, incident)))


FOLLOWS = frozenset({"alerts"})
HEAD = LiveFragment("incident-head", head, FOLLOWS)
MEMBERS = LiveFragment("incident-members", members, FOLLOWS)
STORY = LiveFragment("incident-story", happened, FOLLOWS)
CALLED = LiveFragment("incident-told", called, FOLLOWS)
TASKS = LiveFragment("incident-tasks", tasks, frozenset({"tasks"}))
MAP = LiveFragment("incident-map", incident_map, FOLLOWS)
PAGE = Page(
    "incident",
    "/incidents/<incident>",
    layout,
    parts=(HEAD, MEMBERS, STORY, CALLED, TASKS, MAP),
    kept=False,
)
