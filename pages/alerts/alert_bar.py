"""The alerts in the frame of every page, drawn anew when alerts change."""

from __future__ import annotations

from dash.development.base_component import Component

from components.alerts import alert_bar as drawn
from components.framework.page import LiveFragment
from components.framework.view import View
from components.shell.header import ALERT_BAR
from queries.alerts import AlertQueries
from queries.request_context import RequestContext


def alert_bar(view: View, context: RequestContext) -> Component:
    """Counts, the newest alert, and the red bar where there is a red alert."""
    return drawn.alert_bar(view, AlertQueries(context).bar(view))


BAR = LiveFragment(ALERT_BAR, alert_bar, frozenset({"alerts"}))
