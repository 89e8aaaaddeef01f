"""Counts at the head of lists of tasks, each leading to its own list."""

from __future__ import annotations

from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.framework.view import View


@dataclass(frozen=True)
class TaskCounts:
    """How many tasks are open, due today, late, closed this month; of those closed lately, how many per cent helped.

    `recovered_share` is None where that is not known of any.
    """

    open: int
    due_today: int
    late: int
    closed_this_month: int
    recovered_share: float | None


def counts_row(view: View, found: TaskCounts) -> Component:
    """The row of counts, each leading to its list."""
    share = found.recovered_share
    everything, settled = {"list": "all"}, {"list": "all", "state": "settled"}
    counts = [
        ("open", str(found.open), "", everything),
        ("today", str(found.due_today), "watch" if found.due_today else "", everything | {"due": "today"}),
        ("late", str(found.late), "off_track" if found.late else "", everything | {"due": "late"}),
        ("closed", str(found.closed_this_month), "", settled),
        ("recovered", "—" if share is None else f"{share:.0f}%", "", settled),
    ]
    return html.Ul(
        className="tally",
        children=[
            html.Li(
                html.A(
                    [html.Span(view.translate(f"task.count.{name}")), _count(name, text, status)],
                    href=view.href("/tasks", **to),
                )
            )
            for name, text, status, to in counts
        ],
    )


def _count(name: str, text: str, status: str) -> Component:
    return html.B(text, className=f"status-{status}" if status else None, **{"data-number": f"tasks-{name}"})
