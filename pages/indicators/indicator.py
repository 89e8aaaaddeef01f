"""One indicator in depth: how it stands and why, its history and path, where it differs, what it was made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from components.charts.trend import picture
from components.charts.trend_figure import figure
from components.framework.live import live
from components.framework.markup import to_html
from components.framework.page import LiveFragment, Page, Screen
from components.framework.panel import panel
from components.framework.raw_html import RawHtml
from components.framework.view import View
from components.indicators.indicator_card import card
from components.indicators.indicator_head import indicator_head
from components.indicators.indicator_page import STORE
from components.indicators.indicator_regions import regions_panel
from components.indicators.origin import origin_panel
from components.indicators.trend_panel import IndicatorHistory, trend_head, trend_table, trend_words
from components.indicators.vintages import vintages_panel
from queries.indicators import IndicatorQueries
from queries.request_context import RequestContext
from queries.tasks.task_lines import dispatcher, tasks_about

OpenAddress = Callable[[str], tuple[View, RequestContext, Mapping[str, str]]]
CHART = {"displaylogo": False, "displayModeBar": False, "responsive": True, "scrollZoom": False}


def layout(view: View, context: RequestContext, name: str) -> Screen:
    """The screen of the indicator `name`. NoSuchScreen for an unknown one."""
    page = IndicatorQueries(context).page(view, name)
    return Screen(
        view.localise(page.head.indicator.name),
        [
            *indicator_head(view, page.head),
            html.Div(
                className="indicator",
                children=[
                    html.Div(
                        [
                            live(TASKS, tasks(view, context, name)),
                            html.Section(card(view, page.card), className="panel indicator-card"),
                        ],
                        className="indicator-side",
                    ),
                    _trend(view, page.history),
                    html.Section(
                        className="panel indicator-regions",
                        children=RawHtml(to_html(regions_panel(view, page.regions)), id="indicator-regions"),
                    ),
                    origin_panel(view, page.origin),
                    vintages_panel(view, page.vintages),
                ],
            ),
            dcc.Store(id=STORE),
        ],
    )


def callbacks(app: Dash, open_address: OpenAddress) -> None:
    """A choice of grain, of last year or of a district redraws picture, chart, table twin and regions at once."""

    def redraw(asked: Any) -> tuple[Any, ...]:
        address = asked.get("address") if isinstance(asked, dict) else None
        view, context, variables = open_address(str(address or "/"))
        name = variables.get("name", "")
        if name not in context.catalogue.indicators or not view.path.startswith("/indicators/"):
            raise PreventUpdate
        queries = IndicatorQueries(context)
        drawn = draw_history(view, queries.history(view, name))
        regions = regions_panel(view, queries.regions(view, name))
        return drawn.head, drawn.poster, drawn.figure, drawn.twin, to_html(regions)

    app.callback(
        Output("indicator-head", "html"),
        Output("indicator-poster", "html"),
        Output("indicator-chart", "figure"),
        Output("indicator-twin", "html"),
        Output("indicator-regions", "html"),
        Input(STORE, "data"),
        prevent_initial_call=True,
    )(redraw)


def tasks(view: View, context: RequestContext, name: str) -> Component:
    """What was sent about this number, and the button that sends more."""
    subject = IndicatorQueries(context).subject(view, name)
    unknown = subject.value.value is None or subject.value.stale
    beside = dispatcher(view, context)(name, subject.region, unknown)
    return panel(
        view.translate("task.panel"), tasks_about(view, context, "indicator", name, subject.region), aside=beside
    )


@dataclass(frozen=True)
class DrawnHistory:
    """The history in its four forms: head, poster and table twin as HTML, and the figure of the chart."""

    head: str
    poster: str
    figure: dict[str, Any]
    twin: str


def _trend(view: View, shown: IndicatorHistory) -> Component:
    drawn = draw_history(view, shown)
    return html.Section(
        className="panel indicator-trend",
        children=[
            RawHtml(drawn.head, id="indicator-head"),
            html.Div(
                className="trend-box",
                children=[
                    RawHtml(drawn.poster, id="indicator-poster"),
                    dcc.Graph(id="indicator-chart", figure=drawn.figure, config=CHART, responsive=True),
                ],
            ),
            RawHtml(drawn.twin, id="indicator-twin"),
        ],
    )


def draw_history(view: View, shown: IndicatorHistory) -> DrawnHistory:
    """A history in its four forms, as the first picture and the callback need them."""
    head = to_html(trend_head(view, shown, STORE))
    if shown.chart is None:
        return DrawnHistory(head, "", {"data": [], "layout": {}}, "")
    words = trend_words(view, view.localise(shown.indicator.name), shown.place, shown.chart)
    trend = shown.chart.trend
    return DrawnHistory(
        head, to_html(picture(trend, words)), figure(trend, view.theme), to_html(trend_table(view, shown))
    )


OPTIONS = frozenset({"region", "grain", "compare", "district"})
TASKS = LiveFragment("indicator-tasks", tasks, frozenset({"tasks", "snapshot"}))
PAGE = Page("indicator", "/indicators/<name>", layout, OPTIONS, callbacks, parts=(TASKS,))
