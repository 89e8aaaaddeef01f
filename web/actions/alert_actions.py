"""What people do about alerts and incidents, as acts. Whether it may be done now, the rules of alerts say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from components.alerts.alert_forms import OVER
from components.formatting.lists import list_of
from components.framework.action import Action, ActionResult, Field, Form, Redirect, Rejected
from components.framework.view import View
from data.core.actor import Actor
from data.core.clock import BUSINESS_ZONE, Clock, from_epoch, to_epoch
from data.core.scope import OutOfScope
from data.operations import Connection, Operations
from data.operations.alerts.commands import acknowledge_incident, act_on_alert, act_on_incident
from data.operations.alerts.incidents import one_incident, whole_incident
from data.operations.alerts.repository import AlertMissing, one_alert
from indicators.alerts import COCKPIT, AlertApplied, AlertPayload, AlertTransition
from indicators.incidents import AlertingConfig, IncidentApplied, IncidentPayload, IncidentTransition
from indicators.workflow import Refusal

ALERT = (Field("alert", "number"), Field("version", "number", required=False))
INCIDENT = (Field("incident", "number"), Field("version", "number", required=False))
DECLARED = (
    Field("matter", longest=100),
    Field("response", "choice", choices=("1", "2", "3", "4")),
    Field("until", longest=16),
    Field("measures", "long", longest=1000),
)
REASON = Field("reason", longest=200)
MODE = frozenset({IncidentTransition.DECLARE, IncidentTransition.CHANGE, IncidentTransition.STAND_DOWN})
"""What turns the city's mode."""


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


AlertPayloads = Callable[[AlertDependencies, Form], AlertPayload]
IncidentPayloads = Callable[[AlertDependencies, Form], IncidentPayload]


