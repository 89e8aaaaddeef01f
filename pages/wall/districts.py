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
from queries.indicator_values import IndicatorValueQueries
from queries.request_context import RequestContext

Scores = dict[tuple[str, int], GroupScore]


def draw(view: View, context: RequestContext, slide: Slide, region: int) -> Component:
    """What lies directly inside a region, or the region itself where nothing does."""
    inside = context.inside(region)[:6] or (region,)
    whole, functions = (
        IndicatorValueQueries(context).scores_by_region("city", "city", inside),
        IndicatorValueQueries(context).function_scores(inside),
    )
    columns = [_column(view, context, code, whole.get(code), functions) for code in inside]
    return pane(view.translate("wall.districts.title"), *columns, className="wall-districts")


def _column(view: View, context: RequestContext, code: int, whole: GroupScore | None, functions: Scores) -> Component:
    name = view.localise(context.catalogue.regions[code].name)
    return html.Section(
        className="wall-box",
        children=[
            html.H3(name),
            _score(view, context, "city", "city", whole, name, "wall-huge") if whole else None,
            html.Ul(
                [
                    _function(view, context, function, functions[function, code])
                    for function in context.catalogue.plan.functions
                    if (function, code) in functions
                ]
            ),
            html.Div([view.translate("wall.vitals.health"), _health(context, code)], className="wall-district-health"),
            level_counts(view, by_level(context, code)),
        ],
    )


def _score(
    view: View, context: RequestContext, kind: str, subject: str, score: GroupScore, name: str, size: str
) -> Component:
    status = status_name(score_status(score.latest))
    figure = score_figure(kind, subject, score.region, score.periods[-1].id, score.latest, status, context.demo)
    return html.Div([plain(view, figure, name, size), status_mark(view, status)], className="wall-district-score")


def _function(view: View, context: RequestContext, name: str, score: GroupScore) -> Component:
    title = view.localise(context.catalogue.plan.functions[name].name)
    status = status_name(score_status(score.latest))
    return html.Li(
        [
            html.Span(title),
            _score(view, context, "function", name, score, title, "wall-large"),
            bar(score.latest, None, status, title),
        ]
    )


def _health(context: RequestContext, code: int) -> Component:
    found = context.picture.healths(context.scope, code).get("city")
    value = found.value if found else None
    return html.B(
        digits(value, 0),
        className="wall-health",
        **{
            "data-sign": "health:city",
            "data-region": str(code),
            "data-period": period_text(int(context.now.timestamp())),
            "data-status": "unknown" if value is None else "normal",
            "data-basis": "demo" if context.demo else "reported",
        },
    )
