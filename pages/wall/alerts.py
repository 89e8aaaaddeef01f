"""Where something is wrong now: the alerts on the map, and the gravest of them in words."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from components.framework.view import View
from components.wall.alert_cards import alert_list
from components.wall.frame import pane
from components.wall.signs import level_counts
from components.wall.wall_map import wall_map
from indicators.catalogue.playlists import Slide
from queries.request_context import RequestContext
from queries.wall import WallAlertQueries

LISTED = 9


def draw(view: View, context: RequestContext, slide: Slide, region: int) -> Component:
    """The alerts of a region."""
    shown = WallAlertQueries(context).slide(view, region)
    return pane(
        view.translate("wall.alerts.title", place=shown.place),
        html.Div(wall_map(view, shown.ground, shown.viewport), className="wall-map-box"),
        html.Div(
            className="wall-alert-side",
            children=[
                level_counts(view, shown.counts) if shown.counts is not None else None,
                _waiting(view, shown.waiting, _more(view, shown.all - min(LISTED, len(shown.leading)))),
                alert_list(view, shown.leading[:LISTED], shown.blind),
            ],
        ),
        className="wall-alerts",
    )


def _waiting(view: View, waiting: int, others: Any) -> Component:
    number = html.B(str(waiting), **{"data-number": "unacknowledged"})
    return html.P([html.Span([view.translate("wall.alerts.waiting"), number]), others], className="wall-waiting")


def _more(view: View, count: int) -> Any:
    """How many are not listed."""
    return html.Span(view.translate("wall.more", n=count), **{"data-number": "more"}) if count > 0 else None
