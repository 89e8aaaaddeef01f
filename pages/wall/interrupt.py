"""A red alert that nobody has acknowledged: what, where, how bad, what to do, before everything else."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.framework.live import age
from components.framework.view import View
from components.wall.frame import box, head, pane
from components.wall.signs import level_name, level_word, sign_number
from components.wall.wall_map import WallViewport, wall_map
from data.core.clock import BUSINESS_ZONE, from_epoch
from indicators.alerts import Alert
from indicators.vitals.levels import Level
from pages.wall.alert_cards import AlertCard, clock_text, told
from pages.wall.alerts import alert_list
from pages.wall.viewport import around
from queries.request_context import RequestContext

OTHERS = 4


def draw(view: View, context: RequestContext, alerts: Sequence[Alert]) -> tuple[Component, list[Component]]:
    """The bar and the pane of the first of these alerts."""
    first, *others = told(view, context, alerts[: OTHERS + 1])
    return _bar(view, first, len(alerts)), [_pane(view, context, first, others)]


def _bar(view: View, first: AlertCard, count: int) -> Component:
    waiting = html.Span(view.translate("wall.red.waiting", n=count), **{"data-number": "waiting"})
    return head(first.name, html.Span(level_word(view, first.alert.level), className="wall-badge"), waiting)


def _pane(view: View, context: RequestContext, first: AlertCard, others: list[AlertCard]) -> Component:
    mark = first.mark()
    sight = WallViewport(view.translate("wall.red.map", place=first.place), around(context, mark), (), mark, towns=True)
    raised = from_epoch(first.alert.raised_at).astimezone(BUSINESS_ZONE)
    return pane(
        view.translate("wall.red.title", time=clock_text(first.alert.raised_at)),
        html.Div(
            className="wall-red-text",
            children=[
                html.P(first.around, className="wall-red-around"),
                html.P(first.place, className="wall-red-place"),
                html.Div(sign_number(view, first.shown, "wall-huge") if first.shown else None),
                html.P([view.translate("wall.red.since"), age(view, raised)]),
                html.P(_measures(view, first), className="wall-red-do"),
                box(view.translate("wall.red.others"), alert_list(view, others)) if others else None,
            ],
        ),
        html.Div(wall_map(view, context.shapes, sight), className="wall-map-box"),
        aside=html.Span(view.translate("wall.red.until")),
        className="wall-red",
    )


def _measures(view: View, first: AlertCard) -> str:
    if first.sign is None or level_name(first.alert.level) not in first.sign.warning.measures:
        return ""
    return view.localise(first.sign.warning.measures_at(Level(first.alert.level)))
