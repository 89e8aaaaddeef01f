"""The districts side by side: score, functions, health, alerts."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.charts.bullet import bar
from components.formatting.display_values import score_figure, status_name
from components.formatting.numbers import digits, plain, status_mark
from components.framework.view import View
from components.wall.frame import pane
from components.wall.signs import level_counts
from indicators.catalogue.playlists import Slide
from indicators.compute.results import GroupScore
from indicators.scoring.score import score_status
from pages.wall.alert_cards import period_text
from pages.wall.alerts import by_level
from queries.indicator_values import function_scores, scores_by_region
from queries.request_context import RequestContext

Scores = dict[tuple[str, int], GroupScore]


def draw(view: View, desk: RequestContext, slide: Slide, region: int) -> Component:
    """What lies directly inside a region, or the region itself where nothing does."""
    inside = desk.inside(region)[:6] or (region,)
    whole, functions = scores_by_region(desk, "city", "city", inside), function_scores(desk, inside)
    columns = [_column(view, desk, code, whole.get(code), functions) for code in inside]
    return pane(view.t("wall.districts.title"), *columns, className="wall-districts")


def _column(view: View, desk: RequestContext, code: int, whole: GroupScore | None, functions: Scores) -> Component:
    name = view.say(desk.catalogue.regions[code].name)
    return html.Section(
        className="wall-box",
        children=[
            html.H3(name),
            _score(view, desk, "city", "city", whole, name, "wall-huge") if whole else None,
            html.Ul(
                [
                    _function(view, desk, function, functions[function, code])
                    for function in desk.catalogue.plan.functions
                    if (function, code) in functions
                ]
            ),
            html.Div([view.t("wall.vitals.health"), _health(desk, code)], className="wall-district-health"),
            level_counts(view, by_level(desk, code)),
        ],
    )


def _score(
    view: View, desk: RequestContext, kind: str, subject: str, score: GroupScore, name: str, size: str
) -> Component:
    status = status_name(score_status(score.latest))
    figure = score_figure(kind, subject, score.region, score.periods[-1].id, score.latest, status, desk.demo)
    return html.Div([plain(view, figure, name, size), status_mark(view, status)], className="wall-district-score")


def _function(view: View, desk: RequestContext, name: str, score: GroupScore) -> Component:
    title = view.say(desk.catalogue.plan.functions[name].name)
    status = status_name(score_status(score.latest))
    return html.Li(
        [
            html.Span(title),
            _score(view, desk, "function", name, score, title, "wall-large"),
            bar(score.latest, None, status, title),
        ]
    )


def _health(desk: RequestContext, code: int) -> Component:
    found = desk.picture.healths(desk.scope, code).get("city")
    value = found.value if found else None
    return html.B(
        digits(value, 0),
        className="wall-health",
        **{
            "data-sign": "health:city",
            "data-region": str(code),
            "data-period": period_text(int(desk.now.timestamp())),
            "data-status": "unknown" if value is None else "normal",
            "data-basis": "demo" if desk.demo else "reported",
        },
    )
