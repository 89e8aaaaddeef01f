"""One task: where it stands, what may be done next, the number it is about, and its whole story on one line of time."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from components.framework.live import live
from components.framework.page import LiveFragment, Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.tasks.task_list import task_list
from components.tasks.task_number import TaskNumber, number_panel
from components.tasks.task_view import TaskView, task_actions_panel, task_head
from components.tasks.timeline import task_timeline_list
from queries.request_context import RequestContext
from queries.tasks import TaskQueries
from queries.unavailable import greyed


def layout(view: View, context: RequestContext, task: str) -> Screen:
    """The screen of the task with this number. NoSuchScreen where there is none for this visitor."""
    queries = TaskQueries(context)
    seen = queries.task(view, task)
    return Screen(
        seen.title,
        [
            html.Nav(
                [html.A(view.translate("menu.tasks"), href=view.href("/tasks")), " › ", f"#{seen.id}"],
                className="crumbs",
                **{"aria-label": view.translate("task.crumbs")},
            ),
            html.H1(seen.title),
            html.Div(
                className="task",
                children=[
                    html.Div(
                        [live(view, HEAD, task_head(view, seen)), live(view, ACTS, acts(view, context, task))],
                        className="task-side",
                    ),
                    live(view, RECORD, _record(view, seen, _number(view, queries, seen.number)), className="task-main"),
                ],
            ),
        ],
    )


def head(view: View, context: RequestContext, task: str) -> list[Component]:
    """Where it stands, whose it is, and its deadlines."""
    return task_head(view, TaskQueries(context).task(view, task))


def acts(view: View, context: RequestContext, task: str) -> list[Component]:
    """What this visitor may do now; what is theirs but not possible stands below, with its reason."""
    found = TaskQueries(context).acts(view, task)
    return task_actions_panel(view, found) if found is not None else []


def record(view: View, context: RequestContext, task: str) -> list[Any]:
    """What it is about, and what has happened so far."""
    queries = TaskQueries(context)
    seen = queries.task(view, task)
    return _record(view, seen, _number(view, queries, seen.number))


@greyed
def _number(view: View, queries: TaskQueries, kept: TaskNumber | None) -> Component | None:
    return None if kept is None else number_panel(view, queries.number_now(view, kept))


def _record(view: View, seen: TaskView, number: Component | None) -> list[Any]:
    return [
        panel(
            view.translate("task.about"),
            html.P(seen.what) if seen.what else None,
            html.P(seen.why, className="why") if seen.why else None,
        ),
        number,
        panel(view.translate("task.around"), task_list(view, seen.around)) if seen.around else None,
        panel(view.translate("task.record"), task_timeline_list(view, seen.record), className="task-record"),
    ]


FOLLOWED = frozenset({"tasks", "snapshot"})
HEAD = LiveFragment("task-head", head, frozenset({"tasks"}), personal=True)
ACTS = LiveFragment("task-acts", acts, frozenset({"tasks"}), personal=True)
RECORD = LiveFragment("task-record", record, FOLLOWED, personal=True)
PAGE = Page("task", "/tasks/<task>", layout, parts=(HEAD, ACTS, RECORD), kept=False)
