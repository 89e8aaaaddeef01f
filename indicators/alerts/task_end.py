"""What the end of a task means for the alert that it was sent about."""

from __future__ import annotations

from dataclasses import replace

from indicators.alerts.alert import Alert
from indicators.alerts.events import COCKPIT, AlertLogEntry, Events


def task_ended(alert: Alert, now: int) -> tuple[Alert, Events]:
    """The alert whose only task ended without a result, at `now` (UTC epoch seconds).

    While its trouble is on, nobody is on it any more: it waits for an answer again, and the ladder begins anew.
    """
    if alert.state != "dispatched":
        return alert, ()
    event = AlertLogEntry("task-ended", now, COCKPIT, "task-terminated", alert.task or "", "raised", alert.value_now)
    after = replace(
        alert, state="raised", task=None, dispatched_at=None, acknowledged_at=None, waiting_since=now, escalation_step=0
    )
    return after, (event,)
