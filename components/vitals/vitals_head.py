"""The heads of the screens of vital signs, and what their map can show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.forms.region_choice import RegionChoice, region_choice
from components.framework.view import View
from indicators.vitals import Sign, Vitals


@dataclass(frozen=True)
class VitalsHead:
    """Which region is shown, which could be, and what the map shows (None: all devices)."""

    place: str
    regions: RegionChoice
    vitals: Vitals
    on_map: Sign | None


def vitals_head(view: View, shown: VitalsHead) -> Component:
    """Title, the choice of a region, and the way to the devices."""
    return html.Div(
        [
            html.H1(view.translate("vitals.title", name=shown.place)),
            region_choice(view, shown.regions),
            html.A(view.translate("vitals.devices"), href=view.href("/devices"), className="link"),
        ],
        className="vitals-head",
    )


def map_choice(view: View, shown: VitalsHead) -> Component:
    """What the map shows: all devices, or one sign of a kind, as links."""
    vitals, sign = shown.vitals, shown.on_map
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
                    **(current if sign is not None and name == sign.id else {}),
                )
            )
            for name in vitals.of_kind(kind)
        ]
        kinds.append(html.Li([html.Span(view.localise(entry.name)), html.Ul(links)]))
    summary = view.translate("vitals.map.choose") if sign is None else view.localise(sign.name)
    more = html.Details([html.Summary(summary), html.Ul(kinds, className="chooser-list")], className="chooser")
    return html.Div([everything, more], className="chips vitals-choice")
