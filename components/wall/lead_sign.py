"""The chart of the sign that drives an incident, under a heading that says in words where it is going."""

from __future__ import annotations

from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.framework.view import View
from components.wall.alert_cards import AlertCard
from components.wall.chart import WallCurve, curve
from components.wall.frame import box
from components.wall.signs import sign_number


@dataclass(frozen=True)
class LeadSign:
    """The sign of an alert: its curve, and where it is going in words."""

    lead: AlertCard
    curve: WallCurve
    outlook: str


def lead_sign(view: View, shown: LeadSign) -> Component:
    """The chart under its heading."""
    lead = shown.lead
    number = sign_number(view, lead.shown) if lead.shown else None
    return box(
        [f"{lead.place} · {lead.name} ", number],
        html.Div(curve(shown.curve), className="wall-curve-box"),
        html.P(shown.outlook, className="wall-note"),
        className="wall-war-chart",
    )


def unknown_lead(view: View, lead: AlertCard) -> Component:
    """In the place of the chart, where the sign is none of ours (any more)."""
    words = html.P(view.translate("wall.unknown"), className="wall-calm")
    return box(lead.name, words, className="wall-war-chart")
