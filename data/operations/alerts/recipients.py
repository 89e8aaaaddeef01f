"""Who is told of alerts: those who can acknowledge where a grave or new one is raised, those above when nobody does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from data.operations.alerts.unit_of_work import AlertChange
from data.operations.core.change_counters import bump
from data.operations.core.database import Operations
from data.operations.notifications.notice_store import NewNotice, post
from indicators.alerts import Alert, AlertLogEntry

ABOVE = 2  # from this duty level on it is leaders who are called
TOLD = "tasks"  # what open screens follow to learn of notices


def announcer(operations: Operations) -> Callable[[Sequence[AlertChange]], None]:
    """Posts the notices of some changes of alerts."""

    def announce(changes: Sequence[AlertChange]) -> None:
        found = [(event.at, notice) for change in changes for event, notice in notices_of(change)]
        if not found:
            return
        with operations.writing() as connection:
            for at, notice in found:
                post(connection, [notice], at)
            bump(connection, TOLD)

    return announce


def notices_of(change: AlertChange) -> Iterator[tuple[AlertLogEntry, NewNotice]]:
    """The notices of a change, each with the event that it tells of.

    Of what people have to be told of (its incident is new or graver) those are told who answer for alerts there; of
    each duty level that is called because nobody answered, that level.
    """
    for event in change.events:
        if event.kind == "escalated":
            yield event, _notice(change.alert, event)
    raising = [event for event in change.events if event.kind in ("raised", "rose", "reopened", "promoted")]
    if change.announce and raising:
        yield raising[-1], _notice(change.alert, raising[-1])


def _notice(alert: Alert, event: AlertLogEntry) -> NewNotice:
    """For those who hold the right of the duty level that is called now. What it says is read from the alert."""
    right = "incident.mode" if alert.escalation_step >= ABOVE else "alert.acknowledge"
    subject = alert.subject
    facts = {"alert": alert.id, "sign": subject.sign, "place": subject.place, "level": alert.level, "by": "cockpit"}
    return NewNotice(event.kind, subject.region, facts, right=right)
