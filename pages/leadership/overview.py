"""The overview: is the city well, what is off the plan, and where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from components.framework.live import live
from components.framework.markup import to_html
from components.framework.page import LiveFragment, Page, Screen
from components.framework.panel import panel
from components.framework.raw_html import RawHtml
from components.framework.view import View
from components.indicators.attention import attention_list
from components.leadership.city_score import city_score
from components.leadership.goal_progress import goals_panel
from components.leadership.overview_map import STORE, overview_map
from components.vitals.strip import vitals_strip
from queries.leadership import OverviewQueries
from queries.request_context import RequestContext
from queries.tasks.task_lines import counts_of, counts_row, dispatcher
from queries.unavailable import greyed
from queries.vitals import VitalsQueries


def layout(view: View, context: RequestContext) -> Screen:
    """City score and functions, the map, what needs attention, and the ten goals."""
    queries = OverviewQueries(context)
    shown_map = to_html(overview_map(view, queries.map(view)))
    return Screen(
        view.translate("overview.title"),
        [
            html.H1(view.translate("overview.title"), className="spoken"),
            html.Div(
                className="overview",
                children=[
                    city_score(view, queries.score(view), live(view, SIGNS, signs(view, context))),
                    html.Section(className="panel overview-map", children=RawHtml(shown_map, id="overview-map")),
                    live(view, ATTENTION, attention(view, context), className="overview-attention-box"),
                    goals_panel(view, queries.goals(view)),
                ],
            ),
            dcc.Store(id=STORE),
        ],
    )


def callbacks(app: Dash, open_address: Callable[[str], tuple[View, RequestContext, Mapping[str, str]]]) -> None:
    """Choosing a layer or a district redraws the map alone."""

    def redraw(asked: Any) -> str:
        address = asked.get("address") if isinstance(asked, dict) else None
        view, context, _ = open_address(str(address or "/"))
        return to_html(overview_map(view, OverviewQueries(context).map(view)))

    app.callback(Output("overview-map", "html"), Input(STORE, "data"), prevent_initial_call=True)(redraw)


def attention(view: View, context: RequestContext) -> Component:
    """What needs a hand, with the button that sends a task about it, and how the tasks stand."""
    return panel(
        view.translate("overview.attention"),
        attention_list(view, OverviewQueries(context).attention(view), dispatcher(view, context)),
        html.P(html.A(view.translate("overview.attention.all"), href=view.href("/indicators")), className="note"),
        counts_row(view, counts_of(context)),
        aside=view.translate("overview.attention.how"),
        className="overview-attention",
    )


@greyed
def signs(view: View, context: RequestContext) -> Component:
    """The city's vital signs in a few lines."""
    return vitals_strip(view, VitalsQueries(context).strip(view, context.home))


SIGNS = LiveFragment("overview-signs", signs, frozenset({"signs"}))
ATTENTION = LiveFragment("overview-attention", attention, frozenset({"tasks", "snapshot"}))
PAGE = Page("overview", "/", layout, frozenset({"map", "district"}), callbacks, parts=(ATTENTION, SIGNS))
