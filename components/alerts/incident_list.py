"""Incidents as a compact list: how grave, what, where, how many alerts, since when; wartime mode says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dash import html
from dash.development.base_component import Component

from components.framework.live import age
from components.framework.view import View
from components.maps.levels import LevelMark, level_mark


@dataclass(frozen=True)
class IncidentLine:
    """An incident as a line: `members` alerts belong to it, of which `on` are on."""

    id: int
    level: LevelMark
    title: str
    place: str
    state: str
    members: int
    on: int
    opened: datetime


def incident_list(view: View, lines: Sequence[IncidentLine]) -> Component:
    """The lines in the order given; a sentence where there are none."""
    if not lines:
        return html.P(view.translate("incident.none"), className="note nothing")
    return html.Ol([html.Li(_line(view, line)) for line in lines], className="incident-list")


def _line(view: View, line: IncidentLine) -> Component:
    wartime = html.Span(view.translate("incident.state.wartime"), className="mark mark-wartime")
    counted = view.translate("incident.counted", on=line.on, all=line.members)
    return html.A(
        href=view.href(f"/incidents/{line.id}"),
        className=f"incident-line at-{line.level}",
        **{"data-incident": str(line.id)},
        children=[
            level_mark(view, line.level),
            html.Span([html.B(line.title), " ", html.Span(line.place)], className="name"),
            wartime if line.state == "wartime" else None,
            html.Span(counted, className="counted", **{"data-number": "members"}),
            age(view, line.opened),
        ],
    )
