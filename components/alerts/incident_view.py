"""One incident: how grave it is, what was declared, what may be done about it, and who was called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dash import html
from dash.development.base_component import Component

from components.alerts.alert_list import AlertLine
from components.alerts.incident_forms import DeclarationDefaults, acknowledge_all, declare_form, said_form, which
from components.alerts.timeline import TimelineEntry
from components.formatting.numbers import basis_mark
from components.framework.live import age
from components.framework.panel import panel
from components.framework.view import View
from components.maps.levels import LevelMark, level_mark
from components.tasks.task_list import dispatch_button


@dataclass(frozen=True)
class Declaration:
    """What was declared (field and text each), and when the next reports are due; `late`: the first one already is."""

    rows: Sequence[tuple[str, str]]
    reports: Sequence[datetime]
    late: bool


@dataclass(frozen=True)
class ResponseForms:
    """What the forms of wartime mode begin with. `declared`: it is on; `closes`: the incident may be closed instead."""

    declared: bool
    responses: Sequence[tuple[str, str]]
    given: DeclarationDefaults
    closes: bool = False


@dataclass(frozen=True)
class IncidentActions:
    """What the visitor may do about an incident now; `response` is None where wartime mode is not theirs."""

    dispatch: bool = False
    acknowledge: bool = False
    response: ResponseForms | None = None


@dataclass(frozen=True)
class CalledDuties:
    """The duty levels that were called for an alert, one after the other, and what the alert is."""

    steps: Sequence[str]
    about: str


@dataclass(frozen=True)
class IncidentView:
    """An incident with all that its screen says; `alerts`: what leads first, then the gravest."""

    id: int
    title: str
    level: LevelMark
    state: str
    opened: datetime
    on: int
    all: int
    alerts: Sequence[AlertLine]
    lead: AlertLine | None = None
    declaration: Declaration | None = None
    wartime: bool = False
    acts: IncidentActions = IncidentActions()
    called: Sequence[CalledDuties] = ()
    happened: Sequence[TimelineEntry] = ()


def incident_head(view: View, incident: IncidentView) -> list[Component]:
    """What it is, how grave, since when; in wartime mode what was declared, and the next deadlines."""
    lead, declared = incident.lead, incident.declaration
    state = html.Span(view.translate(f"incident.state.{incident.state}"), className=f"mark mark-{incident.state}")
    counted = view.translate("incident.counted", on=incident.on, all=incident.all)
    value = html.B(lead.value, className="large", **lead.marks) if lead and lead.value else None
    return [
        html.Div(
            className=f"incident-head at-{incident.level}" + (" in-wartime" if incident.wartime else ""),
            children=[
                html.H1(incident.title),
                level_mark(view, incident.level),
                value,
                basis_mark(view, lead.basis) if value and lead else None,
                state,
                html.Span(counted, className="note", **{"data-number": "members"}),
                age(view, incident.opened),
            ],
        ),
        *([_declared(view, declared)] if declared else []),
    ]


def _declared(view: View, declared: Declaration) -> Component:
    facts = [
        part
        for name, text in declared.rows
        for part in (html.Dt(view.translate(f"incident.field.{name}")), html.Dd(text))
    ]
    reports = [
        html.Li([html.B(f"{at:%m-%d %H:%M}"), " ", view.translate("incident.deadline.report")])
        for at in declared.reports
    ]
    late = html.P(view.translate("incident.deadline.late"), className="waits") if declared.late else None
    return html.Div(
        [
            html.Dl(facts, className="facts told"),
            html.Div([html.H2(view.translate("incident.deadlines")), late, html.Ol(reports, className="deadlines")]),
        ],
        className="panel declared",
        **{"data-number": "declared"},
    )


def incident_actions_panel(view: View, incident: IncidentView) -> Component:
    """The forms of what may be done, and on what law they rest."""
    acts = incident.acts
    shown: list[Component] = []
    if acts.dispatch:
        href = view.href("/tasks/new", incident=str(incident.id))
        shown.append(dispatch_button(view, href, False, incident.title))
    if acts.acknowledge:
        shown.append(acknowledge_all(view, incident.id))
    if acts.response is not None:
        shown += _response_forms(view, incident.id, acts.response)
    none = html.P(view.translate("refusal.past" if view.as_of else "alert.acts.none"), className="note nothing")
    law = html.P(view.translate("incident.legal"), className="note")
    return panel(view.translate("incident.acts"), *(shown or [none]), law, className="alert-do")


def _response_forms(view: View, incident: int, forms: ResponseForms) -> list[Component]:
    about = which(incident)
    if forms.declared:
        return [
            said_form(view, "incident.report", about, "incident.report.what"),
            declare_form(view, "incident.change", about, forms.responses, forms.given),
            said_form(view, "incident.stand-down", about),
        ]
    declare = declare_form(view, "incident.declare", about, forms.responses, forms.given)
    return [declare, *([said_form(view, "incident.close", about)] if forms.closes else [])]


def called_panel(view: View, called: Sequence[CalledDuties]) -> Component:
    """The duty levels that were called, each with the alert that it was called for."""
    rows = [html.Li([html.B(" → ".join(one.steps)), " ", html.Span(one.about, className="note")]) for one in called]
    none = html.P(view.translate("incident.told.none"), className="note")
    return panel(view.translate("incident.told"), html.Ul(rows, className="called") if rows else none)
