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
from components.leadership.score_summary import score_sentence
from components.tasks.task_counts import counts_row
from components.tasks.task_list import beside_rows
from components.vitals.strip import vitals_strip
from queries.leadership import OverviewQueries
from queries.request_context import RequestContext
from queries.tasks import TaskQueries
from queries.unavailable import greyed
from queries.vitals import VitalsQueries

LEAD, SCORE, MAP = "overview-lead", "overview-score", "overview-map"


def layout(view: View, context: RequestContext) -> Screen:
    """City score and functions, the map, what needs attention, and the ten goals."""
    queries = OverviewQueries(context)
    lead, score, shown_map = _of_the_place(view, queries)
    return Screen(
        view.translate("overview.title"),
        [
            html.H1(view.translate("overview.title"), className="spoken"),
            html.Div(
                className="overview",
                children=[
                    html.Div(RawHtml(lead, id=LEAD), className="overview-lead"),
                    html.Section(
                        className="panel overview-city",
                        children=[RawHtml(score, id=SCORE), live(view, SIGNS, signs(view, context))],
                    ),
                    html.Section(className="panel overview-map", children=RawHtml(shown_map, id=MAP)),
                    live(view, ATTENTION, attention(view, context), className="overview-attention-box"),
                    goals_panel(view, queries.goals(view)),
                ],
            ),
            dcc.Store(id=STORE),
        ],
    )


def callbacks(app: Dash, open_address: Callable[[str], tuple[View, RequestContext, Mapping[str, str]]]) -> None:
    """Choosing a layer or a district redraws sentence, score and map; the browser asks for the live parts itself."""

    def redraw(asked: Any) -> tuple[str, str, str]:
        address = asked.get("address") if isinstance(asked, dict) else None
        view, context, _ = open_address(str(address or "/"))
        return _of_the_place(view, OverviewQueries(context))

    outputs = [Output(name, "html") for name in (LEAD, SCORE, MAP)]
    app.callback(outputs, Input(STORE, "data"), prevent_initial_call=True)(redraw)


def _of_the_place(view: View, queries: OverviewQueries) -> tuple[str, str, str]:
    """The markup of what follows the place that is chosen: the sentence, the score and the map."""
    return (
        to_html(score_sentence(view, queries.lead(view))),
        to_html(city_score(view, queries.score(view))),
        to_html(overview_map(view, queries.map(view))),
    )


def attention(view: View, context: RequestContext) -> Component:
    """What needs a hand, with the button that sends a task about it, and how the tasks stand."""
    tasks = TaskQueries(context)
    rows = attention_list(view, OverviewQueries(context).attention(view), beside_rows(view, tasks.beside(view)))
    everything = html.A(view.translate("overview.attention.all"), href=view.href("/indicators"))
    return html.Div(
        [
            panel(
                html.Span(view.translate("overview.attention"), id="needs-attention"),
                rows,
                aside=[view.translate("overview.attention.how"), " ", everything],
                className="overview-attention",
            ),
            html.Section(counts_row(view, tasks.counts()), className="panel overview-tasks"),
        ],
        className="overview-side",
    )


@greyed
def signs(view: View, context: RequestContext) -> Component:
    """The city's vital signs in a few lines."""
    return vitals_strip(view, VitalsQueries(context).strip(view, context.home))


SIGNS = LiveFragment("overview-signs", signs, frozenset({"signs", "liveness"}))
ATTENTION = LiveFragment("overview-attention", attention, frozenset({"tasks", "snapshot"}))
PAGE = Page("overview", "/", layout, frozenset({"map", "district"}), callbacks, parts=(ATTENTION, SIGNS))
