"""One device in depth: what it delivers, its last readings, its signs, who brings them, and where it stands."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.framework.live import live
from components.framework.page import LiveFragment, Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.maps.big_map import big_map
from components.vitals.device_state import device_facts, device_state
from queries.request_context import RequestContext
from queries.vitals import DeviceQueries


def layout(view: View, context: RequestContext, device: str) -> Screen:
    """The screen of the device with this unified id. NoSuchScreen for an unknown one."""
    queries = DeviceQueries(context)
    facts, place = queries.facts(view, device), queries.map(view, device)
    about = panel(view.translate("device.about"), device_facts(view, facts))
    where = panel(view.translate("device.where"), big_map(view, place), className="device-map") if place else None
    return Screen(
        facts.name,
        [
            html.Div(
                [
                    html.H1(facts.name),
                    html.A(view.translate("device.title"), href=view.href("/devices"), className="link"),
                ],
                className="vitals-head",
            ),
            html.Div(
                [
                    panel(view.translate("device.now"), live(view, NOW, now(view, context, device))),
                    html.Div([about, where]),
                ],
                className="sign-page device-page",
            ),
        ],
    )


def now(view: View, context: RequestContext, device: str) -> Component:
    """Its state, its newest readings, its signs."""
    return device_state(view, DeviceQueries(context).state(view, device))


NOW = LiveFragment("device-now", now, frozenset({"signs", "liveness"}))
PAGE = Page("device", "/devices/<path:device>", layout, parts=(NOW,), kept=False)
