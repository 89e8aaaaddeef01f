"""The places of a sign as a table, the worst first, each with its last day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.framework.live import age
from components.framework.view import View
from components.maps.levels import level_mark
from components.tables.accessible_table import table
from components.vitals.sign_course import LabelledCourse, course_sparkline
from components.vitals.signs import SignDisplayValue, drift, sign_number
from indicators.vitals import Sign


@dataclass(frozen=True)
class PlaceRow:
    """A device: its value now and an hour ago, since when its level holds (in words), and its last day."""

    name: str
    href: str
    figure: SignDisplayValue
    before: float | None
    since: str
    day: LabelledCourse | None


@dataclass(frozen=True)
class SignPlaces:
    """The worst places of a sign, of `all` that it has."""

    sign: Sign
    rows: Sequence[PlaceRow]
    all: int


def places_table(view: View, shown: SignPlaces) -> Component:
    """The table, and how many places there are more."""
    heads = [view.translate(f"sign.places.{name}") for name in ("place", "level", "now", "since", "day", "age")]
    rows = [_row(view, shown.sign, row) for row in shown.rows]
    more = view.translate("sign.places.more", shown=len(rows), n=shown.all) if shown.all > len(rows) else ""
    body = table(view.translate("sign.places.title"), heads, rows, "sign-places")
    return html.Div([body, html.P(more, className="note") if more else None])


def _row(view: View, sign: Sign, row: PlaceRow) -> list[Any]:
    known = row.figure.level != "unknown"
    moved = drift(view, sign, row.before, row.figure.value) if known else None
    return [
        html.A(row.name, href=row.href),
        level_mark(view, row.figure.level),
        html.Span([sign_number(view, row.figure, row.name), moved]),
        row.since,
        course_sparkline(row.day, 160, 32) if row.day else "",
        age(view, row.figure.at),
    ]
