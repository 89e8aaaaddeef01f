"""Short ways to do something to an alert or an incident by the shipped rules."""

from __future__ import annotations

from functools import cache

from indicators.alerts import (
    ALERT_TRANSITIONS,
    Alert,
    AlertApplied,
    AlertContext,
    AlertPayload,
    AlertRules,
    AlertTransition,
    EventActor,
    load_alert_definitions,
)
from indicators.catalogue.catalogue import CATALOGUE
from indicators.incidents import (
    INCIDENT_TRANSITIONS,
    Incident,
    IncidentApplied,
    IncidentContext,
    IncidentPayload,
    IncidentTransition,
)
from indicators.workflow import Refusal


@cache
def rules() -> AlertRules:
    """As shipped."""
    return load_alert_definitions(CATALOGUE).rules


def act(
    alert: Alert, name: AlertTransition, actor: EventActor, now: int, given: AlertPayload
) -> AlertApplied | Refusal:
    """What the table answers."""
    return ALERT_TRANSITIONS.apply(AlertContext(alert, actor, now, rules(), given), name)


def acknowledge(alert: Alert, actor: EventActor, reason: str, now: int) -> AlertApplied | Refusal:
    return act(alert, AlertTransition.ACKNOWLEDGE, actor, now, AlertPayload(reason))


def dispatch(alert: Alert, task: str, actor: EventActor, reason: str, now: int) -> AlertApplied | Refusal:
    return act(alert, AlertTransition.DISPATCH, actor, now, AlertPayload(reason, task=task))


def silence(alert: Alert, until: int, actor: EventActor, reason: str, now: int) -> AlertApplied | Refusal:
    return act(alert, AlertTransition.SILENCE, actor, now, AlertPayload(reason, until=until))


def unsilence(alert: Alert, actor: EventActor, reason: str, now: int) -> AlertApplied | Refusal:
    return act(alert, AlertTransition.UNSILENCE, actor, now, AlertPayload(reason))


def close(alert: Alert, actor: EventActor, reason: str, now: int) -> AlertApplied | Refusal:
    return act(alert, AlertTransition.CLOSE, actor, now, AlertPayload(reason, sure=True))


def decide(
    incident: Incident, name: IncidentTransition, actor: EventActor, now: int, given: IncidentPayload
) -> IncidentApplied | Refusal:
    """What the table answers."""
    return INCIDENT_TRANSITIONS.apply(IncidentContext(incident, actor, now, given), name)


def code_of(answer: AlertApplied | IncidentApplied | Refusal) -> str:
    """`done`, or why not."""
    return answer.code if isinstance(answer, Refusal) else "done"
