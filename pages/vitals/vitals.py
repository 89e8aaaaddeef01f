"""How the city is now: its health, the nine kinds of vital signs, what is not normal, and where."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from components.forms.region_choice import region_choice
from components.framework.live import live
from components.framework.page import LiveFragment, Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.maps.big_map import big_map, map_now
from components.vitals.board import board, health_panel
from components.vitals.feeds import Feed, feed_list
from components.vitals.not_normal import not_normal
from components.vitals.signs import source_line
from queries.request_context import RequestContext
from queries.vitals.board import health_of, kind_rows, raised_rows
from queries.vitals.current_signs import CurrentSigns, chosen_region, local, now_in
from queries.vitals.device_map import device_map

SIGNS = frozenset({"signs"})
SHOWN = 11  # of what is not normal that fit one 1920×1080 screen


def health(view: View, context: RequestContext) -> Component:
    """The health and the board."""
    now = _now(view, context)
    return html.Div(
        [
            source_line(view, now.looked_at if now.late else None, now.looked_at),
            *health_panel(view, health_of(view, context, now)),
            board(view, kind_rows(view, context, now)),
        ],
        className=_quiet(now),
    )


def raised(view: View, context: RequestContext) -> Component:
    """What is not normal, and who brings the readings."""
    now = _now(view, context)
    rows = raised_rows(view, context, now)
    feeds = [
        Feed(
            view.translate("vitals.feed.demo") if one.id == DEMO_FEED else one.id,
            local(one.last_at),
            one.silent,
            one.every,
        )
        for one in context.picture.feeds(context.scope)
    ]
    return html.Div([*not_normal(view, rows, SHOWN), feed_list(view, feeds)], className=_quiet(now))


def where(view: View, context: RequestContext) -> Component:
    """What of the map changes."""
    return map_now(view, device_map(view, context, _now(view, context), view.option("map")))


DEMO_FEED = "demonstration-feeder"
HEALTH = LiveFragment("vitals-health", health, SIGNS)
RAISED = LiveFragment("vitals-raised", raised, SIGNS)
WHERE = LiveFragment("vitals-where", where, SIGNS)


def _now(view: View, context: RequestContext) -> CurrentSigns:
    return now_in(context, chosen_region(view, context))


def _quiet(now: CurrentSigns) -> str | None:
    return "late" if now.late else None


def layout(view: View, context: RequestContext) -> Screen:
    """The screen for the region in the address."""
    region = chosen_region(view, context)
    name = view.localise(context.catalogue.regions[region].name)
    choosable = context.seen(context.catalogue.regions.codes)
    return Screen(
        view.translate("vitals.title", name=name),
        [
            html.Div(
                [
                    html.H1(view.translate("vitals.title", name=name)),
                    region_choice(view, context.catalogue, choosable, context.home, region),
                    html.A(view.translate("vitals.devices"), href=view.href("/devices"), className="link"),
                    html.P(view.translate("vitals.only-now"), className="note") if view.as_of else None,
                ],
                className="vitals-head",
            ),
            html.Div(
                [
                    panel(
                        view.translate("vitals.health"),
                        live(HEALTH, health(view, context), "live-health"),
                        className="vitals-health",
                    ),
                    _map(view, context, region),
                    panel(
                        view.translate("vitals.raised"), live(RAISED, raised(view, context)), className="vitals-raised"
                    ),
                ],
                className="vitals",
            ),
        ],
    )


def _map(view: View, context: RequestContext, region: int) -> Component:
    spec = device_map(view, context, now_in(context, region), view.option("map"))
    return panel(
        view.translate("vitals.map"), _choice(view, context), big_map(view, spec, WHERE), className="vitals-map"
    )


def _choice(view: View, context: RequestContext) -> Component:
    """What the map shows: all devices, or one sign of a kind, as links."""
    vitals, chosen = context.catalogue.vitals, view.option("map")
    sign = vitals.signs.get(chosen)
    current: dict[str, Any] = {"aria-current": "true"}
    everything = html.A(
        view.translate("vitals.map.what"), href=view.href(map=None), **(current if sign is None else {})
    )
    kinds = []
    for kind, entry in vitals.kinds.items():
        links = [
            html.Li(
                html.A(
                    view.localise(vitals.signs[name].name),
                    href=view.href(map=name),
                    **(current if name == chosen else {}),
                )
            )
            for name in vitals.of_kind(kind)
        ]
        kinds.append(html.Li([html.Span(view.localise(entry.name)), html.Ul(links)]))
    summary = view.translate("vitals.map.choose") if sign is None else view.localise(sign.name)
    more = html.Details([html.Summary(summary), html.Ul(kinds, className="chooser-list")], className="chooser")
    return html.Div([everything, more], className="chips vitals-choice")


PAGE = Page("vitals", "/vitals", layout, frozenset({"region", "map"}), parts=(HEALTH, RAISED, WHERE), kept=False)
