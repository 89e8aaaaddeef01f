"""The vital signs of a region in a few lines: its health, and the signs that stand worst."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.framework.live import age
from components.framework.view import View
from components.maps.levels import level_mark
from components.vitals.board import WorstSign
from components.vitals.signs import SignDisplayValue, sign_value


@dataclass(frozen=True)
class VitalsStrip:
    """The health of a region and its worst signs; `late_since`: when the monitor fell silent, if it has.

    `blind` says since when there are no readings of now, where there are none.
    """

    href: str
    health: SignDisplayValue
    worst: Sequence[WorstSign]
    late_since: datetime | None
    blind: str = ""


def vitals_strip(view: View, shown: VitalsStrip) -> Component:
    """The strip, which leads to the region's vital signs."""
    href, health, worst, late_since = shown.href, shown.health, shown.worst, shown.late_since
    head = [
        html.A(view.translate("menu.vitals"), href=href, className="link"),
        sign_value(health),
        level_mark(view, health.level),
        age(view, health.at if late_since is None else late_since),
    ]
    rows: list[Any] = [html.Li(_row(view, one)) for one in worst]
    calm = view.translate("vitals.nothing") if health.level == "normal" else view.translate("map.level.unknown")
    body = html.Ul(rows) if rows else html.P(shown.blind or calm, className="note")
    return html.Div(
        [html.P(head, className="strip-head"), html.P(view.translate("vitals.strip.how"), className="note"), body],
        className="vitals-strip late" if late_since else "vitals-strip",
    )


def _row(view: View, one: WorstSign) -> list[Any]:
    return [
        level_mark(view, one.figure.level),
        html.Span(one.name, className="name", title=one.name),
        sign_value(one.figure),
        html.Span(one.place, className="place", title=one.place),
    ]
