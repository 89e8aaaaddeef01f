"""One incident: where it is, what belongs to it, what happened, and whether the city is in wartime mode over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from dash import html
from dash.development.base_component import Component

from components.alerts.alert_list import AlertLine, alert_list
from components.alerts.incident_forms import Declared, acknowledge_all, declare_form, said_form, which
from components.alerts.timeline import story
from components.formatting.numbers import basis_mark
from components.framework.live import age, live
from components.framework.page import LiveFragment, NoSuchScreen, Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.maps.big_map import MapSpec, big_map, map_now
from components.maps.levels import level_mark
from components.tasks.task_list import dispatch_button
from data.core.clock import to_epoch
from data.operations.alerts.incidents import IncidentStory, incident_story
from data.operations.alerts.repository import AlertMissing
from indicators.incidents import Incident, deadlines
from queries.alerts.alert_lines import level_of, lines, local, number_in, region_name
from queries.alerts.alert_map import alert_map
from queries.alerts.incident_lines import region_of, title_of
from queries.alerts.timeline import told_of_incident
from queries.request_context import RequestContext
from queries.tasks.task_lines import new_href, tasks_about

TERM = timedelta(hours=24)  # that a declaration is proposed for


@dataclass(frozen=True)
class Seen:
    """An incident with its alerts as lines, what leads first, then the gravest."""

    story: IncidentStory
    lines: Sequence[AlertLine]

    @property
    def incident(self) -> Incident:
        """The incident itself."""
        return self.story.incident

    @property
    def lead(self) -> AlertLine | None:
        """The alert that leads it."""
        return next((line for line in self.lines if line.id == self.incident.lead), None)


def layout(view: View, context: RequestContext, incident: str) -> Screen:
    """The incident. NoSuchScreen, OutOfScope."""
    seen = _seen(view, context, incident)
    title = _title(view, context, seen)
    return Screen(
        title,
        [
            html.P(html.A(view.translate("alert.title"), href=view.href("/alerts")), className="crumbs"),
            live(HEAD, head(view, context, incident)),
            html.Div(
                className="incident-page",
                children=[
                    html.Div(
                        [
                            panel(view.translate("incident.acts"), *_acts(view, context, seen), className="alert-do"),
                            panel(view.translate("alert.map"), big_map(view, _spec(view, context, seen), MAP)),
                            live(TOLD, called(view, context, incident)),
                        ]
                    ),
                    html.Div(
                        [live(MEMBERS, members(view, context, incident)), live(TASKS, tasks(view, context, incident))]
                    ),
                    live(STORY, happened(view, context, incident), className="alert-told"),
                ],
            ),
        ],
    )


def _title(view: View, context: RequestContext, seen: Seen) -> str:
    place = seen.lead.place if seen.lead else region_name(view, context, region_of(context, seen.incident))
    return view.translate("incident.title", cause=title_of(view, context, seen.incident), place=place)


def tasks(view: View, context: RequestContext, incident: str) -> Component:
    """What was sent about it, and the button that sends more."""
    send = None
    if context.actor.may("task.dispatch"):
        send = dispatch_button(
            view, new_href(view, incident=str(number_in(incident))), False, view.translate("incident.this")
        )
    return panel(
        view.translate("task.panel"), tasks_about(view, context, "incident", str(number_in(incident))), aside=send
    )


def head(view: View, context: RequestContext, incident: str) -> list[Component]:
    """What it is, how grave, since when; in wartime mode what was declared, and the next deadlines."""
    seen = _seen(view, context, incident)
    found = seen.incident
    level = level_of(found.level)
    state = html.Span(view.translate(f"incident.state.{found.state}"), className=f"mark mark-{found.state}")
    counted = view.translate("incident.counted", on=sum(m.live for m in found.members), all=len(found.members))
    value = html.B(seen.lead.value, className="large", **seen.lead.marks) if seen.lead and seen.lead.value else None
    return [
        html.Div(
            className=f"incident-head at-{level}" + (" in-wartime" if found.wartime else ""),
            children=[
                html.H1(_title(view, context, seen)),
                level_mark(view, level),
                value,
                basis_mark(view, seen.lead.basis) if value and seen.lead else None,
                state,
                html.Span(counted, className="note", **{"data-number": "members"}),
                age(view, local(found.opened_at)),
            ],
        ),
        *([_declared(view, context, found)] if found.wartime else []),
    ]


def _declared(view: View, context: RequestContext, found: Incident) -> Component:
    said, due = found.declaration, deadlines(found, context.grounds.rules)
    assert said is not None
    assert due is not None
    level = view.localise(context.grounds.rules.reporting[str(said.response)].name)  # type: ignore[index]
    until = f"{local(said.expected_until):%m-%d %H:%M}"
    rows = [
        ("matter", said.matter),
        ("response", level),
        ("expected_until", until),
        ("measures", said.measures),
    ]
    declared = [
        part for name, text in rows for part in (html.Dt(view.translate(f"incident.field.{name}")), html.Dd(text))
    ]
    late = due.reports[0] < to_epoch(context.now)
    next_ones = [
        html.Li([html.B(f"{local(at):%m-%d %H:%M}"), " ", view.translate("incident.deadline.report")])
        for at in due.reports
    ]
    return html.Div(
        [
            html.Dl(declared, className="facts told"),
            html.Div(
                [
                    html.H2(view.translate("incident.deadlines")),
                    html.P(view.translate("incident.deadline.late"), className="waits") if late else None,
                    html.Ol(next_ones, className="deadlines"),
                ]
            ),
        ],
        className="panel declared",
        **{"data-number": "declared"},
    )


def _acts(view: View, context: RequestContext, seen: Seen) -> list[Component]:
    found, may = seen.incident, context.actor.may
    about = which(found.id)
    shown: list[Component] = []
    if may("task.dispatch") and found.open:
        shown.append(
            dispatch_button(view, view.href("/tasks/new", incident=str(found.id)), False, _title(view, context, seen))
        )
    if may("alert.acknowledge") and any(line.waits for line in seen.lines):
        shown.append(acknowledge_all(view, found.id))
    if may("incident.mode") and found.open and seen.story.whole:
        shown += _modes(view, context, seen, about)
    return [
        *(shown or [html.P(view.translate("alert.acts.none"), className="note")]),
        html.P(view.translate("incident.legal"), className="note"),
    ]


def _modes(view: View, context: RequestContext, seen: Seen, about: list[object]) -> list[Component]:
    found = seen.incident
    responses = [(level, view.localise(one.name)) for level, one in context.grounds.rules.reporting.items()]
    if found.wartime and found.declaration is not None:
        said = found.declaration
        until = f"{local(said.expected_until):%Y-%m-%dT%H:%M}"
        given = Declared(said.matter, str(said.response), until, said.measures)
        return [
            said_form(view, "incident.report", about, "incident.report.what"),
            declare_form(view, "incident.change", about, responses, given),
            said_form(view, "incident.stand-down", about),
        ]
    given = Declared(_title(view, context, seen), until=f"{context.now + TERM:%Y-%m-%dT%H:%M}")
    declare = declare_form(view, "incident.declare", about, responses, given)
    return [declare, *([] if found.level else [said_form(view, "incident.close", about)])]


def called(view: View, context: RequestContext, incident: str) -> Component:
    """The duty levels that were called, each with the alert that it was called for."""
    seen = _seen(view, context, incident)
    rows = []
    for alert in seen.story.alerts:
        if alert.echo:
            continue
        line = next(line for line in seen.lines if line.id == alert.id)
        steps = [view.localise(step.name) for step in alert.escalation.duty[: alert.escalation_step + 1]]
        rows.append(html.Li([html.B(" → ".join(steps)), " ", html.Span(f"{line.place} {line.name}", className="note")]))
    none = html.P(view.translate("incident.told.none"), className="note")
    return panel(view.translate("incident.told"), html.Ul(rows, className="called") if rows else none)


def members(view: View, context: RequestContext, incident: str) -> Component:
    """Its alerts: what leads, then the gravest that are on."""
    return panel(view.translate("incident.members"), alert_list(view, _seen(view, context, incident).lines))


def happened(view: View, context: RequestContext, incident: str) -> Component:
    """Everything that happened, the newest first."""
    seen = _seen(view, context, incident)
    told = told_of_incident(view, context, seen.incident, seen.story.alerts, seen.story.log)
    return panel(view.translate("alert.story"), story(view, told))


def _spec(view: View, context: RequestContext, seen: Seen) -> MapSpec:
    return alert_map(view, context, seen.lines, view.translate("incident.map"), seen.lead, "incident")


def _map_now(view: View, context: RequestContext, incident: str) -> Component:
    return map_now(view, _spec(view, context, _seen(view, context, incident)))


def _seen(view: View, context: RequestContext, name: str) -> Seen:
    try:
        with context.operations.reading() as connection:
            found = incident_story(connection, context.scope, number_in(name), context.grounds)
    except AlertMissing as missing:
        raise NoSuchScreen(name) from missing
    ordered = sorted(
        found.alerts, key=lambda a: (a.id != found.incident.lead, not a.live, -a.level, -a.raised_at, a.id)
    )
    return Seen(found, lines(view, context, ordered))


FOLLOWS = frozenset({"alerts"})
HEAD = LiveFragment("incident-head", head, FOLLOWS)
MEMBERS = LiveFragment("incident-members", members, FOLLOWS)
STORY = LiveFragment("incident-story", happened, FOLLOWS)
TOLD = LiveFragment("incident-told", called, FOLLOWS)
TASKS = LiveFragment("incident-tasks", tasks, frozenset({"tasks"}))
MAP = LiveFragment("incident-map", _map_now, FOLLOWS)
PAGE = Page(
    "incident",
    "/incidents/<incident>",
    layout,
    parts=(HEAD, MEMBERS, STORY, TOLD, TASKS, MAP),
    kept=False,
)
