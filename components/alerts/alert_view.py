"""One alert: how it stands, what may be done about it, what belongs to it, and the warning that it would be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.alerts.alert_forms import (
    acknowledge_form,
    close_form,
    dispatch_link,
    silence_form,
    undo_close_form,
    unsilence_form,
)
from components.alerts.alert_list import AlertLine
from components.alerts.timeline import TimelineEntry
from components.formatting.lists import list_of
from components.formatting.numbers import basis_mark
from components.framework.live import age
from components.framework.panel import panel
from components.framework.view import View
from components.maps.levels import level_mark


@dataclass(frozen=True)
class AlertActions:
    """What the visitor may do about an alert now; `version` is the one that was looked at, `live`: its trouble is on.

    `silence`: the longest in minutes, None where it may not be silenced. `close`: the explanations by their codes,
    None where it may not be closed; `red`: closing is confirmed once more. `undo_close`: the closing may be taken back.
    """

    version: int
    live: bool
    acknowledge: bool = False
    dispatch: bool = False
    unsilence: bool = False
    silence: int | None = None
    close: Mapping[str, str] | None = None
    undo_close: bool = False
    red: bool = False


@dataclass(frozen=True)
class AlertFact:
    """Something that belongs to an alert; `name` is the message `alert.fact.<name>`, `href` where it leads."""

    name: str
    text: str
    href: str = ""


@dataclass(frozen=True)
class WarningFields:
    """The eight fields (name, text) in the order of the law, or the names of those that are missing, or nothing."""

    fields: Sequence[tuple[str, str]] = ()
    missing: Sequence[str] = ()


@dataclass(frozen=True)
class AlertView:
    """An alert as it stands; `rank` is the official word for its level."""

    line: AlertLine
    rank: str

    @property
    def title(self) -> str:
        """Where, and what."""
        return f"{self.line.place} {self.line.name}"


@dataclass(frozen=True)
class AlertPage:
    """An alert with all that its screen says of it alone."""

    alert: AlertView
    acts: AlertActions
    facts: Sequence[AlertFact]
    warning: WarningFields
    happened: Sequence[TimelineEntry]


def alert_head(view: View, alert: AlertView) -> Component:
    """How it stands, large."""
    line = alert.line
    return panel(
        view.translate("alert.now"),
        html.Div(
            [
                html.P([level_mark(view, line.level), " ", html.Span(alert.rank, className="note")]),
                html.P([_value(view, line), basis_mark(view, line.basis)]),
                html.P([line.step or line.why, " · ", age(view, line.seen)], className="note"),
                html.P(
                    view.translate("alert.waits", who=line.called)
                    if line.waits
                    else line.done or view.translate(f"alert.state.{line.state}"),
                    className="waits" if line.waits else "",
                ),
            ],
            className=f"alert-head at-{line.level}",
        ),
        aside=view.translate(f"alert.state.{line.state}"),
    )


def _value(view: View, line: AlertLine) -> Component:
    """Its value; that there is none is no number."""
    if not line.value:
        return html.B(view.translate("alert.trigger.stale"), className="large")
    return html.B(line.value, className="large", **line.marks)


def alert_actions_panel(view: View, alert: AlertView, acts: AlertActions) -> Component:
    """The forms of what may be done; a sentence where that is nothing."""
    line = alert.line
    found = [
        acknowledge_form(view, line.id, alert.title) if acts.acknowledge else None,
        dispatch_link(view, line) if acts.dispatch else None,
        unsilence_form(view, line.id, acts.version) if acts.unsilence else None,
        silence_form(view, line.id, acts.silence) if acts.silence is not None else None,
        close_form(view, line.id, acts.close, acts.live, acts.red) if acts.close is not None else None,
        undo_close_form(view, line.id) if acts.undo_close else None,
    ]
    shown = [one for one in found if one is not None]
    none = html.P(view.translate("refusal.past" if view.as_of else "alert.acts.none"), className="note nothing")
    return panel(view.translate("alert.acts"), *(shown or [none]), className="alert-do")


def alert_facts(view: View, facts: Sequence[AlertFact]) -> Component:
    """What belongs to it: steps, people, incident, device."""
    parts = [
        part
        for fact in facts
        for part in (
            html.Dt(view.translate(f"alert.fact.{fact.name}")),
            html.Dd(html.A(fact.text, href=fact.href) if fact.href else fact.text, **{"data-number": fact.name}),
        )
    ]
    return panel(view.translate("alert.facts"), html.Dl(parts, className="facts"))


def alert_warning(view: View, warning: WarningFields) -> Component:
    """The eight fields; what lacks is named."""
    title = view.translate("alert.warning")
    if warning.missing:
        missing = list_of(view, (view.translate(f"alert.field.{name}") for name in warning.missing))
        return panel(title, html.P(view.translate("alert.warning.missing", missing=missing), className="refused"))
    if not warning.fields:
        return panel(title, html.P(view.translate("alert.warning.none"), className="note"))
    parts = [
        part
        for name, text in warning.fields
        for part in (html.Dt(view.translate(f"alert.field.{name}")), html.Dd(text, **{"data-number": name}))
    ]
    return panel(title, html.Dl(parts, className="facts eight"), aside=view.translate("alert.warning.law"))
