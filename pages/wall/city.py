"""Is the city well? Its score and functions, the districts on the map, and what needs a hand."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.charts.sparkline import spark
from components.formatting.display_values import basis_name, points, score_figure, status_name, unit
from components.formatting.numbers import DisplayValue, change, plain, status_mark
from components.formatting.reasons import sentence
from components.framework.view import View
from components.maps.region_map import Shade, drawn, region_map, steps
from components.wall.frame import box, pane
from indicators.catalogue.playlists import Slide
from indicators.compute.results import Attention, GroupScore
from indicators.scoring.score import score_status
from queries.indicator_values import IndicatorValueQueries
from queries.request_context import RequestContext

MONTHS = 24
URGENT = 6


def draw(view: View, context: RequestContext, slide: Slide, region: int) -> Component:
    """The scores of a region."""
    scores = {(s.kind, s.subject): s for s in context.reader.scores(context.scope, context.version, region)}
    functions = [name for name in context.catalogue.plan.functions if ("function", name) in scores]
    city = scores["city", "city"]
    return pane(
        view.translate("wall.city.title", place=view.localise(context.catalogue.regions[region].name)),
        html.Div(
            className="wall-score",
            children=[
                _score(view, context, city),
                html.Ul([_function(view, context, name, scores["function", name]) for name in functions]),
            ],
        ),
        html.Div(_map(view, context, region), className="wall-map-box"),
        _attention(view, context, region),
        className="wall-city",
    )


def _figure(context: RequestContext, score: GroupScore, kind: str, subject: str) -> DisplayValue:
    status = status_name(score_status(score.latest))
    return score_figure(kind, subject, score.region, score.periods[-1].id, score.latest, status, context.demo)


def _score(view: View, context: RequestContext, score: GroupScore) -> Component:
    figure, series = _figure(context, score, "city", "city"), points(score.score)
    return html.Div(
        className="wall-score-whole",
        children=[
            plain(view, figure, view.translate("overview.score"), "wall-huge"),
            html.Div(
                [
                    status_mark(view, figure.status),
                    html.Span([view.translate("overview.than_month"), " ", change(view, _step(series, 1), "higher")]),
                    html.Span([view.translate("overview.than_year"), " ", change(view, _step(series, 12), "higher")]),
                ]
            ),
        ],
    )


def _function(view: View, context: RequestContext, name: str, score: GroupScore) -> Component:
    title, series = view.localise(context.catalogue.plan.functions[name].name), points(score.score)
    figure = _figure(context, score, "function", name)
    return html.Li(
        [
            html.Span(title),
            spark(series[-MONTHS:], view.translate("overview.trend", name=title), 160, 36),
            plain(view, figure, title, "wall-large"),
            status_mark(view, figure.status),
        ]
    )


def _step(series: list[float | None], back: int) -> float | None:
    now, before = series[-1], series[-1 - back] if len(series) > back else None
    return None if now is None or before is None else now - before


def _map(view: View, context: RequestContext, region: int) -> Component:
    inside = context.inside(region) or (region,)
    scores = IndicatorValueQueries(context).scores_by_region("city", "city", inside)
    grades, _, _ = steps([scores[code].latest if code in scores else None for code in inside])
    shapes = [
        (
            drawn(view, context.shapes[code]),
            Shade(_figure(context, scores[code], "city", "city"), f"/regions/{code}", grade)
            if code in scores
            else None,
        )
        for code, grade in zip(inside, grades, strict=True)
    ]
    return region_map(shapes, view.translate("wall.city.map"), 1.5)


def _attention(view: View, context: RequestContext, region: int) -> Component:
    found = context.reader.attention(context.scope, context.version, URGENT, region)
    cells = context.reader.many_cells(
        context.scope, context.version, [f.indicator for f in found], {f.region for f in found}
    )
    lines = [_urgent(view, context, item, cells[item.indicator, item.region].basis) for item in found]
    empty = html.P(view.translate("overview.attention.none"), className="wall-calm")
    return box(view.translate("overview.attention"), html.Ol(lines, className="wall-list") if lines else empty)


def _urgent(view: View, context: RequestContext, found: Attention, basis: int) -> Component:
    indicator = context.catalogue.indicators[found.indicator]
    status, name = status_name(found.status), view.localise(indicator.name)
    figure = DisplayValue(
        found.indicator,
        found.region,
        found.period,
        found.value,
        unit(view, indicator),
        indicator.decimals,
        status,
        basis_name(basis),
    )
    place = view.localise(context.catalogue.regions[found.region].name)
    return html.Li(
        className=f"wall-alert edge-{status}",
        children=[
            html.Div([status_mark(view, status), html.B(name)], className="wall-alert-name"),
            html.Div(plain(view, figure, name), className="wall-alert-value"),
            html.Div(place, className="wall-alert-place"),
            html.Div(sentence(view, indicator, found.reason), className="wall-alert-more"),
        ],
    )
