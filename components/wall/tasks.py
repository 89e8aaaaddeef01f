"""Tasks on a wall: what was asked of whom, and how much time is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.framework.view import View
from components.tasks.task_words import state_name, urgency_name
from components.wall.frame import countdown


@dataclass(frozen=True)
class WallTaskLine:
    """A task: `due` is the deadline in epoch seconds, None when there is none or it is settled."""

    title: str
    unit: str
    place: str
    state: str
    urgency: str
    due: int | None


def task_list(view: View, tasks: Sequence[WallTaskLine], now: int) -> Component:
    """The tasks, each with the time that is left."""
    if not tasks:
        return html.P(view.translate("wall.tasks.none"), className="wall-calm")
    return html.Ol([_line(view, task, now) for task in tasks], className="wall-list wall-task-list")


def _line(view: View, task: WallTaskLine, now: int) -> Component:
    left = countdown(view, task.due, now) if task.due is not None else html.Span(state_name(view, task.state))
    where = " · ".join(part for part in (task.unit, task.place) if part)
    return html.Li(
        className="wall-alert edge-late" if task.due is not None and task.due < now else "wall-alert",
        children=[
            html.Div(html.B(task.title), className="wall-alert-name"),
            html.Div(left, className="wall-alert-value"),
            html.Div(where, className="wall-alert-place"),
            html.Div(
                f"{urgency_name(view, task.urgency)} · {state_name(view, task.state)}", className="wall-alert-since"
            ),
        ],
    )


def tiles(items: Sequence[tuple[str, str, int, str]]) -> Component:
    """Counts in large: (name in the data, words, number, tone)."""
    return html.Ul(
        className="wall-tiles",
        children=[
            html.Li([html.B(str(n), **{"data-number": name}), html.Span(words)], className=f"tone-{tone}")
            for name, words, n, tone in items
        ],
    )
