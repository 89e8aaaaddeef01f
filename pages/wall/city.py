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
from queries.indicator_values import scores_by_region
from queries.request_context import RequestContext

MONTHS = 24
URGENT = 6


def draw(view: View, desk: RequestContext, slide: Slide, region: int) -> Component:
    """The scores of a region."""
    scores = {(s.kind, s.subject): s for s in desk.reader.scores(desk.scope, desk.version, region)}
    functions = [name for name in desk.catalogue.plan.functions if ("function", name) in scores]
    city = scores["city", "city"]
    return pane(
        view.t("wall.city.title", place=view.say(desk.catalogue.regions[region].name)),
        html.Div(
            className="wall-score",
            children=[
                _score(view, desk, city),
                html.Ul([_function(view, desk, name, scores["function", name]) for name in functions]),
            ],
        ),
        html.Div(_map(view, desk, region), className="wall-map-box"),
        _attention(view, desk, region),
        className="wall-city",
    )


def _figure(desk: RequestContext, score: GroupScore, kind: str, subject: str) -> DisplayValue:
    status = status_name(score_status(score.latest))
    return score_figure(kind, subject, score.region, score.periods[-1].id, score.latest, status, desk.demo)


def _score(view: View, desk: RequestContext, score: GroupScore) -> Component:
    figure, series = _figure(desk, score, "city", "city"), points(score.score)
    return html.Div(
        className="wall-score-whole",
        children=[
            plain(view, figure, view.t("overview.score"), "wall-huge"),
            html.Div(
                [
                    status_mark(view, figure.status),
                    html.Span([view.t("overview.than_month"), " ", change(view, _step(series, 1), "higher")]),
                    html.Span([view.t("overview.than_year"), " ", change(view, _step(series, 12), "higher")]),
                ]
            ),
        ],
    )


def _function(view: View, desk: RequestContext, name: str, score: GroupScore) -> Component:
    title, series = view.say(desk.catalogue.plan.functions[name].name), points(score.score)
    figure = _figure(desk, score, "function", name)
    return html.Li(
        [
            html.Span(title),
            spark(series[-MONTHS:], view.t("overview.trend", name=title), 160, 36),
            plain(view, figure, title, "wall-large"),
            status_mark(view, figure.status),
        ]
    )


def _step(series: list[float | None], back: int) -> float | None:
    now, before = series[-1], series[-1 - back] if len(series) > back else None
    return None if now is None or before is None else now - before


def _map(view: View, desk: RequestContext, region: int) -> Component:
    inside = desk.inside(region) or (region,)
    scores = scores_by_region(desk, "city", "city", inside)
    grades, _, _ = steps([scores[code].latest if code in scores else None for code in inside])
    shapes = [
        (
            drawn(view, desk.shapes[code]),
            Shade(_figure(desk, scores[code], "city", "city"), f"/regions/{code}", grade) if code in scores else None,
        )
        for code, grade in zip(inside, grades, strict=True)
    ]
    return region_map(shapes, view.t("wall.city.map"), 1.5)


def _attention(view: View, desk: RequestContext, region: int) -> Component:
    found = desk.reader.attention(desk.scope, desk.version, URGENT, region)
    cells = desk.reader.many_cells(desk.scope, desk.version, [f.indicator for f in found], {f.region for f in found})
    lines = [_urgent(view, desk, item, cells[item.indicator, item.region].basis) for item in found]
    empty = html.P(view.t("overview.attention.none"), className="wall-calm")
    return box(view.t("overview.attention"), html.Ol(lines, className="wall-list") if lines else empty)


def _urgent(view: View, desk: RequestContext, found: Attention, basis: int) -> Component:
    indicator = desk.catalogue.indicators[found.indicator]
    status, name = status_name(found.status), view.say(indicator.name)
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
    place = view.say(desk.catalogue.regions[found.region].name)
    return html.Li(
        className=f"wall-alert edge-{status}",
        children=[
            html.Div([status_mark(view, status), html.B(name)], className="wall-alert-name"),
            html.Div(plain(view, figure, name), className="wall-alert-value"),
            html.Div(place, className="wall-alert-place"),
            html.Div(sentence(view, indicator, found.reason), className="wall-alert-more"),
        ],
    )
