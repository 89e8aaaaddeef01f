"""What is not normal now, the worst first: which sign, where, how much, since when, which way, how old."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.framework.live import age
from components.framework.view import View
from components.maps.levels import level_mark
from components.vitals.signs import SignFigure, sign_number


@dataclass(frozen=True)
class Raised:
    """A sign above normal at a place or in a region. `drift` is drawn already, `since` are words."""

    name: str
    href: str
    place: str
    place_href: str
    figure: SignFigure
    since: str
    drift: Component


def not_normal(view: View, rows: Sequence[Raised], shown: int) -> list[Any]:
    """The first rows of the list, and how many more there are."""
    if not rows:
        return [html.P(view.translate("vitals.all-normal"), className="note")]
    more = len(rows) - shown
    return [
        html.Ol([html.Li(_row(view, row)) for row in rows[:shown]], className="raised"),
        html.P(view.translate("vitals.more", n=more), className="note") if more > 0 else None,
    ]


def _row(view: View, row: Raised) -> list[Any]:
    return [
        html.Div(
            [
                level_mark(view, row.figure.level),
                html.A(row.name, href=row.href, className="name"),
                html.A(row.place, href=row.place_href, className="where"),
            ],
            className="line",
        ),
        html.Div(
            [
                sign_number(view, row.figure, f"{row.place} {row.name}"),
                row.drift,
                html.Span(row.since, className="note"),
                age(view, row.figure.at),
            ],
            className="line second",
        ),
    ]
