"""An alert as a wall tells of it: what, where on the map, how bad, since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dash import html
from dash.development.base_component import Component

from components.framework.view import View
from components.maps.plane import Spot
from components.wall.alerts import alert_line, no_alerts
from components.wall.signs import WallSign, level_name
from components.wall.wall_map import MapMark
from indicators.alerts import Alert
from indicators.vitals import Sign


@dataclass(frozen=True)
class AlertCard:
    """An alert with its sign, the name of its place, the district or town around it, and where it is on the map.

    `shown` is its value now, `raised_at` when it was raised, in local time.
    """

    alert: Alert
    sign: Sign | None
    name: str
    place: str
    around: str
    spot: Spot | None
    shown: WallSign | None
    raised_at: datetime

    def mark(self, words: bool = False) -> MapMark | None:
        """It as a mark on the map."""
        if self.spot is None:
            return None
        return MapMark(self.spot, level_name(self.alert.level), self.name if words else "")


def alert_list(view: View, alerts: Sequence[AlertCard], blind: str = "") -> Component:
    """The alerts as lines, the gravest first. Without any, that there are none, or `blind`: why nobody knows."""
    if not alerts:
        return html.P(blind, className="wall-calm") if blind else no_alerts(view)
    return html.Ol([_line(view, one) for one in alerts], className="wall-list")


def _line(view: View, one: AlertCard) -> Component:
    alert = one.alert
    place = " · ".join(part for part in (one.around, one.place) if part)
    said = view.translate(
        "wall.alert.how",
        trigger=view.translate(f"wall.trigger.{alert.trigger}"),
        state=view.translate(f"wall.state.{alert.state}"),
    )
    shown = one.shown if alert.trigger != "stale" else None
    return alert_line(view, one.name, place, alert.level, shown, one.raised_at, said)
