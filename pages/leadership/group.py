"""One function or one topic: how it stands, what carries it, where, and its indicators, the worst first."""

from __future__ import annotations

from functools import partial

from dash import html

from components.framework.page import Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.indicators.indicator_row import rows, worst_first
from components.leadership.group import head, switcher
from queries.leadership import GroupQueries
from queries.request_context import RequestContext


def layout(view: View, context: RequestContext, name: str, *, kind: str) -> Screen:
    """The screen of the function or topic `name`. NoSuchScreen for an unknown one."""
    page = GroupQueries(context).page(view, kind, name)
    title, lines = page.group.title, page.lines
    return Screen(
        view.translate(f"{kind}.title", name=title),
        [
            html.H1(title),
            switcher(view, page),
            head(view, page.group),
            panel(view.translate("group.indicators", count=len(lines)), rows(view, worst_first(lines))),
        ],
    )


FUNCTION = Page("function", "/functions/<name>", partial(layout, kind="function"))
TOPIC = Page("topic", "/topics/<name>", partial(layout, kind="topic"))