def alert_actions(room: AlertDependencies) -> tuple[Action, ...]:
    """Everything that is done about alerts and incidents."""
    words = Field("reason", required=False, longest=200)
    silent = (*ALERT, Field("minutes", "number"), REASON)
    closing = (*ALERT, Field("because", longest=40), words, Field("sure", "flag", required=False))
    seen = partial(_alert_seen, room)
    on_alerts: tuple[tuple[AlertTransition, str, AlertPayloads, tuple[Field, ...]], ...] = (
        (AlertTransition.ACKNOWLEDGE, "alert.acknowledge", _acknowledging, (*ALERT, words)),
        (AlertTransition.SILENCE, "alert.silence", _silencing, silent),
        (AlertTransition.UNSILENCE, "alert.silence", _silencing, (*ALERT, REASON)),
        (AlertTransition.CLOSE, "alert.acknowledge", _closing, closing),
        (AlertTransition.UNDO_CLOSE, "alert.acknowledge", _undoing, (*ALERT, REASON)),
    )
    on_incidents: tuple[tuple[IncidentTransition, IncidentPayloads, tuple[Field, ...]], ...] = (
        (IncidentTransition.DECLARE, _declaring, (*INCIDENT, *DECLARED, REASON)),
        (IncidentTransition.CHANGE, _declaring, (*INCIDENT, *DECLARED, REASON)),
        (IncidentTransition.REPORT, _deciding, (*INCIDENT, REASON)),
        (IncidentTransition.STAND_DOWN, _deciding, (*INCIDENT, REASON)),
        (IncidentTransition.CLOSE, _deciding, (*INCIDENT, REASON)),
    )
    part = partial(_incident_seen, room, False)
    return (
        *(
            Action(f"alert.{transition}", right, _on_alert(room, transition, payload), fields, reach=seen)
            for transition, right, payload, fields in on_alerts
        ),
        Action("incident.acknowledge", "alert.acknowledge", _acknowledge_all(room), (INCIDENT[0], words), reach=part),
        *(
            Action(
                f"incident.{transition}",
                "incident.mode",
                _on_incident(room, transition, payload),
                fields,
                reauthenticates=transition in MODE,
                reach=partial(_incident_seen, room, True),
            )
            for transition, payload, fields in on_incidents
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


def _on_alert(room: AlertDependencies, transition: AlertTransition, payload: AlertPayloads) -> Handler:
    def handle(actor: Actor, form: Form) -> ActionResult:
        number = form.number("alert") or 0
        given, seen = payload(room, form), form.number("version")
        try:
            answer = act_on_alert(room.operations(), room.grounds(), actor, number, transition, given, room.now, seen)
        except AlertMissing:
            return Rejected("alert.missing", 404)
        return _answered(answer, form, f"alert:{number}")

    return handle


def _on_incident(room: AlertDependencies, transition: IncidentTransition, payload: IncidentPayloads) -> Handler:
    def handle(actor: Actor, form: Form) -> ActionResult:
        number, seen = form.number("incident") or 0, form.number("version")
        try:
            given = payload(room, form)
            answer = act_on_incident(
                room.operations(), room.grounds(), actor, number, transition, given, room.now, seen
            )
        except AlertMissing:
            return Rejected("alert.missing", 404)
        except ValueError:
            return Rejected("alert.bad-moment", 422)
        return _answered(answer, form, f"incident:{number}")

    return handle


def _answered(answer: AlertApplied | IncidentApplied | Refusal, form: Form, about: str) -> ActionResult:
    if isinstance(answer, Refusal):
        kind = about.split(":")[0]
        return Rejected(f"alert.{answer.code}", 409, _facts(kind, answer.facts, View("/", form.lang)), about)
    return Redirect(about=about)


def _facts(kind: str, facts: Mapping[str, object], view: View) -> dict[str, object]:
    """The facts in the visitor's words: how it stands, what was done last and when, which of the four things lacks."""
    said = dict(facts)
    if "state" in said:
        said["state"] = view.translate(f"{kind}.state.{said['state']}")
    if "at" in said:
        said["at"] = f"{from_epoch(int(str(said['at']))).astimezone(BUSINESS_ZONE):%m-%d %H:%M}"
    if "did" in said:
        said["did"] = view.translate(f"alert.event.{said['did']}")
    if "missing" in said:
        said["missing"] = list_of(
            view, (view.translate(f"incident.field.{name}") for name in str(said["missing"]).split(", "))
        )
    if said.get("by") == COCKPIT.name:
        said["by"] = view.translate("alert.by-cockpit")
    return {"by": "", "did": "", "at": ""} | said


def _reason(form: Form, otherwise: str) -> str:
    """What was said; else the words that stand for one click."""
    return form.text("reason").strip() or View("/", form.lang).translate(otherwise)


def _acknowledging(room: AlertDependencies, form: Form) -> AlertPayload:
    return AlertPayload(_reason(form, "alert.acknowledge.reason"))


def _silencing(room: AlertDependencies, form: Form) -> AlertPayload:
    return AlertPayload(form.text("reason"), until=room.now + 60 * (form.number("minutes") or 0))


def _closing(room: AlertDependencies, form: Form) -> AlertPayload:
    because, words = form.text("because"), form.text("reason").strip()
    reason = words if because == OVER else f"{because}: {words}".rstrip(": ")
    return AlertPayload(reason, sure=form.flag("sure"))


def _undoing(room: AlertDependencies, form: Form) -> AlertPayload:
    return AlertPayload(form.text("reason"))


def _acknowledge_all(room: AlertDependencies) -> Handler:
    def handle(actor: Actor, form: Form) -> ActionResult:
        number, reason = form.number("incident") or 0, _reason(form, "alert.acknowledge.reason")
        try:
            done = acknowledge_incident(room.operations(), room.grounds(), actor, number, reason, room.now)
        except AlertMissing:
            return Rejected("alert.missing", 404)
        return Redirect(about=f"incident:{number}") if done else Rejected("alert.nobody-waits", 409)

    return handle


def _deciding(room: AlertDependencies, form: Form) -> IncidentPayload:
    return IncidentPayload(form.text("reason"))


def _declaring(room: AlertDependencies, form: Form) -> IncidentPayload:
    """What is declared. ValueError for an end that is no local moment."""
    until = datetime.fromisoformat(form.text("until")).replace(tzinfo=BUSINESS_ZONE)
    return IncidentPayload(
        form.text("reason"),
        form.text("matter").strip(),
        int(form.text("response")),
        to_epoch(until),
        form.text("measures").strip(),
    )
