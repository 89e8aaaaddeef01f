"""An alert as it stood at an earlier moment, replayed from its log.

The log holds what happened, not each reading: between two entries the value is that of the earlier one, and nothing is
known of how calm it had become.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from indicators.alerts.alert import Alert, Silence
from indicators.alerts.events import AlertLogEntry
from indicators.alerts.levels import level_number


def alert_then(stored: Alert, log: Iterable[AlertLogEntry]) -> Alert | None:
    """The alert after the entries of `log` (in order, up to the moment); None when it had not been raised by then.

    `stored` gives what never changes of an alert: its subject, its duty ladder, its number.
    """
    then: Alert | None = None
    for entry in log:
        if then is None:
            then = _raised(stored, entry)
        else:
            then = _seen(_EFFECTS[entry.kind](then, entry), entry) if entry.kind in _EFFECTS else then
    return then


def _raised(stored: Alert, entry: AlertLogEntry) -> Alert:
    level = level_number(entry.after)
    return Alert(
        stored.subject,
        entry.reason,  # type: ignore[arg-type]  # of an alert that is raised it names the trigger
        level=level,
        peak_level=level,
        state="raised",
        raised_at=entry.at,
        seen_at=entry.at,
        value_raised=entry.value,
        value_now=entry.value,
        value_peak=entry.value,
        asked=level,
        escalation=stored.escalation,
        waiting_since=entry.at,
        id=stored.id,
        version=stored.version,
    )


def _seen(alert: Alert, entry: AlertLogEntry) -> Alert:
    if entry.value is None:
        return alert
    at_peak = alert.live and alert.level == alert.peak_level
    worst = max if alert.subject.worse == "higher" else min
    known = entry.value if alert.value_peak is None else alert.value_peak
    peak = worst(entry.value, known) if at_peak else alert.value_peak
    return replace(alert, seen_at=max(alert.seen_at, entry.at), value_now=entry.value, value_peak=peak)


def _rose(alert: Alert, entry: AlertLogEntry) -> Alert:
    level = level_number(entry.after)
    if level > alert.peak_level:
        alert = replace(alert, trigger=entry.reason, value_peak=entry.value)  # type: ignore[arg-type]
    return _asking(replace(alert, level=level, peak_level=max(alert.peak_level, level)), entry.at)


def _asking(alert: Alert, at: int) -> Alert:
    if alert.level <= alert.asked:
        return alert
    return replace(alert, state="raised", asked=alert.level, waiting_since=at)


def _eased(alert: Alert, entry: AlertLogEntry) -> Alert:
    return replace(alert, level=level_number(entry.after))


def _acknowledged(alert: Alert, entry: AlertLogEntry) -> Alert:
    state = entry.after
    return replace(alert, state=state, acknowledged_at=entry.at, waiting_since=None, asked=alert.level)  # type: ignore[arg-type]


def _dispatched(alert: Alert, entry: AlertLogEntry) -> Alert:
    return replace(alert, state="dispatched", dispatched_at=entry.at, task=entry.after)


def _task_ended(alert: Alert, entry: AlertLogEntry) -> Alert:
    return replace(
        alert,
        state="raised",
        task=None,
        dispatched_at=None,
        acknowledged_at=None,
        waiting_since=entry.at,
        escalation_step=0,
    )


def _close_undone(alert: Alert, entry: AlertLogEntry) -> Alert:
    waiting = None if alert.acknowledged_at is not None else entry.at
    return replace(alert, state=entry.after, closed_at=None, waiting_since=waiting, asked=alert.level)  # type: ignore[arg-type]


def _silenced(alert: Alert, entry: AlertLogEntry) -> Alert:
    quiet = Silence(int(entry.after), alert.level, entry.reason, entry.actor.account, entry.actor.name)
    return replace(alert, silence=quiet)


def _heard_again(alert: Alert, entry: AlertLogEntry) -> Alert:
    by_time = entry.reason == "time-is-up" and alert.waiting_since is not None
    waiting = max(alert.waiting_since or 0, int(entry.before)) if by_time else alert.waiting_since
    return replace(alert, silence=None, waiting_since=waiting)


def _escalated(alert: Alert, entry: AlertLogEntry) -> Alert:
    return replace(alert, escalation_step=alert.escalation_step + 1, waiting_since=entry.at)


def _recovered(alert: Alert, entry: AlertLogEntry) -> Alert:
    return replace(alert, state="recovered", recovered_at=entry.at)


def _reopened(alert: Alert, entry: AlertLogEntry) -> Alert:
    level = level_number(entry.after)
    back = replace(
        alert,
        level=level,
        peak_level=max(alert.peak_level, level),
        trigger=entry.reason,  # type: ignore[arg-type]
        state="raised" if alert.waits else "dispatched" if alert.task else "acknowledged",
        recovered_at=None,
        closed_at=None,
        flaps=alert.flaps + 1,
    )
    return _asking(back, entry.at)


def _joined(alert: Alert, entry: AlertLogEntry) -> Alert:
    return replace(alert, incident=int(entry.after), echo=entry.reason == "echo")


def _promoted(alert: Alert, entry: AlertLogEntry) -> Alert:
    return replace(alert, echo=False, waiting_since=entry.at if alert.waits else None)


def _closed(alert: Alert, entry: AlertLogEntry) -> Alert:
    return replace(alert, state="closed", closed_at=entry.at, waiting_since=None, asked=0)


_EFFECTS: Mapping[str, Callable[[Alert, AlertLogEntry], Alert]] = {
    "rose": _rose,
    "eased": _eased,
    "acknowledged": _acknowledged,
    "dispatched": _dispatched,
    "silenced": _silenced,
    "silence-ended": _heard_again,
    "escalated": _escalated,
    "recovered": _recovered,
    "reopened": _reopened,
    "joined": _joined,
    "promoted": _promoted,
    "closed": _closed,
    "close-undone": _close_undone,
    "task-ended": _task_ended,
}
