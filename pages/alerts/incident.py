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


def layout(view: View, desk: RequestContext, incident: str) -> Screen:
    """The incident. NoSuchScreen, OutOfScope."""
    seen = _seen(view, desk, incident)
    title = _title(view, desk, seen)
    return Screen(
        title,
        [
            html.P(html.A(view.t("alert.title"), href=view.href("/alerts")), className="crumbs"),
            live(HEAD, head(view, desk, incident)),
            html.Div(
                className="incident-page",
                children=[
                    html.Div(
                        [
                            panel(view.t("incident.acts"), *_acts(view, desk, seen), className="alert-do"),
                            panel(view.t("alert.map"), big_map(view, _spec(view, desk, seen), MAP)),
                            live(TOLD, called(view, desk, incident)),
                        ]
                    ),
                    html.Div([live(MEMBERS, members(view, desk, incident)), live(TASKS, tasks(view, desk, incident))]),
                    live(STORY, happened(view, desk, incident), className="alert-told"),
                ],
            ),
        ],
    )


def _title(view: View, desk: RequestContext, seen: Seen) -> str:
    place = seen.lead.place if seen.lead else region_name(view, desk, region_of(desk, seen.incident))
    return view.t("incident.title", cause=title_of(view, desk, seen.incident), place=place)


def tasks(view: View, desk: RequestContext, incident: str) -> Component:
    """What was sent about it, and the button that sends more."""
    send = None
    if desk.asker.may("task.dispatch"):
        send = dispatch_button(view, new_href(view, incident=str(number_in(incident))), False, view.t("incident.this"))
    return panel(view.t("task.panel"), tasks_about(view, desk, "incident", str(number_in(incident))), aside=send)


def head(view: View, desk: RequestContext, incident: str) -> list[Component]:
    """What it is, how grave, since when; in wartime mode what was declared, and the next deadlines."""
    seen = _seen(view, desk, incident)
    found = seen.incident
    level = level_of(found.level)
    state = html.Span(view.t(f"incident.state.{found.state}"), className=f"mark mark-{found.state}")
    counted = view.t("incident.counted", on=sum(m.live for m in found.members), all=len(found.members))
    value = html.B(seen.lead.value, className="large", **seen.lead.marks) if seen.lead and seen.lead.value else None
    return [
        html.Div(
            className=f"incident-head at-{level}" + (" in-wartime" if found.wartime else ""),
            children=[
                html.H1(_title(view, desk, seen)),
                level_mark(view, level),
                value,
                basis_mark(view, seen.lead.basis) if value and seen.lead else None,
                state,
                html.Span(counted, className="note", **{"data-number": "members"}),
                age(view, local(found.opened_at)),
            ],
        ),
        *([_declared(view, desk, found)] if found.wartime else []),
    ]


def _declared(view: View, desk: RequestContext, found: Incident) -> Component:
    said, due = found.declaration, deadlines(found, desk.grounds.rules)
    assert said is not None
    assert due is not None
    level = view.say(desk.grounds.rules.reporting[str(said.response)].name)  # type: ignore[index]
    until = f"{local(said.expected_until):%m-%d %H:%M}"
    rows = [
        ("matter", said.matter),
        ("response", level),
        ("expected_until", until),
        ("measures", said.measures),
    ]
    declared = [part for name, text in rows for part in (html.Dt(view.t(f"incident.field.{name}")), html.Dd(text))]
    late = due.reports[0] < to_epoch(desk.now)
    next_ones = [
        html.Li([html.B(f"{local(at):%m-%d %H:%M}"), " ", view.t("incident.deadline.report")]) for at in due.reports
    ]
    return html.Div(
        [
            html.Dl(declared, className="facts told"),
            html.Div(
                [
                    html.H2(view.t("incident.deadlines")),
                    html.P(view.t("incident.deadline.late"), className="waits") if late else None,
                    html.Ol(next_ones, className="deadlines"),
                ]
            ),
        ],
        className="panel declared",
        **{"data-number": "declared"},
    )


def _acts(view: View, desk: RequestContext, seen: Seen) -> list[Component]:
    found, may = seen.incident, desk.asker.may
    about = which(found.id)
    shown: list[Component] = []
    if may("task.dispatch") and found.open:
        shown.append(
            dispatch_button(view, view.href("/tasks/new", incident=str(found.id)), False, _title(view, desk, seen))
        )
    if may("alert.acknowledge") and any(line.waits for line in seen.lines):
        shown.append(acknowledge_all(view, found.id))
    if may("incident.mode") and found.open and seen.story.whole:
        shown += _modes(view, desk, seen, about)
    return [
        *(shown or [html.P(view.t("alert.acts.none"), className="note")]),
        html.P(view.t("incident.legal"), className="note"),
    ]


def _modes(view: View, desk: RequestContext, seen: Seen, about: list[object]) -> list[Component]:
    found = seen.incident
    responses = [(level, view.say(one.name)) for level, one in desk.grounds.rules.reporting.items()]
    if found.wartime and found.declaration is not None:
        said = found.declaration
        until = f"{local(said.expected_until):%Y-%m-%dT%H:%M}"
        given = Declared(said.matter, str(said.response), until, said.measures)
        return [
            said_form(view, "incident.report", about, "incident.report.what"),
            declare_form(view, "incident.change", about, responses, given),
            said_form(view, "incident.stand-down", about),
        ]
    given = Declared(_title(view, desk, seen), until=f"{desk.now + TERM:%Y-%m-%dT%H:%M}")
    declare = declare_form(view, "incident.declare", about, responses, given)
    return [declare, *([] if found.level else [said_form(view, "incident.close", about)])]


def called(view: View, desk: RequestContext, incident: str) -> Component:
    """The duty levels that were called, each with the alert that it was called for."""
    seen = _seen(view, desk, incident)
    rows = []
    for alert in seen.story.alerts:
        if alert.echo:
            continue
        line = next(line for line in seen.lines if line.id == alert.id)
        steps = [view.say(step.name) for step in alert.escalation.duty[: alert.escalation_step + 1]]
        rows.append(html.Li([html.B(" → ".join(steps)), " ", html.Span(f"{line.place} {line.name}", className="note")]))
    none = html.P(view.t("incident.told.none"), className="note")
    return panel(view.t("incident.told"), html.Ul(rows, className="called") if rows else none)


def members(view: View, desk: RequestContext, incident: str) -> Component:
    """Its alerts: what leads, then the gravest that are on."""
    return panel(view.t("incident.members"), alert_list(view, _seen(view, desk, incident).lines))


def happened(view: View, desk: RequestContext, incident: str) -> Component:
    """Everything that happened, the newest first."""
    seen = _seen(view, desk, incident)
    told = told_of_incident(view, desk, seen.incident, seen.story.alerts, seen.story.log)
    return panel(view.t("alert.story"), story(view, told))


def _spec(view: View, desk: RequestContext, seen: Seen) -> MapSpec:
    return alert_map(view, desk, seen.lines, view.t("incident.map"), seen.lead, "incident")


def _map_now(view: View, desk: RequestContext, incident: str) -> Component:
    return map_now(view, _spec(view, desk, _seen(view, desk, incident)))


def _seen(view: View, desk: RequestContext, name: str) -> Seen:
    try:
        with desk.operations.reading() as connection:
            found = incident_story(connection, desk.scope, number_in(name), desk.grounds)
    except AlertMissing as missing:
        raise NoSuchScreen(name) from missing
    ordered = sorted(
        found.alerts, key=lambda a: (a.id != found.incident.lead, not a.live, -a.level, -a.raised_at, a.id)
    )
    return Seen(found, lines(view, desk, ordered))


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
