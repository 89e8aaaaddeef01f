"""The forms by which tasks are sent and moved on: large enough for a thumb, complete without a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.formatting.numbers import DisplayValue, number
from components.forms.action_form import action_form
from components.forms.inputs import choice, hidden, long_text, several, typed
from components.framework.action import Field
from components.framework.view import View
from components.tasks.task_fields import MOVES
from components.tasks.task_list import TaskLine, task_list
from components.tasks.task_words import transition_name, urgency_name

Options = Sequence[tuple[str, str]]
URGENCIES = ("ordinary", "important", "urgent", "critical")
ACCEPTED = "image/jpeg,image/png,image/webp,application/pdf,text/plain"
MAIN = frozenset({"accept", "start", "report", "answer", "gather", "verify", "close", "rate", "grant-extension",
                  "grant-return", "redispatch", "resume", "progress"})  # fmt: skip


@dataclass(frozen=True)
class ProposedNumber:
    """The number that a task would be about, with its name and its period in words."""

    shown: DisplayValue
    name: str
    period: str


@dataclass(frozen=True)
class ProposedTask:
    """A task as it is proposed: `subject` goes along unseen; `units` begin with those that fit best.

    `deadlines` are words for accept, first word and close, by urgency: those that hold if it is sent so. `number` is
    how the number behind it stands, `known` what is open about the same thing.
    """

    subject: Mapping[str, str]
    title: str
    what: str
    why: str
    unit: str
    units: Options
    helpers: tuple[str, ...]
    urgency: str
    deadlines: Mapping[str, str]
    chasing: bool = False
    number: ProposedNumber | None = None
    known: Sequence[TaskLine] = ()


def draft_form(view: View, proposed: ProposedTask, back: str) -> Component:
    """The task, filled in; one click sends it."""
    word = view.translate("task.send.chase" if proposed.chasing else "task.send")
    fields = [
        labelled(view, "title", typed("text", "title", proposed.title, maxLength=120, required=True)),
        html.P(proposed.why, className="why"),
        hidden("why", proposed.why),
        html.Div(
            className="pair",
            children=[
                labelled(
                    view, "unit", choice("unit", [("", view.translate("task.choose")), *proposed.units], proposed.unit)
                ),
                labelled(view, "urgency", choice("urgency", urgencies(view), proposed.urgency)),
            ],
        ),
        _deadlines(view, proposed.deadlines),
    ]
    more = html.Details(
        className="more",
        children=[
            html.Summary(view.translate("task.more")),
            labelled(view, "what", long_text("what", proposed.what, maxLength=4000)),
            labelled(view, "helpers", several("helpers", proposed.units, proposed.helpers)),
            labelled(view, "until", typed("datetime-local", "until"), view.translate("task.until.hint")),
        ],
    )
    return html.Div(
        id="dispatch",
        children=[
            _known(view, proposed.known),
            _proposed_number(view, proposed.number),
            action_form(
                view,
                "task.send",
                *(hidden(name, value) for name, value in proposed.subject.items()),
                *fields,
                html.Button(word, type="submit", className="button main send"),
                more,
                back=back,
                className="act task-form",
            ),
        ],
    )


def _deadlines(view: View, found: Mapping[str, str]) -> Component:
    """The deadlines of every urgency; the style shows those of the one that is chosen."""
    lines = [
        html.P([view.translate("task.deadlines"), " ", words], className=f"note due-words due-{urgency}")
        for urgency, words in found.items()
    ]
    return html.Div(lines, role="status")


def _known(view: View, lines: Sequence[TaskLine]) -> Component | None:
    if not lines:
        return None
    return html.Div([html.P(view.translate("task.new.known")), task_list(view, lines)], className="known")


def _proposed_number(view: View, found: ProposedNumber | None) -> Component | None:
    if found is None:
        return None
    shown = number(view, found.shown, found.name, "num-large")
    return html.P([shown, " ", html.Span(found.period, className="note")])


@dataclass(frozen=True)
class TaskFormContext:
    """Which task a form is about, the version that was looked at, and what its lists offer."""

    task: int
    seen: int
    units: Options = ()
    parts: Options = ()
    amount: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


def transition_form(view: View, move: str, acting: TaskFormContext) -> Component:
    """The form of one move: a plain button where nothing has to be said."""
    fields = MOVES[move]
    kept = [hidden("task", acting.task), hidden("seen", acting.seen)]
    main = move in MAIN
    send = html.Button(
        transition_name(view, move), type="submit", className="button main" if main else "button", **{"data-move": move}
    )
    files = any(one.kind == "file" for one in fields)
    more = {"encType": "multipart/form-data"} if files else {}
    shown = [_field(view, move, one, acting) for one in fields]
    return action_form(view, f"task.{move}", *kept, *shown, send, className=f"act task-form move-{move}", **more)


def folded(view: View, move: str, form: Component) -> Component:
    """A form behind its name."""
    return html.Details([html.Summary(transition_name(view, move)), form], className="fold", **{"data-fold": move})


def split_form(view: View, acting: TaskFormContext, regions: Options, region: str) -> Component:
    """A part of a task, for another unit or a lower tier."""
    return action_form(
        view,
        "task.split",
        hidden("task", acting.task),
        hidden("seen", acting.seen),
        labelled(view, "title", typed("text", "title", maxLength=120, required=True)),
        labelled(view, "unit", choice("unit", [("", view.translate("task.choose")), *acting.units])),
        labelled(view, "region", choice("region", regions, region)),
        labelled(view, "urgency", choice("urgency", urgencies(view), "ordinary")),
        labelled(view, "what", long_text("what", maxLength=4000)),
        html.Button(transition_name(view, "split"), type="submit", className="button main", **{"data-move": "split"}),
        className="act task-form move-split",
    )


def urgencies(view: View) -> Options:
    """How pressing a task may be."""
    return [(one, urgency_name(view, one)) for one in URGENCIES]


def labelled(view: View, name: str, control: Any, hint: str | None = None) -> Component:
    """A control under its name, the message `task.field.<name>`."""
    said = [html.Span(view.translate(f"task.field.{name}"), className="label"), control]
    return html.Label([*said, html.Small(hint, className="note") if hint else None], className="field")


def _field(view: View, move: str, one: Field, acting: TaskFormContext) -> Component:
    if one.name == "files":
        return labelled(
            view, "files", typed("file", "files", accept=ACCEPTED, multiple=True), view.translate("task.files.hint")
        )
    if one.name == "unit":
        return labelled(view, "unit", choice("unit", acting.parts if move == "release" else acting.units))
    if one.name == "units":
        return labelled(view, "units", several("units", acting.units))
    if one.name == "amount":
        return labelled(view, "amount", typed("number", "amount", min=1, max=999), acting.amount)
    if one.name == "until":
        return labelled(view, "until", typed("datetime-local", "until"))
    if one.name == "stars":
        return labelled(view, "stars", choice("stars", [(n, "★" * int(n)) for n in "54321"], "5"))
    if one.name in {"resolved", "satisfied"}:
        return labelled(
            view, one.name, choice(one.name, [(word, view.translate(f"task.{word}")) for word in ("yes", "no")])
        )
    needed = one.name == "reason" or move in {"report", "progress", "answer", "note", "ask-help"}
    return labelled(view, one.name, long_text(one.name, maxLength=one.longest or 4000, required=needed))
