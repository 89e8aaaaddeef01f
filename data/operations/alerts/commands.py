"""Readings, people and time at work on the stored alerts: rules from indicators.alerts, one transaction each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Connection

from data.core.actor import Actor
from data.operations.alerts.alert_tables import alert_log, incident_log
from data.operations.alerts.incidents import one_incident, whole_incident
from data.operations.alerts.pending_writes import PendingWrite, write_alerts, write_incidents
from data.operations.alerts.repository import alerts_of_incidents, entries, newest, one_alert, open_alerts
from data.operations.alerts.unit_of_work import EVERYTHING, AlertChange, UnitOfWork
from data.operations.core.database import Operations
from indicators.alerts import (
    ALERT_TRANSITIONS,
    Alert,
    AlertApplied,
    AlertContext,
    AlertLogEntry,
    AlertPayload,
    AlertTransition,
    EventActor,
    SignReading,
    WorkingHours,
    escalate,
    expire,
    observe,
    task_ended,
)
from indicators.incidents import (
    INCIDENT_TRANSITIONS,
    AlertingConfig,
    Incident,
    IncidentApplied,
    IncidentContext,
    IncidentPayload,
    IncidentTransition,
)
from indicators.workflow import Refusal, reject

QUIET_SECONDS = 15  # how old a stored value may be while nothing else changes


def actor_of(actor: Actor) -> EventActor:
    """Who stands in the log."""
    return EventActor(actor.account, actor.name)


def take_readings(
    operations: Operations, grounds: AlertingConfig, readings: Iterable[SignReading]
) -> list[AlertChange]:
    """Let readings do what they do to alerts and incidents; returns the alerts to which something happened.

    Needed are all readings with a level, and those of `unfinished_keys`; others change nothing. Readings of one
    subject are taken in the order given. Values move on without an event and are not returned.
    """
    known = list(readings)
    if not known:
        return []
    with operations.writing() as connection:
        alerts = newest(connection, EVERYTHING, (reading.subject.key for reading in known))
        keeping = UnitOfWork(connection, grounds)
        for reading in known:
            before = alerts.get(reading.subject.key)
            after, events = observe(before, reading, grounds.rules)
            if after is not None and _worth_writing(before, after):
                alerts[reading.subject.key] = keeping.keep(before, after, events)
        return keeping.finish(max(reading.at for reading in known))


def let_time_pass(
    operations: Operations, grounds: AlertingConfig, calendar: WorkingHours, now: int
) -> list[AlertChange]:
    """Call the next duty levels, end silences, close what is over; returns the alerts to which something happened."""
    with operations.writing() as connection:
        keeping = UnitOfWork(connection, grounds)
        for before in open_alerts(connection, EVERYTHING):
            alert, called = escalate(before, now, calendar)
            alert, ended = expire(alert, now, grounds.rules)
            if alert is not before:
                keeping.keep(before, alert, (*called, *ended))
        return keeping.finish(now, close_what_is_over=True)


def act_on_alert(
    operations: Operations,
    grounds: AlertingConfig,
    actor: Actor,
    number: int,
    transition: AlertTransition,
    given: AlertPayload,
    now: int,
    version: int | None = None,
) -> AlertApplied | Refusal:
    """Make a transition of an alert on somebody's behalf; returns it with the alert as it is stored then.

    `version`: the one that they saw; when another stands by now, the refusal is `overtaken`. Whoever is refused is told
    who did what last (facts `by`, `did`, `at`). AlertMissing.
    """
    with operations.writing() as connection:
        before = one_alert(connection, actor.scope, number)
        given = replace(given, followed=_followed(connection, before))
        answer = _overtaken(before, version) or ALERT_TRANSITIONS.apply(
            AlertContext(before, actor_of(actor), now, grounds.rules, given), transition
        )
        if isinstance(answer, Refusal):
            return _told(answer, entries(connection, alert_log, number))
        keeping = UnitOfWork(connection, grounds)
        keeping.keep(before, answer.after, answer.entry)
        keeping.finish(now)
        return replace(answer, after=one_alert(connection, actor.scope, number))


def _followed(connection: Connection, alert: Alert) -> bool:
    """Whether its trouble has a newer alert."""
    key = alert.subject.key
    return alert.state == "closed" and newest(connection, EVERYTHING, [key])[key].id != alert.id


def without_task(connection: Connection, number: int, now: int) -> None:
    """The only task about an alert ended without a result: it waits again. In the transaction that ends the task."""
    before = one_alert(connection, EVERYTHING, number)
    after, events = task_ended(before, now)
    if events:
        write_alerts(connection, [PendingWrite(before, after, events)])


def act_on_incident(
    operations: Operations,
    grounds: AlertingConfig,
    actor: Actor,
    number: int,
    transition: IncidentTransition,
    given: IncidentPayload,
    now: int,
    version: int | None = None,
) -> IncidentApplied | Refusal:
    """Make a transition of an incident on somebody's behalf, as `act_on_alert` does with an alert.

    It is done to the whole incident: OutOfScope for who sees a part of it only.
    """
    with operations.writing() as connection:
        before = whole_incident(connection, actor.scope, number, grounds)
        answer = _overtaken(before, version) or INCIDENT_TRANSITIONS.apply(
            IncidentContext(before, actor_of(actor), now, given), transition
        )
        if isinstance(answer, Refusal):
            return _told(answer, entries(connection, incident_log, number))
        write_incidents(connection, [PendingWrite(before, answer.after, answer.entry)])
        return replace(answer, after=one_incident(connection, actor.scope, number, grounds))


def acknowledge_incident(
    operations: Operations, grounds: AlertingConfig, actor: Actor, number: int, reason: str, now: int
) -> list[Alert]:
    """Acknowledge every alert of an incident that waits for it and lies in the asker's scope; returns those.

    AlertMissing. Without a reason nothing is acknowledged.
    """
    with operations.writing() as connection:
        seen = {member.alert for member in one_incident(connection, actor.scope, number, grounds).members}
        waiting = [alert for alert in alerts_of_incidents(connection, [number]) if alert.id in seen and alert.waits]
        keeping = UnitOfWork(connection, grounds)
        for alert in waiting:
            case = AlertContext(alert, actor_of(actor), now, grounds.rules, AlertPayload(reason))
            answer = ALERT_TRANSITIONS.apply(case, AlertTransition.ACKNOWLEDGE)
            if not isinstance(answer, Refusal):
                keeping.keep(alert, answer.after, answer.entry)
        return [change.alert for change in keeping.finish(now)]


def _overtaken(before: Alert | Incident, version: int | None) -> Refusal | None:
    return None if version in (None, before.version) else reject("overtaken")


def _told(refusal: Refusal, log: tuple[AlertLogEntry, ...]) -> Refusal:
    """The refusal with what came in between: of an old version the last event, else what a person did last."""
    people = [event for event in log if event.actor.is_person]
    last = people[-1] if people and refusal.code != "overtaken" else log[-1]
    return replace(refusal, facts={**refusal.facts, "by": last.actor.name, "did": last.kind, "at": last.at})


def _worth_writing(before: Alert | None, after: Alert) -> bool:
    """Whether anything but the present value has changed, or that is older than it should be."""
    if before is None or after.seen_at - before.seen_at >= QUIET_SECONDS:
        return True
    return replace(after, seen_at=before.seen_at, value_now=before.value_now) != before
