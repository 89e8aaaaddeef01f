"""One supervised matter: its head, its milestones with what may be done about each, its record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.framework.panel import panel
from components.framework.view import View
from components.supervision.items import item_form, rag_mark
from components.tasks.task_list import TaskLine, dispatch_button, new_href, task_list
from components.tasks.timeline import EvidenceFile, files


@dataclass(frozen=True)
class MilestoneView:
    """A milestone. `stands`: confirmed | reported | waiting; `moves`: what the visitor may do with it now."""

    n: int
    title: str
    due: str
    stands: str
    report: str
    extensions: int
    files: Sequence[EvidenceFile]
    moves: Sequence[str]


@dataclass(frozen=True)
class SupervisionEntryView:
    """An entry of the record in words: when, which move, of which milestone, by whom, what was said."""

    at: str
    move: str
    milestone: str
    who: str
    said: Sequence[str]


@dataclass(frozen=True)
class SupervisionItemView:
    """A matter with all that its screen says; `version` is the one that was looked at.

    `facts` are (message `matter.field.<name>`, text). `moves`: what the visitor may do with the whole of it now.
    """

    id: int
    version: int
    title: str
    what: str
    light: str
    why: str
    facts: Sequence[tuple[str, str]]
    moves: Sequence[str]
    milestones: Sequence[MilestoneView]
    tasks: Sequence[TaskLine]
    sends: bool
    record: Sequence[SupervisionEntryView]


def item_panels(view: View, matter: SupervisionItemView) -> list[Component]:
    """All of it, as it stands now."""
    facts = [html.Div([html.Dt(view.translate(f"matter.field.{name}")), html.Dd(said)]) for name, said in matter.facts]
    send = dispatch_button(view, new_href(view, matter=str(matter.id)), False, matter.title) if matter.sends else None
    return [
        panel(
            rag_mark(view, matter.light, matter.why),
            html.P(matter.what) if matter.what else None,
            html.Dl(facts),
            *_forms(view, matter, matter.moves, 0),
            className="matter-head",
        ),
        panel(view.translate("matter.milestones"), html.Ol([_milestone(view, matter, s) for s in matter.milestones])),
        panel(view.translate("task.panel"), task_list(view, matter.tasks), aside=send),
        panel(view.translate("task.record"), html.Ol([_entry(view, e) for e in matter.record], className="story")),
    ]


def _milestone(view: View, matter: SupervisionItemView, step: MilestoneView) -> Component:
    extended = html.P(view.translate("matter.step.extended", n=step.extensions), className="note")
    return html.Li(
        [
            html.P([html.B(f"{step.n}. {step.title}"), " ", html.Time(step.due)]),
            html.P([view.translate(f"matter.step.{step.stands}"), " ", step.report], className="note"),
            extended if step.extensions else None,
            files(view, step.files),
            *_forms(view, matter, step.moves, step.n),
        ],
        className=f"milestone milestone-{step.stands}",
    )


def _forms(view: View, matter: SupervisionItemView, moves: Sequence[str], milestone: int) -> list[Component]:
    return [
        html.Details(
            [
                html.Summary(view.translate(f"matter.move.{move}")),
                item_form(view, move, matter.id, matter.version, milestone),
            ],
            className="fold",
        )
        for move in moves
    ]


def _entry(view: View, one: SupervisionEntryView) -> Component:
    who: list[Any] = [html.B(view.translate(f"matter.move.{one.move}")), f" {one.milestone} "]
    head = html.P([*who, html.Span(one.who, className="who")])
    return html.Li([html.Time(one.at, className="when"), html.Div([head, *(html.P(text) for text in one.said)])])
