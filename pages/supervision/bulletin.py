"""The weekly bulletin of a unit: one sheet to print. What came, what was done, what is wrong, what comes next."""

from __future__ import annotations

from dash import html

from components.framework.page import Page, Screen
from components.framework.view import View
from components.supervision.bulletin_view import bulletin_panels, unit_form
from queries.request_context import RequestContext
from queries.supervision import SupervisionQueries


def layout(view: View, context: RequestContext, week: str) -> Screen:
    """The bulletin of the unit in the address for the week that a day lies in. NoSuchScreen for no day."""
    seen = SupervisionQueries(context).bulletin(view, week)
    title = view.translate("bulletin.title", name=seen.name, first=seen.first_day, last=seen.last_day)
    return Screen(
        title,
        [
            html.H1(title),
            unit_form(view, seen),
            html.Div(bulletin_panels(view, seen), className="tasks-body bulletin"),
        ],
    )


PAGE = Page("bulletin", "/supervision/bulletins/<week>", layout, frozenset({"unit"}), kept=False)
