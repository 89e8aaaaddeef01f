"""Alerts in the frame of every page: counts by level, and a bar as long as a red one waits for an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.alerts.alert_counts import AlertLevelCount, count_chips
from components.alerts.alert_list import AlertLine
from components.framework.live import age
from components.framework.view import View
from components.maps.levels import level_mark

LOUD = frozenset({"orange", "red"})  # levels whose newest alert is read out


@dataclass(frozen=True)
class AlertBar:
    """Counts by level, the newest alert that waits for an answer, and the red one that the bar names."""

    counts: Sequence[AlertLevelCount]
    newest: AlertLine | None = None
    red: AlertLine | None = None


def alert_bar(view: View, bar: AlertBar) -> Component:
    """Counts, what the browser reads out when it is new, and the red bar where there is a red alert."""
    newest = bar.newest
    said = {
        "data-newest": str(newest.id if newest else 0),
        "data-loud": "true" if newest and newest.level in LOUD else "false",
        "data-say": _sentence(view, newest) if newest else "",
        "data-waiting": str(sum(count.waiting for count in bar.counts)),
    }
    red = _red(view, bar.red) if bar.red else None
    return html.Div([count_chips(view, bar.counts), red], className="alert-frame", **said)


def _sentence(view: View, line: AlertLine) -> str:
    level = view.translate(f"map.level.{line.level}")
    return view.translate("alert.new", level=level, place=line.place, name=line.name, value=line.value or line.why)


def _red(view: View, line: AlertLine) -> Component:
    """Quiet, but there until somebody has acknowledged it."""
    return html.A(
        className="red-bar",
        href=view.href(f"/alerts/{line.id}"),
        children=[
            level_mark(view, "red"),
            html.B(f"{line.place} {line.name}"),
            html.Span(line.value, **line.marks) if line.value else None,
            age(view, line.raised),
            html.Span(view.translate("alert.red.waits", who=line.called)),
        ],
    )
