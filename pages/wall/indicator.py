"""One indicator with its path: where it stands, where it should, where it goes."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.charts.trend import trend_svg
from components.formatting.display_values import display_value
from components.formatting.judgements import judgement_mark, sentence
from components.formatting.numbers import change, digits, plain
from components.formatting.score_changes import year_compared
from components.framework.view import View
from components.indicators.trend_panel import trend_words
from components.wall.frame import pane
from indicators.catalogue.playlists import Slide
from indicators.compute.results import IndicatorValue
from indicators.definitions.model import Indicator
from queries.request_context import RequestContext
from queries.wall import SlideQueries


def draw(view: View, context: RequestContext, slide: Slide, region: int) -> Component:
    """The slide's indicator in a region, or in the topmost one that has it."""
    shown = SlideQueries(context).indicator(view, slide.indicator or "", region)
    title, value, chart = view.localise(shown.indicator.name), shown.value, shown.chart
    if value is None:
        return pane(title, html.P(view.translate("wall.unknown"), className="wall-calm"))
    trend = trend_svg(chart.trend, trend_words(view, title, shown.place, chart)) if chart else None
    body = [_facts(view, shown.indicator, value), html.Div(trend, className="wall-trend")]
    return pane(
        f"{shown.place} · {title}",
        html.Div(body, className="wall-indicator-body"),
        aside=judgement_mark(view, value.judgement),
        className="wall-indicator",
    )


def _facts(view: View, indicator: Indicator, cell: IndicatorValue) -> Component:
    shown = display_value(view, indicator, cell)
    facts = [("expected", cell.expected), ("target", cell.target_value), ("projected", cell.projected)]
    return html.Div(
        className="wall-facts",
        children=[
            plain(view, shown, view.localise(indicator.name), "wall-huge"),
            html.Dl(
                [
                    part
                    for key, value in facts
                    if value is not None
                    for part in (
                        html.Dt(view.translate(f"wall.indicator.{key}")),
                        html.Dd(digits(value, indicator.decimals) + shown.unit, **{"data-number": key}),
                    )
                ]
            ),
            html.Div(
                [
                    html.P(sentence(view, indicator, cell.value, cell.judgement)),
                    html.P(
                        [
                            year_compared(view, cell),
                            " ",
                            change(view, cell.yoy, indicator.better, indicator.decimals),
                        ]
                    ),
                    html.P(view.localise(indicator.definition), className="wall-note"),
                ]
            ),
        ],
    )
