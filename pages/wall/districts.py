"""The districts side by side: score, functions, health, alerts."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.charts.bullet import bar
from components.formatting.numbers import DisplayValue, plain, status_mark
from components.framework.view import View
from components.wall.frame import pane
from components.wall.health import health_number
from components.wall.signs import level_counts
from components.wall.slides import DistrictColumn, NamedScore
from indicators.catalogue.playlists import Slide
from queries.request_context import RequestContext
from queries.wall import SlideQueries


def draw(view: View, context: RequestContext, slide: Slide, region: int) -> Component:
    """What lies directly inside a region, or the region itself where nothing does."""
    columns = [_column(view, one) for one in SlideQueries(context).districts(view, region)]
    return pane(view.translate("wall.districts.title"), *columns, className="wall-districts")


def _column(view: View, shown: DistrictColumn) -> Component:
    health = [view.translate("wall.vitals.health"), health_number(shown.health)]
    return html.Section(
        className="wall-box",
        children=[
            html.H3(shown.name),
            _score(view, shown.score, shown.name, "wall-huge") if shown.score else None,
            html.Ul([_function(view, one) for one in shown.functions]),
            html.Div(health, className="wall-district-health"),
            level_counts(view, shown.alerts),
        ],
    )


def _score(view: View, figure: DisplayValue, name: str, size: str) -> Component:
    drawn = [plain(view, figure, name, size), status_mark(view, figure.status)]
    return html.Div(drawn, className="wall-district-score")


def _function(view: View, score: NamedScore) -> Component:
    return html.Li(
        [
            html.Span(score.name),
            _score(view, score.figure, score.name, "wall-large"),
            bar(score.figure.value, None, score.figure.status, score.name),
        ]
    )
