"""Alerts in the frame of every page: counts by level, and a bar as long as a red one waits for an answer."""

from __future__ import annotations

from collections.abc import Collection

from dash import html
from dash.development.base_component import Component

from components.alerts.alert_counts import Count, count_chips
from components.alerts.alert_list import AlertLine
from components.framework.live import age
from components.framework.page import LiveFragment
from components.framework.view import View
from components.maps.levels import level_mark
from components.shell.page_shell import ALERT_BAR
from data.operations.alerts.repository import AlertFilter, count_by_level, list_alerts
from indicators.alerts import level_number
from queries.alerts.alert_lines import LIVE_STATES, level_of, lines
from queries.request_context import RequestContext

RED = level_number("red")
LOUD = (level_number("orange"), RED)  # levels whose newest alert is read out


def counts(context: RequestContext, regions: Collection[int] | None = None) -> list[Count]:
    """How many alerts of each level are on, from red down."""
    with context.operations.reading() as connection:
        found = count_by_level(connection, context.scope, regions)
    return [Count(level_of(one.level), one.live, one.calling) for one in found]


def alert_bar(view: View, context: RequestContext) -> Component:
    """Counts, what the browser reads out when it is new, and the red bar where there is a red alert."""
    found = counts(context)
    with context.operations.reading() as connection:
        newest = list_alerts(connection, context.scope, AlertFilter(states=LIVE_STATES, waiting=True, echoes=False), 40)
    loudest = max(newest, key=lambda alert: alert.id, default=None)
    red = [alert for alert in newest if alert.level == RED][:1]
    told = lines(view, context, [*red, *([loudest] if loudest else [])])
    said = {
        "data-newest": str(loudest.id if loudest else 0),
        "data-loud": "true" if loudest and loudest.level in LOUD else "false",
        "data-say": _sentence(view, told[-1]) if loudest else "",
        "data-waiting": str(sum(count.waiting for count in found)),
    }
    return html.Div([count_chips(view, found), _red(view, told[0]) if red else None], className="alert-frame", **said)


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


BAR = LiveFragment(ALERT_BAR, alert_bar, frozenset({"alerts"}))
