"""One indicator with its path: where it stands, where it should, where it goes."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.charts.trend import picture
from components.formatting.display_values import figure, status_name
from components.formatting.numbers import change, digits, plain, status_mark
from components.formatting.reasons import sentence
from components.framework.view import View
from components.indicators.history import chart
from components.indicators.trend_panel import trend_words
from components.wall.frame import pane
from indicators.catalogue.playlists import Slide
from indicators.compute.results import IndicatorValue
from queries.request_context import RequestContext


def draw(view: View, context: RequestContext, slide: Slide, region: int) -> Component:
    """The slide's indicator in a region, or in the topmost one that has it."""
    name = slide.indicator or ""
    indicator = context.catalogue.indicators[name]
    cell = context.reader.cell(context.scope, context.version, name, region)
    title = view.localise(indicator.name)
    if cell is None:
        return pane(title, html.P(view.translate("wall.unknown"), className="wall-calm"))
    place = view.localise(context.catalogue.regions[region].name)
    series = context.reader.series(context.scope, context.version, name, region, indicator.grain)
    found = chart(view, context.catalogue, series, False)
    trend = picture(found.trend, trend_words(view, title, place, found)) if found else None
    return pane(
        f"{place} · {title}",
        html.Div(
            [_facts(view, context, cell), html.Div(trend, className="wall-trend")], className="wall-indicator-body"
        ),
        aside=status_mark(view, status_name(cell.status)),
        className="wall-indicator",
    )


def _facts(view: View, context: RequestContext, cell: IndicatorValue) -> Component:
    indicator = context.catalogue.indicators[cell.indicator]
    shown = figure(view, indicator, cell)
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
                    html.P(sentence(view, indicator, cell.reason)),
                    html.P(
                        [
                            view.translate("overview.than_year"),
                            " ",
                            change(view, cell.yoy, indicator.better, indicator.decimals),
                        ]
                    ),
                    html.P(view.localise(indicator.definition), className="wall-note"),
                ]
            ),
        ],
    )
