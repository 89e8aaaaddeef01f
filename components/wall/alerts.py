"""Lines of alerts on a wall: level, what and where, how much, since when, and whether somebody is on it."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from components.framework.live import age
from components.framework.view import View
from components.maps.levels import level_mark
from components.wall.signs import WallSign, level_name, sign_number


def alert_line(
    view: View, name: str, place: str, level: int, shown: WallSign | None, since: Any, state: str
) -> Component:
    """One alert. `since` is the moment (aware) it began, `state` its state in words."""
    return html.Li(
        className=f"wall-alert edge-{level_name(level)}",
        children=[
            html.Div([level_mark(view, level_name(level)), html.B(name)], className="wall-alert-name"),
            html.Div(sign_number(view, shown, mark=False) if shown else None, className="wall-alert-value"),
            html.Div(place, className="wall-alert-place"),
            html.Div([age(view, since), " · ", state], className="wall-alert-since"),
        ],
    )


def no_alerts(view: View) -> Component:
    """Nothing is wrong: said, not left blank."""
    return html.P(view.translate("wall.alerts.none"), className="wall-calm")
