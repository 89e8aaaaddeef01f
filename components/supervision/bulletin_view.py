"""The weekly bulletin of a unit, one sheet to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.forms.inputs import choice, hidden
from components.framework.panel import panel
from components.framework.view import View
from components.supervision.appraisal_view import AppraisedValue, rate
from components.supervision.items import SupervisionLine, supervision_table
from components.tables.accessible_table import table
from components.tasks.task_counts import TaskCounts, counts_row
from components.tasks.task_forms import Options, labelled
from components.tasks.task_list import TaskLine, task_list


@dataclass(frozen=True)
class BulletinView:
    """The bulletin of a unit from its first to its last day, and the units to choose from.

    `rates` are (name, this week, the week before); `lists` are (message `bulletin.<name>`, tasks).
    """

    name: str
    first_day: str
    last_day: str
    units: Options
    unit: str
    counts: TaskCounts
    rates: Sequence[tuple[str, AppraisedValue, AppraisedValue]]
    lists: Sequence[tuple[str, Sequence[TaskLine]]]
    matters: Sequence[SupervisionLine]


def unit_form(view: View, seen: BulletinView) -> Component:
    """The choice of the unit; not printed."""
    kept = [hidden(name, value) for name, value in (("lang", view.lang), ("theme", view.theme))]
    button = html.Button(view.translate("bulletin.show"), type="submit", className="button")
    chosen = labelled(view, "unit", choice("unit", seen.units, seen.unit))
    return html.Form([*kept, chosen, button], method="get", action=view.path, className="act unprinted")


def bulletin_panels(view: View, seen: BulletinView) -> list[Component]:
    """Counts, rates, the lists that are not empty, the matters."""
    heads = [view.translate(f"bulletin.{name}") for name in ("rate", "week", "before")]
    rows = [[name, rate(view, now), rate(view, before)] for name, now, before in seen.rates]
    rates, matters = view.translate("bulletin.rates"), view.translate("matter.title")
    return [
        panel(view.translate("task.counts"), counts_row(view, seen.counts)),
        panel(rates, table(rates, heads, rows, "tasks", numeric=(1, 2))),
        *(panel(view.translate(f"bulletin.{name}"), task_list(view, lines)) for name, lines in seen.lists if lines),
        panel(matters, supervision_table(view, matters, seen.matters)),
    ]
