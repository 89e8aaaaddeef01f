"""One task: where it stands, its deadlines and facts, what may be done next, and what may not with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.formatting.lists import labelled
from components.framework.panel import panel
from components.framework.view import View
from components.tasks.task_forms import Options, TaskFormContext, folded, split_form, transition_form
from components.tasks.task_list import TaskLine, stands_mark
from components.tasks.task_number import TaskNumber
from components.tasks.task_words import transition_name
from components.tasks.timeline import DeadlineClock, TimelineEntry, clocks


@dataclass(frozen=True)
class TaskView:
    """A task with all that its screen says. `facts` are (message `task.field.<name>`, text); `around` its parent and
    parts; `number` as it was kept, None for a task that has none."""

    id: int
    title: str
    state: str
    stands: str
    what: str
    why: str
    facts: Sequence[tuple[str, str]]
    clocks: Sequence[DeadlineClock]
    number: TaskNumber | None
    around: Sequence[TaskLine]
    record: Sequence[TimelineEntry]


@dataclass(frozen=True)
class TaskActions:
    """The moves that this visitor may make now, those that are theirs but not possible (with why), and what the forms
    need. `first`: the next step on the straight way, "" for none. `regions`, `region`: where a part of it may lie."""

    acting: TaskFormContext
    first: str
    possible: Sequence[str]
    refused: Sequence[tuple[str, str]]
    regions: Options
    region: str


def task_head(view: View, task: TaskView) -> list[Component]:
    """Where it stands, whose it is, and its deadlines."""
    return [
        html.P(stands_mark(view, task.stands, task.state), className="task-state"),
        clocks(view, task.clocks),
        html.Dl(
            [html.Div([html.Dt(view.translate(f"task.field.{name}")), html.Dd(said)]) for name, said in task.facts],
            className="task-facts",
        ),
    ]


def task_actions_panel(view: View, acts: TaskActions) -> list[Component]:
    """The next step open, everything else folded; what is not possible stands below. Nothing where there is neither."""
    forms = [transition_form(view, acts.first, acts.acting)] if acts.first else []
    forms += [folded(view, move, _form(view, move, acts)) for move in acts.possible if move != acts.first]
    refused = [html.Li([html.B(transition_name(view, move)), labelled(view, "", why)]) for move, why in acts.refused]
    if not forms and not refused:
        return []
    return [
        panel(
            view.translate("task.next"),
            html.Div(forms, className="moves"),
            html.Details([html.Summary(view.translate("task.not-now")), html.Ul(refused)], className="not-now")
            if refused
            else None,
            className="task-acts",
        )
    ]


def _form(view: View, move: str, acts: TaskActions) -> Component:
    if move != "split":
        return transition_form(view, move, acts.acting)
    return split_form(view, acts.acting, acts.regions, acts.region)
