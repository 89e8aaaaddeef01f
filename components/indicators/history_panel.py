"""The history of an indicator as a panel: head, poster, the chart that takes its place, and the table twin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.charts.trend import trend_svg
from components.charts.trend_figure import trend_figure
from components.framework.markup import to_html
from components.framework.raw_html import RawHtml
from components.framework.view import View
from components.indicators.trend_panel import IndicatorHistory, trend_head, trend_table, trend_words

CHART = {"displaylogo": False, "displayModeBar": False, "responsive": True, "scrollZoom": False}


@dataclass(frozen=True)
class HistoryPanel:
    """The history in its four forms: head, poster and table twin as HTML, and the figure of the chart."""

    head: str
    poster: str
    figure: dict[str, Any]
    twin: str


def history_panel(view: View, shown: IndicatorHistory) -> Component:
    """The panel; a callback replaces what it holds by the same four forms."""
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


def draw_history(view: View, shown: IndicatorHistory) -> HistoryPanel:
    """A history in its four forms, as the first picture and the callback need them."""
    head = to_html(trend_head(view, shown))
    if shown.chart is None:
        return HistoryPanel(head, "", {"data": [], "layout": {}}, "")
    words = trend_words(view, view.localise(shown.indicator.name), shown.place, shown.chart)
    trend = shown.chart.trend
    poster, twin = to_html(trend_svg(trend, words)), to_html(trend_table(view, shown))
    return HistoryPanel(head, poster, trend_figure(trend, view.theme), twin)
