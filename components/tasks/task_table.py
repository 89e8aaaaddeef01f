"""The lists of `/tasks`: a table with links that narrow it down, a board by state, and what lies with each unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.forms.inputs import choice, hidden, typed
from components.framework.panel import panel
from components.framework.view import View
from components.tables.accessible_table import table
from components.tasks.task_forms import labelled
from components.tasks.task_list import TaskLine, outcome_mark, stands_mark, task_list
from components.tasks.task_words import state_name, urgency_name

LISTS = ("mine", "units", "sent", "all")
VIEWS = ("table", "board", "load", "map")
Options = Sequence[tuple[str, str]]


def tabs(view: View, name: str, values: Sequence[str], chosen: str) -> Component:
    """Links that change one option of the address."""
    return html.Nav(
        className="chips tabs",
        **{"aria-label": view.translate(f"task.{name}")},
        children=[
            html.A(
                view.translate(f"task.{name}.{value}"),
                href=view.href(**{name: value, "page": None}),
                **({"aria-current": "true"} if value == chosen else {}),
            )
            for value in values
        ],
    )


@dataclass(frozen=True)
class TaskFilterOptions:
    """What the lists can be narrowed down by: pairs of value and label."""

    units: Options
    regions: Options
    states: Options


def filters(view: View, choices: TaskFilterOptions) -> Component:
    """What narrows the list down, in the address."""
    said = view.options
    kept = [("lang", "en")] if view.lang == "en" else []
    kept += [("theme", "light")] if view.theme == "light" else []
    kept += [(name, said[name]) for name in ("list", "view", "due") if said.get(name)]
    urgent = [(one, urgency_name(view, one)) for one in ("ordinary", "important", "urgent", "critical")]
    everything = [("", view.translate("task.any"))]
    return html.Form(
        className="act task-filters",
        method="get",
        action="/tasks",
        children=[
            *(hidden(name, value) for name, value in kept),
            labelled(view, "q", typed("search", "q", said.get("q", ""), maxLength=60)),
            labelled(view, "state", choice("state", [*everything, *choices.states], said.get("state", ""))),
            labelled(view, "unit", choice("unit", [*everything, *choices.units], said.get("unit", ""))),
            labelled(view, "region", choice("region", [*everything, *choices.regions], said.get("region", ""))),
            labelled(view, "urgency", choice("urgency", [*everything, *urgent], said.get("urgency", ""))),
            html.Button(view.translate("task.narrow"), type="submit", className="button"),
        ],
    )


@dataclass(frozen=True)
class TaskPage:
    """One page (from 1) of a list: its tasks, how many there are in all, how many fit on a page."""

    lines: Sequence[TaskLine]
    count: int
    page: int
    size: int


def page_panel(view: View, name: str, found: TaskPage) -> Component:
    """A page of the list of a name, with the ways to the pages beside it."""
    title = view.translate(f"task.list.{name}")
    return panel(
        title,
        task_table(view, title, found.lines),
        _pages(view, found),
        aside=[html.Span(str(found.count), **{"data-number": "tasks-listed"}), view.translate("task.many")],
    )


def _pages(view: View, found: TaskPage) -> Component | None:
    if found.count <= found.size:
        return None
    back = _page_link(view, "task.page.back", found.page - 1) if found.page > 1 else None
    on = _page_link(view, "task.page.on", found.page + 1) if found.page * found.size < found.count else None
    return html.P([back, " ", on], className="note")


def _page_link(view: View, label: str, page: int) -> Component:
    return html.A(view.translate(label), href=view.href(page=str(page)), className="link")


def task_table(view: View, caption: str, lines: Sequence[TaskLine]) -> Component:
    """The tasks as a table; on a phone, as a list."""
    heads = [
        view.translate(f"task.col.{name}") for name in ("task", "state", "urgency", "unit", "region", "due", "helped")
    ]
    rows = [
        [
            html.A(line.title, href=view.href(f"/tasks/{line.id}"), **{"data-task": str(line.id)}),
            stands_mark(view, line.stands, line.state),
            urgency_name(view, line.urgency),
            line.unit,
            line.place,
            html.Time(line.due),
            outcome_mark(view, line.helped) if line.helped else "",
        ]
        for line in lines
    ]
    return html.Div([html.Div(table(caption, heads, rows, "tasks"), className="wide-only"),
                     html.Div(task_list(view, lines), className="narrow-only")])  # fmt: skip


BoardColumn = tuple[str, int, Sequence[TaskLine]]
"""A state, how many tasks are in it, those shown."""


def board_panel(view: View, columns: Sequence[BoardColumn]) -> Component:
    """The tasks by state."""
    shown = html.Div(
        className="board",
        children=[
            html.Section(
                [
                    html.H2([state_name(view, state), " ", html.B(str(count), **{"data-number": "tasks-in-state"})]),
                    task_list(view, lines),
                ]
            )
            for state, count, lines in columns
        ],
    )
    return panel(view.translate("task.view.board"), shown)


@dataclass(frozen=True)
class UnitWorkload:
    """What lies with a unit; `most` is the largest load of all, for the length of its bar."""

    name: str
    href: str
    open: int
    running: int
    late: int
    today: int
    unanswered: int
    owed: int


def load_panel(view: View, found: Sequence[UnitWorkload]) -> Component:
    """A row for each unit, the most late ones first."""
    most = max((one.open for one in found), default=1) or 1
    names = ("open", "running", "late", "today", "unanswered", "owed")
    heads = [view.translate("task.col.unit"), *(view.translate(f"task.load.{name}") for name in names)]
    rows = [
        [
            html.A(one.name, href=one.href),
            html.Span(
                [html.I(style={"width": f"{one.open / most * 6:.2f}rem"}, className="load-bar"), _number(one.open)],
                className="load",
            ),
            _number(one.running),
            html.Span(_number(one.late), className="status-off_track" if one.late else None),
            _number(one.today),
            _number(one.unanswered),
            _number(one.owed),
        ]
        for one in found
    ]
    title = view.translate("task.view.load")
    shown = table(title, heads, rows, "tasks", numeric=range(1, 7))
    return panel(title, shown, aside=view.translate("task.load.how"))


def _number(count: int) -> Component:
    return html.Span(str(count), **{"data-number": "tasks"})
