"""A task that is already filled in: the first click leads here (or opens it in the sheet), the second sends it."""

from __future__ import annotations

from dash import html

from components.framework.page import Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.tasks.task_forms import draft_form
from queries.request_context import RequestContext
from queries.tasks import DRAFT_OPTIONS, TaskQueries


def layout(view: View, context: RequestContext) -> Screen:
    """The form for the subject that the address names. NoSuchScreen, OutOfScope."""
    proposed = TaskQueries(context).draft(view)
    title = view.translate("task.new.chase" if proposed.chasing else "task.new")
    form = draft_form(view, proposed, view.href())
    return Screen(title, [html.H1(title), panel(proposed.title, form, className="task-new")])


PAGE = Page("task-new", "/tasks/new", layout, DRAFT_OPTIONS, right="task.dispatch", kept=False, past=False)
