"""What people do about alerts and incidents, as acts. Whether it may be done now, the rules of alerts say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from components.formatting.lists import list_of
from components.framework.action import Action, ActionResult, Field, Form, Redirect, Rejected
from components.framework.view import View
from data.core.actor import Actor
from data.core.clock import BUSINESS_ZONE, Clock, from_epoch, to_epoch
from data.core.scope import OutOfScope
from data.operations import Connection, Operations
from data.operations.alerts.commands import acknowledge_incident, act_on_alert, act_on_incident, actor_of
from data.operations.alerts.incidents import one_incident, whole_incident
from data.operations.alerts.repository import AlertMissing, one_alert
from indicators import alerts, incidents
from indicators.alerts import Alert, AlertRules
from indicators.incidents import AlertingConfig, Declaring, Incident

ALERT = (Field("alert", "number"), Field("version", "number", required=False))
INCIDENT = (Field("incident", "number"), Field("version", "number", required=False))
DECLARED = (
    Field("matter", longest=100),
    Field("response", "choice", choices=("1", "2", "3", "4")),
    Field("until", longest=16),
    Field("measures", "long", longest=1000),
)
REASON = Field("reason", longest=200)
MODE = frozenset({"incident.declare", "incident.change", "incident.stand-down"})  # what turns the city's mode


@dataclass(frozen=True)
class AlertDependencies:
    """What acts on alerts are done with."""

    operations: Callable[[], Operations]
    grounds: Callable[[], AlertingConfig]
    clock: Callable[[], Clock]

    @property
    def now(self) -> int:
        """The present moment in UTC epoch seconds."""
        return to_epoch(self.clock().now())

    @property
    def rules(self) -> AlertRules:
        """The rules that alerts live by."""
        return self.grounds().rules


OnAlert = Callable[[AlertDependencies, Actor, Form, Alert], alerts.Decision[Alert]]
OnIncident = Callable[[AlertDependencies, Actor, Form, Incident], alerts.Decision[Incident]]


def alert_acts(room: AlertDependencies) -> tuple[Action, ...]:
    """Everything that is done about alerts and incidents."""
    words = Field("reason", required=False, longest=200)
    silent = (*ALERT, Field("minutes", "number"), REASON)
    closing = (*ALERT, Field("because", required=False, longest=40), words)
    seen = partial(_alert_seen, room)
    on_alerts = (
        ("alert.acknowledge", "alert.acknowledge", _acknowledge, (*ALERT, words)),
        ("alert.silence", "alert.silence", _silence, silent),
        ("alert.unsilence", "alert.silence", _unsilence, (*ALERT, REASON)),
        ("alert.close", "alert.acknowledge", _close, closing),
    )
    on_incidents = (
        ("incident.declare", _declare, (*INCIDENT, *DECLARED, REASON)),
        ("incident.change", _change, (*INCIDENT, *DECLARED, REASON)),
        ("incident.report", _report, (*INCIDENT, REASON)),
        ("incident.stand-down", _stand_down, (*INCIDENT, REASON)),
        ("incident.close", _close_incident, (*INCIDENT, REASON)),
    )
    part = partial(_incident_seen, room, False)
    return (
        *(Action(name, right, _on_alert(room, does), fields, reach=seen) for name, right, does, fields in on_alerts),
        Action("incident.acknowledge", "alert.acknowledge", _acknowledge_all(room), (INCIDENT[0], words), reach=part),
        *(
            Action(
                name,
                "incident.mode",
                _on_incident(room, does),
                fields,
                reauthenticates=name in MODE,
                reach=partial(_incident_seen, room, True),
            )
            for name, does, fields in on_incidents
        ),
    )


Handler = Callable[[Actor, Form], ActionResult]


def _alert_seen(room: AlertDependencies, actor: Actor, form: Form) -> Rejected | None:
    """The alert lies in the asker's regions."""
    number = form.number("alert") or 0
    return _outside(room, f"alert:{number}", lambda connection: one_alert(connection, actor.scope, number))


def _incident_seen(room: AlertDependencies, whole: bool, actor: Actor, form: Form) -> Rejected | None:
    """Some of the incident lies in the asker's regions; all of it, where the whole is acted on."""
    number = form.number("incident") or 0
    look = whole_incident if whole else one_incident
    about = f"incident:{number}"
    return _outside(room, about, lambda connection: look(connection, actor.scope, number, room.grounds()))


def _outside(room: AlertDependencies, about: str, look: Callable[[Connection], object]) -> Rejected | None:
    try:
        with room.operations().reading() as connection:
            look(connection)
    except AlertMissing:
        return Rejected("alert.missing", 404, about=about)
    except OutOfScope:
        return Rejected("out-of-scope", 403, about=about)
    return None


def _on_alert(room: AlertDependencies, does: OnAlert) -> Handler:
    def handle(actor: Actor, form: Form) -> ActionResult:
        number = form.number("alert") or 0
        try:
            answer = act_on_alert(
                room.operations(),
                room.grounds(),
                actor,
                number,
                lambda alert: does(room, actor, form, alert),
                room.now,
                form.number("version"),
            )
        except AlertMissing:
            return Rejected("alert.missing", 404)
        return _answered(answer, form, f"alert:{number}")

    return handle


