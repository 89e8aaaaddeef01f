"""Is the city well? Its score and functions, the districts on the map, and what needs a hand."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.charts.sparkline import sparkline
from components.formatting.completeness import reported_beside
from components.formatting.display_values import basis_name, status_name, unit
from components.formatting.judgements import attention_words
from components.formatting.numbers import DisplayValue, plain, status_mark
from components.formatting.score_changes import both_changes
from components.framework.view import View
from components.indicators.attention import AttentionRow
from components.maps.region_map import region_map
from components.wall.frame import box, pane
from components.wall.slides import NamedScore
from indicators.catalogue.playlists import Slide
from indicators.compute.score_changes import ScoreChanges
from queries.request_context import RequestContext
from queries.wall import SlideQueries

MONTHS = 24


def draw(view: View, context: RequestContext, slide: Slide, region: int) -> Component:
    """The scores of a region."""
    shown = SlideQueries(context).city(view, region)
    functions = html.Ul([_function(view, one) for one in shown.functions])
    drawn = region_map(shown.shapes, view.translate("wall.city.map"))
    return pane(
        view.translate("wall.city.title", place=shown.place),
        html.Div(className="wall-score", children=[_score(view, shown.score, shown.changes), functions]),
        html.Div(drawn, className="wall-map-box"),
        _attention(view, shown.attention),
        className="wall-city",
    )


def _score(view: View, score: NamedScore, shown: ScoreChanges) -> Component:
    changes = both_changes(view, shown)
    return html.Div(
        className="wall-score-whole",
        children=[
            plain(view, score.figure, score.name, "wall-huge"),
            html.Div(
                [status_mark(view, score.figure.status), reported_beside(view, score.completeness), *changes],
            ),
        ],
    )


def _function(view: View, score: NamedScore) -> Component:
    return html.Li(
        [
            html.Span(score.name),
            sparkline(score.series[-MONTHS:], view.translate("overview.trend", name=score.name), 160, 36),
            plain(view, score.figure, score.name, "wall-large"),
            status_mark(view, score.figure.status),
        ]
    )


def _attention(view: View, rows: Sequence[AttentionRow]) -> Component:
    empty = html.P(view.translate("overview.attention.none"), className="wall-calm")
    lines = html.Ol([_urgent(view, row) for row in rows], className="wall-list")
    return box(view.translate("overview.attention"), lines if rows else empty)


def _urgent(view: View, row: AttentionRow) -> Component:
    found, indicator = row.found, row.indicator
    status, name = status_name(found.status), view.localise(indicator.name)
    figure = DisplayValue(
        found.indicator,
        found.region,
        found.period,
        found.value,
        unit(view, indicator),
        indicator.decimals,
        status,
        basis_name(row.basis),
    )
    return html.Li(
        className=f"wall-alert edge-{status}",
        children=[
            html.Div([status_mark(view, status), html.B(name)], className="wall-alert-name"),
            html.Div(plain(view, figure, name), className="wall-alert-value"),
            html.Div(row.place, className="wall-alert-place"),
            html.Div(attention_words(view, indicator, found), className="wall-alert-more"),
        ],
    )
