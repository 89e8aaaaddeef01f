"""One alert: how it stands, what to do, the warning that it would be, the sign around it, and its whole story."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.alerts.alert_chart import chart_panel
from components.alerts.alert_list import AlertLine, alert_list
from components.alerts.alert_view import alert_actions_panel, alert_facts, alert_head, alert_warning
from components.alerts.timeline import TimelineEntry, alert_timeline_list
from components.framework.live import live
from components.framework.page import LiveFragment, Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.tasks.task_list import task_list
from queries.alerts import AlertQueries
from queries.request_context import RequestContext
from queries.tasks import TaskQueries
from queries.unavailable import greyed


def layout(view: View, context: RequestContext, alert: str) -> Screen:
    """The whole story. NoSuchScreen, OutOfScope."""
    queries = AlertQueries(context)
    page = queries.alert_page(view, alert)
    seen = page.alert
    return Screen(
        seen.title,
        [
            html.P(html.A(view.translate("alert.title"), href=view.href("/alerts")), className="crumbs"),
            html.H1(seen.title),
            html.Div(
                className="alert-page",
                children=[
                    html.Div(
                        [
                            live(view, NOW, alert_head(view, seen), className="alert-now"),
                            alert_actions_panel(view, seen, page.acts),
                            live(view, TASKS, tasks(view, context, str(seen.line.id))),
                            live(view, ABOUT, alert_facts(view, page.facts)),
                        ],
                        className="column",
                    ),
                    html.Div(
                        [
                            live(view, CHART, chart(view, context, alert)),
                            alert_warning(view, page.warning),
                            live(view, RELATED, _related(view, queries.related(view, seen.line))),
                        ]
                    ),
                    live(view, STORY, _happened(view, page.happened), className="alert-told"),
                ],
            ),
        ],
    )


def now(view: View, context: RequestContext, alert: str) -> Component:
    """How it stands, large."""
    return alert_head(view, AlertQueries(context).alert(view, alert))


def about(view: View, context: RequestContext, alert: str) -> Component:
    """What belongs to it: steps, people, incident, device."""
    return alert_facts(view, AlertQueries(context).alert_facts(view, alert))


@greyed
def chart(view: View, context: RequestContext, alert: str) -> Component:
    """The sign around it."""
    queries = AlertQueries(context)
    return chart_panel(view, queries.chart(view, queries.alert(view, alert).line))


def tasks(view: View, context: RequestContext, alert: str) -> Component:
    """What was sent about it."""
    number = AlertQueries(context).alert(view, alert).line.id
    return panel(view.translate("alert.tasks"), task_list(view, TaskQueries(context).about(view, "alert", str(number))))


def related(view: View, context: RequestContext, alert: str) -> Component:
    """The other alerts of its incident that one may see."""
    queries = AlertQueries(context)
    return _related(view, queries.related(view, queries.alert(view, alert).line))


def _related(view: View, lines: Sequence[AlertLine]) -> Component:
    return panel(view.translate("alert.related"), alert_list(view, lines, "alert.related.none"))


def happened(view: View, context: RequestContext, alert: str) -> Component:
    """Everything that happened to it, the newest first."""
    return _happened(view, AlertQueries(context).alert_log(view, alert))


def _happened(view: View, log: Sequence[TimelineEntry]) -> Component:
    return panel(view.translate("alert.story"), alert_timeline_list(view, log))


FOLLOWS = frozenset({"alerts"})
NOW = LiveFragment("alert-now", now, FOLLOWS)
ABOUT = LiveFragment("alert-about", about, FOLLOWS)
CHART = LiveFragment("alert-chart", chart, FOLLOWS)
STORY = LiveFragment("alert-story", happened, FOLLOWS)
TASKS = LiveFragment("alert-tasks", tasks, frozenset({"tasks"}))
RELATED = LiveFragment("alert-related", related, FOLLOWS)
PAGE = Page("alert", "/alerts/<alert>", layout, parts=(NOW, TASKS, ABOUT, CHART, STORY, RELATED), kept=False)
