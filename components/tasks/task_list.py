"""Tasks as a compact list: state, what, who, by when. For panels on other screens and for the lists of `/tasks`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.formatting.numbers import SHAPES as STATUS_SHAPES
from components.framework.view import View
from components.tasks.task_words import outcome_name, state_name, urgency_name

SHAPES = {"late": "◆", "today": "▲", "open": "●", "paused": "◌", "done": "✓", "ended": "×"}
HELPED = {"recovered": "on_track", "not-yet": "watch", "worse": "off_track", "waiting": "unknown"}
PRESSING = frozenset({"urgent", "critical"})


@dataclass(frozen=True)
class TaskLine:
    """A task in a list. `stands`: late | today | open | paused | done | ended. `due` is a local time, "" for none.

    `helped`: what became of its number, "" before it is closed.
    """

    id: int
    title: str
    state: str
    stands: str
    urgency: str
    unit: str
    place: str
    due: str
    helped: str = ""
    sub: bool = False


@dataclass(frozen=True)
class LinkedTask:
    """What stands beside a number: the open task about it, else the address `sends` of a new one about `name`."""

    line: TaskLine | None = None
    sends: str = ""
    name: str = ""


def task_list(view: View, lines: Sequence[TaskLine], none: str = "task.none") -> Component:
    """The lines in the order given; a sentence (the message `none`) where there are none."""
    if not lines:
        return html.P(view.translate(none), className="note nothing")
    return html.Ol([html.Li(_line(view, line)) for line in lines], className="task-list")


def _line(view: View, line: TaskLine) -> Component:
    due = view.translate("task.due", at=line.due) if line.due and line.stands in {"late", "today", "open"} else ""
    return html.A(
        href=view.href(f"/tasks/{line.id}"),
        className=f"task-line stands-{line.stands}",
        **{"data-task": str(line.id), "data-state": line.state},
        children=[
            stands_mark(view, line.stands, line.state),
            html.Span([html.Span("↳ ", **{"aria-hidden": "true"}) if line.sub else None, line.title], className="name"),
            html.Span([line.unit, " · ", line.place] if line.place else line.unit, className="who"),
            html.Span(
                className="when",
                children=[
                    html.Span(urgency_name(view, line.urgency), className="pressing")
                    if line.urgency in PRESSING and due
                    else None,
                    html.Span(due) if due else None,
                    outcome_mark(view, line.helped) if line.helped else None,
                ],
            ),
        ],
    )


def stands_mark(view: View, stands: str, state: str) -> Component:
    """Where a task is, as shape, colour and word; a late one says so."""
    late = [html.B(view.translate("task.stands.late")), " "] if stands == "late" else []
    shape = html.Span(SHAPES[stands], className="shape", **{"aria-hidden": "true"})
    return html.Span([shape, *late, state_name(view, state)], className=f"stands stands-{stands}")


def outcome_mark(view: View, helped: str) -> Component:
    """What became of the number, as shape, colour and word."""
    status = HELPED[helped]
    shape = html.Span(STATUS_SHAPES[status], className="shape", **{"aria-hidden": "true"})
    return html.Span([shape, outcome_name(view, helped)], className=f"status status-{status}")


def dispatch_button(view: View, href: str, chasing: bool, name: str) -> Component:
    """The first of two clicks: opens the filled-in task, in the sheet where scripts run. `name`: about what."""
    word = view.translate("task.chase" if chasing else "task.dispatch")
    label = view.translate("task.chase.about" if chasing else "task.dispatch.about", name=name)
    return html.A(word, href=href, className="dispatch", **{"data-sheet": "dispatch", "aria-label": label})


def new_href(view: View, **subject: str) -> str:
    """The address of a new task about something: `indicator` and `region`, `alert`, `incident`, `topic`, `place`."""
    return view.href("/tasks/new", **subject)


def beside_rows(view: View, beside: Callable[[str, int], LinkedTask]) -> Callable[[str, int, bool], Component | None]:
    """What stands beside rows of indicators: how the open task about one stands, or else the button that sends one."""

    def drawn(indicator: str, region: int, unknown: bool) -> Component | None:
        found = beside(indicator, region)
        if found.line is not None:
            return task_mark(view, found.line)
        return dispatch_button(view, found.sends, unknown, found.name) if found.sends else None

    return drawn


def task_mark(view: View, line: TaskLine) -> Component:
    """Instead of the button: how the open task about this stands, leading to it."""
    return html.A(
        [stands_mark(view, line.stands, line.state)],
        href=view.href(f"/tasks/{line.id}"),
        className="task-mark",
        title=f"{line.title} · {line.unit}",
        **{"data-task": str(line.id)},
    )
