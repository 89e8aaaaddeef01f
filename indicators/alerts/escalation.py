"""Calling the next duty level while nobody answers, by the ladder that was frozen into the alert when it was raised."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from indicators.alerts.alert import Alert
from indicators.alerts.events import COCKPIT, AlertLogEntry, Events


class WorkingHours(Protocol):
    """Knows when people work."""

    def after(self, since: int, seconds: int) -> int:
        """The moment at which so many working seconds have passed since a moment; both UTC epoch seconds."""
        ...


class AroundTheClock:
    """Somebody is always at work: where no working hours are known."""

    def after(self, since: int, seconds: int) -> int:
        """All time counts."""
        return since + seconds


AROUND_THE_CLOCK = AroundTheClock()


def escalation_due(alert: Alert, calendar: WorkingHours) -> int | None:
    """When the next duty level will be called; None when it will not: answered, over, an echo, or at the top.

    A silence stops the waiting; when it has ended by time, the waiting begins anew from its end.
    """
    last = alert.escalation_step >= len(alert.escalation.duty) - 1
    if alert.waiting_since is None or not alert.live or alert.echo or last:
        return None
    since = alert.waiting_since if alert.silence is None else max(alert.waiting_since, alert.silence.until)
    patience = alert.escalation.of_level(alert.level)
    seconds = patience.minutes * 60
    return calendar.after(since, seconds) if patience.clock == "working" else since + seconds


def escalate(alert: Alert, now: int, calendar: WorkingHours) -> tuple[Alert, Events]:
    """The alert with every duty level called that is due by now, and an event for each.

    Each level's waiting begins when it was due, so that nothing depends on how often somebody looks.
    """
    events: list[AlertLogEntry] = []
    while not alert.silenced(now) and (due := escalation_due(alert, calendar)) is not None and due <= now:
        ladder, step = alert.escalation.duty, alert.escalation_step + 1
        before, after = ladder[step - 1].id, ladder[step].id
        events.append(AlertLogEntry("escalated", now, COCKPIT, "not-acknowledged", before, after, alert.value_now))
        alert = replace(alert, escalation_step=step, waiting_since=due)
    return alert, tuple(events)
