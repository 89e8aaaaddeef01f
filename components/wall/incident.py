"""The parts of an incident on a wall: what happened when, signs around it, what has to be kept next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.formatting.numbers import DisplayValue, digits, marks
from components.framework.view import View
from components.wall.frame import countdown
from components.wall.signs import WallSign, level_name, sign_number

KILOMETRES = 5  # around an incident, that devices are counted within


@dataclass(frozen=True)
class IncidentLogLine:
    """One entry of the time line: the hour, what happened, and who or why."""

    at: str
    what: str
    more: str = ""


@dataclass(frozen=True)
class NearbySign:
    """A sign near the incident: its value, where it is worst, and how it moved in the last hour (a signed text)."""

    shown: WallSign
    name: str
    place: str
    moved: str


@dataclass(frozen=True)
class Residents:
    """How many live in a place, by a published figure."""

    place: str
    figure: DisplayValue


@dataclass(frozen=True)
class Surroundings:
    """Who lives around an incident, and how many devices stand near, by what they measure."""

    residents: Residents | None
    devices: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class IncidentDeadline:
    """Something that has to be kept: what, and until when (epoch seconds)."""

    what: str
    until: int


def time_line(entries: Sequence[IncidentLogLine]) -> Component:
    """What happened, the newest last."""
    return html.Ol(
        className="wall-time-line",
        children=[
            html.Li([html.Time(one.at, **{"data-number": "time"}), html.B(one.what), html.Span(one.more)])
            for one in entries
        ],
    )


def nearby_tiles(view: View, signs: Sequence[NearbySign]) -> Component:
    """The signs nearby in a row."""
    return html.Ul(
        className="wall-near",
        children=[
            html.Li(
                className=f"edge-{level_name(one.shown.level)}",
                children=[
                    html.Span(one.name, className="wall-near-name"),
                    sign_number(view, one.shown, mark=False),
                    html.Small([one.place, " ", html.Span(one.moved, **{"data-number": "moved"})]),
                ],
            )
            for one in signs
        ],
    )


def deadlines(view: View, due: Sequence[IncidentDeadline], now: int) -> Component:
    """The nearest in large, the others below."""
    if not due:
        return html.P(view.translate("wall.due.none"), className="wall-calm")
    first, *others = sorted(due, key=lambda one: one.until)
    return html.Div(
        className="wall-due",
        children=[
            html.Div([countdown(view, first.until, now, "wall-due-first"), html.Span(first.what)]),
            html.Ol([html.Li([html.Span(one.what), countdown(view, one.until, now)]) for one in others]),
        ],
    )


def around(view: View, shown: Surroundings | None) -> Component:
    """Who and what is around."""
    items: list[tuple[str, Any]] = []
    if shown is not None and shown.residents is not None:
        figure = shown.residents.figure
        year, number = figure.period[:4], html.B(digits(figure.value, figure.decimals))
        name = view.translate("wall.people", place=shown.residents.place, year=year)
        items.append((name, html.Span([number, figure.unit], **marks(figure))))
    for what, count in shown.devices if shown is not None else ():
        name = view.translate("wall.devices", what=what, km=KILOMETRES)
        items.append((name, html.Span(html.B(str(count)), **{"data-number": "devices-around"})))
    return html.Dl([part for name, value in items for part in (html.Dt(name), html.Dd(value))], className="wall-around")
