"""The chip in the header that says of which moment a page is, and opens the calendar of what was loaded when."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.framework.view import View
from components.history.calendar import CALENDAR
from components.shell.past_frame import moment_words


def as_of_chip(view: View) -> Component:
    """A link to the calendar, which the sheet shows over the page where scripts run."""
    past = view.as_of is not None
    words = view.translate("shell.as_of", day=moment_words(view.as_of)) if view.as_of else view.translate("past.look")
    return html.A(
        words,
        href=view.href("/history", as_of=None, of=view.path, at=view.as_of),
        className="mark mark-past" if past else "mark mark-now",
        title=view.translate("past.choose"),
        **{"data-sheet": CALENDAR},
    )
