"""What somebody should learn of: their own notices, their units', and those of the rights they hold."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.framework.live import live
from components.framework.page import LiveFragment, Page, Screen
from components.framework.view import View
from components.notifications.notices import notices_panel
from queries.request_context import RequestContext
from queries.tasks import TaskQueries


def layout(view: View, context: RequestContext) -> Screen:
    """The newest notices, unread ones marked."""
    title = view.translate("notice.title")
    return Screen(title, [html.H1(title), live(view, LIST, content(view, context))])


def content(view: View, context: RequestContext) -> list[Component]:
    """The list, and the button that marks all as read."""
    return [notices_panel(view, TaskQueries(context).notices(view))]


LIST = LiveFragment("notice-list", content, frozenset({"tasks"}), personal=True)
PAGE = Page("notices", "/notices", layout, parts=(LIST,), kept=False, past=False)
