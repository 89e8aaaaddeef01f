"""The calendar of what was loaded when: each day leads to what was known at its end."""

from __future__ import annotations

from dash import html

from components.framework.page import Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.history.calendar import load_calendar
from queries.history import LoadQueries
from queries.request_context import RequestContext


def layout(view: View, context: RequestContext) -> Screen:
    """A year of days, and the page that they lead to."""
    title = view.translate("history.title")
    year = LoadQueries(context).year(view)
    return Screen(title, [html.H1(title), panel(view.translate("past.choose"), load_calendar(view, year))])


PAGE = Page("history", "/history", layout, frozenset({"of", "at", "year"}), kept=False, past=False)