def _on_incident(room: AlertDependencies, does: OnIncident) -> Handler:
    def handle(actor: Actor, form: Form) -> ActionResult:
        number = form.number("incident") or 0
        try:
            answer = act_on_incident(
                room.operations(),
                room.grounds(),
                actor,
                number,
                lambda incident: does(room, actor, form, incident),
                form.number("version"),
            )
        except AlertMissing:
            return Rejected("alert.missing", 404)
        except ValueError:
            return Rejected("alert.bad-moment", 422)
        return _answered(answer, form, f"incident:{number}")

    return handle


def _answered(answer: alerts.Decision[Alert] | alerts.Decision[Incident], form: Form, about: str) -> ActionResult:
    if answer.accepted:
        return Redirect(about=about)
    return Rejected(f"alert.{answer.code}", 409, _facts(answer.facts, View("/", form.lang)), about)


def _facts(facts: Mapping[str, object], view: View) -> dict[str, object]:
    """The facts in the visitor's words: what was done last, when, which of the four things is missing."""
    said = dict(facts)
    if "at" in said:
        said["at"] = f"{from_epoch(int(str(said['at']))).astimezone(BUSINESS_ZONE):%m-%d %H:%M}"
    if "did" in said:
        said["did"] = view.translate(f"alert.event.{said['did']}")
    if "missing" in said:
        said["missing"] = list_of(
            view, (view.translate(f"incident.field.{name}") for name in str(said["missing"]).split(", "))
        )
    if said.get("by") == alerts.COCKPIT.name:
        said["by"] = view.translate("alert.by-cockpit")
    return {"by": "", "did": "", "at": ""} | said


def _reason(form: Form, otherwise: str) -> str:
    """What was said; else the words that stand for one click."""
    return form.text("reason").strip() or View("/", form.lang).translate(otherwise)


def _acknowledge(room: AlertDependencies, actor: Actor, form: Form, alert: Alert) -> alerts.Decision[Alert]:
    return alerts.acknowledge(alert, actor_of(actor), _reason(form, "alert.acknowledge.reason"), room.now)


def _silence(room: AlertDependencies, actor: Actor, form: Form, alert: Alert) -> alerts.Decision[Alert]:
    until = room.now + 60 * (form.number("minutes") or 0)
    return alerts.silence(alert, until, actor_of(actor), form.text("reason"), room.now, room.rules)


def _unsilence(room: AlertDependencies, actor: Actor, form: Form, alert: Alert) -> alerts.Decision[Alert]:
    return alerts.unsilence(alert, actor_of(actor), form.text("reason"), room.now)


def _close(room: AlertDependencies, actor: Actor, form: Form, alert: Alert) -> alerts.Decision[Alert]:
    because, words = form.text("because"), form.text("reason").strip()
    reason = f"{because}: {words}".rstrip(": ") if because else words
    return alerts.close(alert, actor_of(actor), reason, room.now, room.rules)


def _acknowledge_all(room: AlertDependencies) -> Handler:
    def handle(actor: Actor, form: Form) -> ActionResult:
        number, reason = form.number("incident") or 0, _reason(form, "alert.acknowledge.reason")
        try:
            done = acknowledge_incident(room.operations(), room.grounds(), actor, number, reason, room.now)
        except AlertMissing:
            return Rejected("alert.missing", 404)
        return Redirect(about=f"incident:{number}") if done else Rejected("alert.nobody-waits", 409)

    return handle


def _declaring(room: AlertDependencies, actor: Actor, form: Form) -> Declaring:
    """What somebody declares. ValueError for an end that is no local moment."""
    until = datetime.fromisoformat(form.text("until")).replace(tzinfo=BUSINESS_ZONE)
    return Declaring(
        actor_of(actor),
        form.text("reason"),
        room.now,
        form.text("matter").strip(),
        int(form.text("response")),
        to_epoch(until),
        form.text("measures").strip(),
    )


def _declare(room: AlertDependencies, actor: Actor, form: Form, incident: Incident) -> alerts.Decision[Incident]:
    return incidents.declare_wartime(incident, _declaring(room, actor, form))


def _change(room: AlertDependencies, actor: Actor, form: Form, incident: Incident) -> alerts.Decision[Incident]:
    return incidents.change_response(incident, _declaring(room, actor, form))


def _report(room: AlertDependencies, actor: Actor, form: Form, incident: Incident) -> alerts.Decision[Incident]:
    return incidents.report(incident, actor_of(actor), form.text("reason"), room.now)


def _stand_down(room: AlertDependencies, actor: Actor, form: Form, incident: Incident) -> alerts.Decision[Incident]:
    return incidents.stand_down(incident, actor_of(actor), form.text("reason"), room.now)


def _close_incident(room: AlertDependencies, actor: Actor, form: Form, incident: Incident) -> alerts.Decision[Incident]:
    return incidents.close_incident(incident, actor_of(actor), form.text("reason"), room.now)
