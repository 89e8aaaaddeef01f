"""One supervised matter: its light, its milestones with what may be done about each, its record."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from access.authorization.roles import shipped
from components.framework.live import live
from components.framework.page import LiveFragment, NoSuchScreen, Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.supervision.items import light_mark, matter_form
from components.tasks.task_list import dispatch_button, task_list
from components.tasks.timeline import File, files
from data.core.clock import to_epoch
from data.operations.supervision.matter_store import NoSupervisionItem, matter_story
from data.operations.tasks.filters import TaskFilter
from data.operations.tasks.task_queries import tasks
from indicators.tasks.supervision_item import MatterEntry, MatterStory, Milestone
from queries.request_context import RequestContext
from queries.supervision.item_lines import why_lit
from queries.tasks.subjects import number
from queries.tasks.task_lines import lines, local, new_href, region_name, unit_name
from tasks import MatterGiven, MatterMove, light, open_book
from tasks.supervision.rules import may_matter
from tasks.supervision.transition import MatterCase

WHOLE = ("answer", "add", "close", "note", "withdraw")
OF_STEP = ("report", "confirm", "send-back", "extend", "reopen")


def layout(view: View, context: RequestContext, matter: str) -> Screen:
    """The screen of the matter with this number. NoSuchScreen where there is none for this visitor."""
    found = _read(context, matter)
    back = html.A(view.translate("menu.supervision"), href=view.href("/supervision"))
    return Screen(
        found.matter.title,
        [
            html.Nav(
                [back, f" › #{found.matter.id}"], className="crumbs", **{"aria-label": view.translate("task.crumbs")}
            ),
            html.H1(found.matter.title),
            live(BODY, body(view, context, matter), className="tasks-body"),
        ],
    )


def _read(context: RequestContext, matter: str) -> MatterStory:
    with context.operations.reading() as connection:
        try:
            return matter_story(connection, context.scope, number(matter))
        except NoSupervisionItem as missing:
            raise NoSuchScreen(matter) from missing


def body(view: View, context: RequestContext, matter: str) -> list[Any]:
    """All of it, as it stands now."""
    found = _read(context, matter)
    one = found.matter
    lit = light(one, found.milestones, context.now, open_book(context.catalogue, context.definitions))
    facts = [
        ("kind", view.translate(f"matter.kind.{one.kind}")),
        ("source", one.source),
        ("unit", unit_name(view, context, one.unit)),
        ("region", region_name(view, context, one.region)),
        ("answer_by", f"{local(one.answer_by):%Y-%m-%d %H:%M}"),
        ("set_by", f"{one.set_by_name} {local(one.set_at):%Y-%m-%d}"),
    ]
    with context.operations.reading() as connection:
        wanted = TaskFilter(subject_kind="matter", subject=str(one.id))
        sent = tasks(connection, context.scope, wanted, to_epoch(context.now), 10)
    send = None
    if context.actor.may("task.dispatch"):
        send = dispatch_button(view, new_href(view, matter=str(one.id)), False, one.title)
    return [
        panel(
            light_mark(view, lit.light, why_lit(view, lit)),
            html.P(one.what) if one.what else None,
            html.Dl([html.Div([html.Dt(view.translate(f"matter.field.{n}")), html.Dd(said)]) for n, said in facts]),
            *_forms(view, context, found, WHOLE, None),
            className="matter-head",
        ),
        panel(view.translate("matter.milestones"), html.Ol([_step(view, context, found, s) for s in found.milestones])),
        panel(view.translate("task.panel"), task_list(view, lines(view, context, sent)), aside=send),
        panel(view.translate("task.record"), html.Ol([_entry(view, e) for e in found.record[::-1]], className="story")),
    ]


def _step(view: View, context: RequestContext, found: MatterStory, step: Milestone) -> Component:
    stands = "confirmed" if step.confirmed_at else "reported" if step.reported_at else "waiting"
    handed = [
        File(f"/evidence/matters/{file.id}", file.name, file.media.startswith("image/"))
        for file in found.evidence
        if file.milestone == step.n
    ]
    return html.Li(
        [
            html.P([html.B(f"{step.n}. {step.title}"), " ", html.Time(f"{local(step.due):%Y-%m-%d}")]),
            html.P([view.translate(f"matter.step.{stands}"), " ", step.report], className="note"),
            html.P(view.translate("matter.step.extended", n=step.extensions), className="note")
            if step.extensions
            else None,
            files(view, handed),
            *_forms(view, context, found, OF_STEP, step),
        ],
        className=f"milestone milestone-{stands}",
    )


def _forms(
    view: View, context: RequestContext, found: MatterStory, moves: tuple[str, ...], step: Milestone | None
) -> list[Component]:
    """The moves that this visitor may make now."""
    given = MatterGiven(step.n if step else 0)
    book = open_book(context.catalogue, context.definitions)
    case = MatterCase(found.matter, found.milestones, context.actor, given, context.now, book)
    possible = [move for move in moves if may_matter(case, MatterMove(move)).accepted]
    return [
        html.Details(
            [
                html.Summary(view.translate(f"matter.move.{move}")),
                matter_form(view, move, found.matter.id, found.matter.version, given.milestone),
            ],
            className="fold",
        )
        for move in possible
    ]


def _entry(view: View, entry: MatterEntry) -> Component:
    role = shipped().roles.get(entry.role)
    who = f"{view.localise(role.name)} {entry.name}" if role else entry.name
    step = view.translate("matter.step.n", n=entry.milestone) if entry.milestone else ""
    said = [html.P(text) for text in (entry.reason, entry.text) if text]
    head = html.P([html.B(view.translate(f"matter.move.{entry.move}")), f" {step} ", html.Span(who, className="who")])
    return html.Li([html.Time(f"{local(entry.at):%Y-%m-%d %H:%M}", className="when"), html.Div([head, *said])])


BODY = LiveFragment("matter-body", body, frozenset({"tasks"}), personal=True)
PAGE = Page("matter", "/supervision/<matter>", layout, parts=(BODY,), kept=False)
