"""How the city is now: its health, the nine kinds of vital signs, what is not normal, and where."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.framework.live import live
from components.framework.page import LiveFragment, Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.maps.big_map import big_map, map_now
from components.vitals.board import health_board
from components.vitals.not_normal import raised_list
from components.vitals.vitals_head import map_choice, vitals_head
from queries.request_context import RequestContext
from queries.vitals import VitalsQueries

SIGNS = frozenset({"signs", "liveness"})
SHOWN = 11  # of what is not normal that fit one 1920×1080 screen


def layout(view: View, context: RequestContext) -> Screen:
    """The screen for the region in the address."""
    queries = VitalsQueries(context)
    head = queries.head(view)
    return Screen(
        view.translate("vitals.title", name=head.place),
        [
            vitals_head(view, head),
            html.Div(
                [
                    panel(
                        view.translate("vitals.health"),
                        live(view, HEALTH, health(view, context), "live-health"),
                        className="vitals-health",
                    ),
                    panel(
                        view.translate("vitals.map"),
                        map_choice(view, head),
                        big_map(view, queries.map(view), WHERE),
                        className="vitals-map",
                    ),
                    panel(
                        view.translate("vitals.raised"),
                        live(view, RAISED, raised(view, context)),
                        className="vitals-raised",
                    ),
                ],
                className="vitals",
            ),
        ],
    )


def health(view: View, context: RequestContext) -> Component:
    """The health and the board."""
    return health_board(view, VitalsQueries(context).board(view))


def raised(view: View, context: RequestContext) -> Component:
    """What is not normal, and who brings the readings."""
    return raised_list(view, VitalsQueries(context).not_normal(view), SHOWN)


def where(view: View, context: RequestContext) -> Component:
    """What of the map changes."""
    return map_now(view, VitalsQueries(context).map(view))


HEALTH = LiveFragment("vitals-health", health, SIGNS)
RAISED = LiveFragment("vitals-raised", raised, SIGNS)
WHERE = LiveFragment("vitals-where", where, SIGNS)
PAGE = Page("vitals", "/vitals", layout, frozenset({"region", "map"}), parts=(HEALTH, RAISED, WHERE), kept=False)
