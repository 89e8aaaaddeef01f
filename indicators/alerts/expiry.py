"""What time alone does to an alert: silences end, recovered alerts close."""

from __future__ import annotations

from dataclasses import replace

from indicators.alerts.alert import Alert
from indicators.alerts.events import COCKPIT, AlertLogEntry, Events
from indicators.alerts.levels import LEVELS
from indicators.alerts.rules import AlertRules


def expire(alert: Alert, now: int, rules: AlertRules) -> tuple[Alert, Events]:
    """The alert as it stands at a moment, and what has ended by then."""
    alert, ended = _silence_over(alert, now)
    alert, closed = _closed_by_time(alert, now, rules)
    return alert, (*ended, *closed)


def closes_at(alert: Alert, rules: AlertRules) -> int | None:
    """When a recovered alert closes by itself; None for any other. An echo waits for nobody."""
    if alert.state != "recovered" or alert.recovered_at is None:
        return None
    unanswered = rules.closing.unanswered_minutes[LEVELS[alert.asked]]  # type: ignore[index]
    return alert.recovered_at + 60 * (unanswered if _asks(alert) else rules.closing.answered_minutes)


def _silence_over(alert: Alert, now: int) -> tuple[Alert, Events]:
    """Whoever still has to answer is given the full time from the end of the silence."""
    if alert.silence is None or now < alert.silence.until:
        return alert, ()
    until = alert.silence.until
    waiting = None if alert.waiting_since is None else max(alert.waiting_since, until)
    event = AlertLogEntry("silence-ended", now, COCKPIT, "time-is-up", str(until), "", alert.value_now)
    return replace(alert, silence=None, waiting_since=waiting), (event,)


def _closed_by_time(alert: Alert, now: int, rules: AlertRules) -> tuple[Alert, Events]:
    due = closes_at(alert, rules)
    if due is None or now < due:
        return alert, ()
    reason = "nobody-acknowledged" if _asks(alert) else "stayed-calm"
    event = AlertLogEntry("closed", now, COCKPIT, reason, alert.state, "closed", alert.value_now)
    return replace(alert, state="closed", closed_at=now, waiting_since=None, asked=0), (event,)


def _asks(alert: Alert) -> bool:
    return alert.waits and not alert.echo
