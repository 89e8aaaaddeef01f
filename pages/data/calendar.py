"""What should have come, from whom and by when, and what did (交数日历)."""

from __future__ import annotations

from dash import html

from components.data.calendar import calendar_table, overdue_list, tallies, ways
from components.framework.page import Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from queries.data import DeliveryQueries
from queries.request_context import RequestContext


def layout(view: View, context: RequestContext) -> Screen:
    """Counts, what is overdue with what can be done about it, and the calendar."""
    title = view.translate("data.title")
    shown = DeliveryQueries(context).calendar(view)
    overdue = overdue_list(view, shown.overdue, may_remind=context.actor.may("data.load"))
    ways_here = ways(view, quarantine=context.actor.may("quarantine.read") and not view.as_of, load=False)
    return Screen(
        title,
        [
            html.Div([html.H1(title), ways_here, tallies(view, shown.tallies)], className="data-head"),
            html.Div(
                [
                    panel(view.translate("data.overdue"), overdue),
                    panel(
                        view.translate("data.calendar"),
                        calendar_table(view, shown),
                        aside=view.translate("data.calendar.span"),
                    ),
                ],
                className="data-panels",
            ),
        ],
    )


PAGE = Page("data", "/data", layout, frozenset({"unit"}), kept=False)
