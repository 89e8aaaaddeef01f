"""One task: where it stands, what may be done next, the number it is about, and its whole story on one line of time."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from components.formatting.lists import list_of
from components.framework.live import live
from components.framework.page import LiveFragment, NoSuchScreen, Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.tasks.task_fields import MOVES
from components.tasks.task_forms import Acting, folded, move_form, split_form
from components.tasks.task_list import stands_mark, task_list
from components.tasks.task_words import move_name, refusal, urgency_name
from components.tasks.timeline import clocks, story
from data.operations.tasks.task_queries import NoTask
from data.operations.tasks.task_queries import story as read_story
from indicators.tasks.model import Task, TaskTimeline
from queries.request_context import RequestContext
from queries.tasks.subjects import number
from queries.tasks.task_lines import line_of, region_name, stands, unit_name
from queries.tasks.task_number import number_panel
from queries.tasks.timeline import clocks_of, told
from tasks import Transition, TransitionContext, look, may, open_book
from tasks.tasks.policy import terms_of

UNSAID = frozenset({"not-in-this-state", "clock-only", "no-right", "no-part", "not-overseeing", "not-your-unit"})
"""Refusals that go without saying: what is not this person's business at all."""
FIRST = ("accept", "report", "answer", "verify", "close", "rate", "grant-extension", "grant-return", "redispatch")
"""The next step on the straight way stands open; everything else is folded."""


def layout(view: View, context: RequestContext, task: str) -> Screen:
    """The screen of the task with this number. NoSuchScreen where there is none for this visitor."""
    found = _read(context, task)
    return Screen(
        found.task.title,
        [
            html.Nav(
                [html.A(view.translate("menu.tasks"), href=view.href("/tasks")), " › ", f"#{found.task.id}"],
                className="crumbs",
                **{"aria-label": view.translate("task.crumbs")},
            ),
            html.H1(found.task.title),
            html.Div(
                className="task",
                children=[
                    html.Div(
                        [live(HEAD, head(view, context, task)), live(ACTS, acts(view, context, task))],
                        className="task-side",
                    ),
                    live(RECORD, record(view, context, task), className="task-main"),
                ],
            ),
        ],
    )


def _read(context: RequestContext, task: str) -> TaskTimeline:
    with context.operations.reading() as connection:
        try:
            return read_story(connection, context.scope, number(task), context.actor.account)
        except NoTask as missing:
            raise NoSuchScreen(task) from missing


def head(view: View, context: RequestContext, task: str) -> list[Any]:
    """Where it stands, whose it is, and its deadlines."""
    found = _read(context, task)
    one = found.task
    facts = [
        ("unit", unit_name(view, context, one.unit)),
        ("region", region_name(view, context, one.region)),
        ("sender", " · ".join(x for x in (one.sender_name, unit_name(view, context, one.sender_unit)) if x)),
        ("urgency", urgency_name(view, one.urgency)),
        ("supervision", view.translate(f"task.step.{one.supervision}") if one.supervision else ""),
        ("helpers", list_of(view, (_part(view, context, part.unit, part.answered_at) for part in found.parts))),
    ]
    return [
        html.P(stands_mark(view, stands(one, context.now), one.state), className="task-state"),
        clocks(view, clocks_of(view, context, one)),
        html.Dl(
            [html.Div([html.Dt(view.translate(f"task.field.{name}")), html.Dd(said)]) for name, said in facts if said],
            className="task-facts",
        ),
    ]


def _part(view: View, context: RequestContext, unit: str, answered: int | None) -> str:
    return unit_name(view, context, unit) + (" ✓" if answered is not None else "")


def acts(view: View, context: RequestContext, task: str) -> list[Any]:
    """What this visitor may do now; what is theirs but not possible stands below, with its reason."""
    book = open_book(context.catalogue, context.definitions)
    with context.operations.reading() as connection:
        try:
            case = look(connection, book, context.actor, context.now, number(task))
        except NoTask:
            return []
    answers = {move: may(case, Transition(move)) for move in (*MOVES, "split")}
    possible = [move for move, answer in answers.items() if answer.accepted]
    ahead = next((move for move in FIRST if move in possible), None)
    acting = _acting(view, context, case)
    forms = [move_form(view, ahead, acting)] if ahead else []
    forms += [folded(view, move, _form(view, context, move, acting, case.task)) for move in possible if move != ahead]
    refused = [
        html.Li([html.B(move_name(view, move)), "：", _why(view, context, answer.code, dict(answer.facts))])
        for move, answer in answers.items()
        if not answer.accepted and answer.code not in UNSAID
    ]
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


def _why(view: View, context: RequestContext, code: str, facts: dict[str, object]) -> str:
    for name in ("unit", "units"):
        if name in facts:
            facts[name] = list_of(view, (unit_name(view, context, unit) for unit in str(facts[name]).split(", ")))
    return refusal(view, code, facts)


def _form(view: View, context: RequestContext, move: str, acting: Acting, task: Task) -> Component:
    if move != "split":
        return move_form(view, move, acting)
    within = [(str(code), region_name(view, context, code)) for code in context.catalogue.regions.within(task.region)]
    return split_form(view, acting, within, str(task.region))


def _acting(view: View, context: RequestContext, case: TransitionContext) -> Acting:
    units = [(unit, unit_name(view, context, unit)) for unit in context.catalogue.units if unit != case.task.unit]
    parts = [(part.unit, unit_name(view, context, part.unit)) for part in case.open_parts]
    longest = terms_of(case.task).terms.longest_extension if case.task.terms else None
    most = (
        ""
        if longest is None
        else view.translate("task.amount.most", n=longest.amount, unit=view.translate(f"task.limit.{longest.unit}"))
    )
    return Acting(case.task.id, case.task.version, units, parts, most)


def record(view: View, context: RequestContext, task: str) -> list[Any]:
    """What it is about, and what has happened so far."""
    found = _read(context, task)
    one = found.task
    around = [line_of(view, context, other) for other in (found.parent, *found.children) if other is not None]
    return [
        panel(
            view.translate("task.about"),
            html.P(one.what) if one.what else None,
            html.P(one.why, className="why") if one.why else None,
        ),
        number_panel(view, context, found),
        panel(view.translate("task.around"), task_list(view, around)) if around else None,
        panel(view.translate("task.record"), story(view, told(view, context, found)), className="task-record"),
    ]


FOLLOWED = frozenset({"tasks", "snapshot"})
HEAD = LiveFragment("task-head", head, frozenset({"tasks"}), personal=True)
ACTS = LiveFragment("task-acts", acts, frozenset({"tasks"}), personal=True)
RECORD = LiveFragment("task-record", record, FOLLOWED, personal=True)
PAGE = Page("task", "/tasks/<task>", layout, parts=(HEAD, ACTS, RECORD), kept=False)
