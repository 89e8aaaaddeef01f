"""All tasks that somebody may see: mine, my units', those I sent, all; as a table, a board, by unit, on the map."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dash import html
from dash.development.base_component import Component

from components.framework.live import live
from components.framework.page import LiveFragment, Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.tasks.task_counts import counts_row
from components.tasks.task_map import task_map
from components.tasks.task_table import VIEWS, board_panel, filters, load_panel, page_panel, tabs
from queries.request_context import RequestContext
from queries.tasks import TaskQueries

OPTIONS = frozenset({"list", "view", "state", "due", "unit", "region", "urgency", "q", "page", "subject"})


def layout(view: View, context: RequestContext) -> Screen:
    """Counts first, then the list that the address asks for."""
    queries = TaskQueries(context)
    title = view.translate("menu.tasks")
    narrowed = any(view.option(name) for name in ("q", "state", "unit", "region", "urgency"))
    return Screen(
        title,
        [
            html.H1(title),
            html.Div(
                [
                    tabs(view, "list", queries.possible_lists(), queries.chosen_list(view)),
                    tabs(view, "view", VIEWS, _view(view)),
                ],
                className="task-tabs",
            ),
            html.Details(
                [html.Summary(view.translate("task.narrow-down")), filters(view, queries.choices(view))],
                className="more",
                open=narrowed or None,
            ),
            live(view, BODY, body(view, context), className="tasks-body"),
        ],
    )


def body(view: View, context: RequestContext) -> list[Component]:
    """The counts over the list, and the list itself."""
    queries = TaskQueries(context)
    shown: Mapping[str, Callable[[], Component]] = {
        "table": lambda: page_panel(view, queries.chosen_list(view), queries.page(view)),
        "board": lambda: board_panel(view, queries.board(view)),
        "load": lambda: load_panel(view, queries.load(view)),
        "map": lambda: task_map(view, queries.map(view)),
    }
    counts = counts_row(view, queries.counts_listed(view))
    return [panel(view.translate("task.counts"), counts, className="task-counts"), shown[_view(view)]()]


def _view(view: View) -> str:
    return view.option("view") if view.option("view") in VIEWS else VIEWS[0]


BODY = LiveFragment("tasks-body", body, frozenset({"tasks"}), personal=True)
PAGE = Page("tasks", "/tasks", layout, OPTIONS, parts=(BODY,), kept=False)
