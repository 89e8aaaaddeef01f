"""A red alert that nobody has acknowledged: what, where, how bad, what to do, before everything else."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.framework.live import age
from components.framework.view import View
from components.wall.alert_cards import alert_list
from components.wall.frame import box, head, pane
from components.wall.signs import level_word, sign_number
from components.wall.slides import RedAlert
from components.wall.wall_map import wall_map


def draw(view: View, shown: RedAlert) -> tuple[Component, list[Component]]:
    """The bar and the pane of the first of the alerts."""
    return _bar(view, shown), [_pane(view, shown)]


def _bar(view: View, shown: RedAlert) -> Component:
    first = shown.first
    waiting = html.Span(view.translate("wall.red.waiting", n=shown.waiting), **{"data-number": "waiting"})
    return head(first.name, html.Span(level_word(view, first.alert.level), className="wall-badge"), waiting)


def _pane(view: View, shown: RedAlert) -> Component:
    first, others = shown.first, shown.others
    return pane(
        view.translate("wall.red.title", time=f"{first.raised_at:%H:%M}"),
        html.Div(
            className="wall-red-text",
            children=[
                html.P(first.around, className="wall-red-around"),
                html.P(first.place, className="wall-red-place"),
                html.Div(sign_number(view, first.shown, "wall-huge") if first.shown else None),
                html.P([view.translate("wall.red.since"), age(view, first.raised_at)]),
                html.P(shown.measures, className="wall-red-do"),
                box(view.translate("wall.red.others"), alert_list(view, others)) if others else None,
            ],
        ),
        html.Div(wall_map(view, shown.ground, shown.viewport), className="wall-map-box"),
        aside=html.Span(view.translate("wall.red.until")),
        className="wall-red",
    )
