"""A district or town beside its peers: how it stands, where it is strong and weak, and what a year has changed."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.alerts.alert_list import alerts_panel
from components.framework.live import live
from components.framework.page import LiveFragment, Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.indicators.attention import attention_list
from components.leadership.peer_comparison import peer_comparison_panel
from components.leadership.region_functions import function_comparison
from components.leadership.region_head import neighbours_map, ranking, region_head
from components.leadership.region_navigation import region_crumbs, region_switcher
from components.tasks.task_list import beside_rows, task_list
from components.vitals.strip import vitals_strip
from queries.alerts import AlertQueries
from queries.leadership import RegionQueries
from queries.request_context import RequestContext
from queries.tasks import TaskQueries
from queries.unavailable import greyed
from queries.vitals import VitalsQueries

ALERTED = 3  # alerts that fit beside the map


def layout(view: View, context: RequestContext, code: str) -> Screen:
    """The screen of the region with this code. NoSuchScreen for an unknown one."""
    page = RegionQueries(context).page(view, code)
    return Screen(
        view.translate("region.title", name=page.ways.name),
        [
            region_crumbs(view, page.ways),
            html.H1(page.ways.name),
            region_switcher(view, page.ways),
            html.Div(
                className="region-top",
                children=[
                    html.Div(
                        className="region-side",
                        children=[
                            region_head(view, page.head),
                            html.Div(live(view, SIGNS, signs(view, context, code)), className="panel"),
                            ranking(view, page.ranking),
                        ],
                    ),
                    neighbours_map(view, page.map),
                    html.Div(
                        [
                            live(view, ALERTS, region_alerts(view, context, code)),
                            live(view, ATTENTION, attention(view, context, code)),
                            live(view, TASKS, region_tasks(view, context, code)),
                        ],
                        className="region-side column",
                    ),
                ],
            ),
            function_comparison(view, page.functions),
            peer_comparison_panel(view, page.standing),
        ],
    )


def region_alerts(view: View, context: RequestContext, code: str) -> Component:
    """The gravest alerts of the region and all in it."""
    here = AlertQueries(context).here(view, int(code), ALERTED)
    return panel(view.translate("alert.frame"), alerts_panel(view, here))


def region_tasks(view: View, context: RequestContext, code: str) -> Component:
    """The tasks of the region and all in it."""
    everything = view.href("/tasks", list="all", region=code)
    return panel(
        view.translate("task.panel"),
        task_list(view, TaskQueries(context).about(view, "", region=int(code), inside=True)),
        aside=html.A(view.translate("task.all"), href=everything, className="link"),
    )


@greyed
def signs(view: View, context: RequestContext, code: str) -> Component:
    """The region's vital signs in a few lines."""
    return vitals_strip(view, VitalsQueries(context).strip(view, int(code)))


def attention(view: View, context: RequestContext, code: str) -> Component:
    """What needs a hand here."""
    rows = RegionQueries(context).attention(view, int(code))
    return panel(
        view.translate("overview.attention"),
        attention_list(view, rows, beside_rows(view, TaskQueries(context).beside(view))),
        aside=view.translate("overview.attention.how"),
    )


FOLLOWED = frozenset({"tasks", "snapshot"})
SIGNS = LiveFragment("region-signs", signs, frozenset({"signs", "liveness"}))
ATTENTION = LiveFragment("region-attention", attention, FOLLOWED)
TASKS = LiveFragment("region-tasks", region_tasks, FOLLOWED)
ALERTS = LiveFragment("region-alerts", region_alerts, frozenset({"alerts"}))
PAGE = Page("region", "/regions/<code>", layout, parts=(ALERTS, ATTENTION, TASKS, SIGNS))
