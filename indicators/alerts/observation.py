"""What a new reading does to an alert: raises it, changes its level, lets it recover, brings it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from indicators.alerts.alert import Alert, SignReading, Silence
from indicators.alerts.events import COCKPIT, AlertEventKind, AlertLogEntry, Events
from indicators.alerts.levels import LEVELS
from indicators.alerts.rules import AlertRules

Observed = tuple[Alert | None, Events]
Known = tuple[Alert, Events]


def observe(alert: Alert | None, reading: SignReading, rules: AlertRules) -> Observed:
    """The alert after a reading of its subject, and what happened; None when there is nothing to tell.

    `alert` is the newest one of the subject, also when it is closed: a trouble that returns within the flap window
    reopens it, and one that was closed while it was on stays closed until it has calmed down once or got worse than
    it was. A new alert has the id 0. Readings older than the newest one are passed over; an unknown reading neither
    raises nor recovers anything, and calm is counted anew after it. ValueError for a reading of another subject.
    """
    if alert is None:
        return _begin(reading, rules) if reading.level else (None, ())
    if alert.subject.key != reading.subject.key:
        raise ValueError(f"a reading of {reading.subject.key} says nothing about {alert.subject.key}")
    if reading.at < alert.seen_at:
        return alert, ()
    if reading.level is None:
        return (replace(alert, calm_since=None) if alert.live else alert), ()
    return _BY_STATE[alert.state](alert, reading, rules)


def _begin(reading: SignReading, rules: AlertRules, silence: Silence | None = None) -> Known:
    assert reading.level
    alert = Alert(
        reading.subject,
        reading.trigger,
        level=reading.level,
        peak_level=reading.level,
        state="raised",
        raised_at=reading.at,
        seen_at=reading.at,
        value_raised=reading.value,
        value_now=reading.value,
        value_peak=reading.value,
        asked=reading.level,
        escalation=rules.escalation,
        waiting_since=reading.at,
        silence=silence,
    )
    return _speaking(alert, (_event("raised", reading, reading.trigger, LEVELS[0], LEVELS[reading.level]),))


def _while_live(alert: Alert, reading: SignReading, rules: AlertRules) -> Known:
    if not reading.level:
        return _calming(alert, reading, rules)
    return _at_level(_seen(alert, reading, calm_since=None), reading)


def _calming(alert: Alert, reading: SignReading, rules: AlertRules) -> Known:
    """Recovered once nothing was seen for as long as its trigger has to settle."""
    since = reading.at if alert.calm_since is None else alert.calm_since
    calm = _seen(alert, reading, calm_since=since)
    if reading.at - since < rules.settle_minutes[alert.trigger] * 60:
        return calm, ()
    recovered = replace(calm, state="recovered", recovered_at=reading.at)
    return recovered, (_event("recovered", reading, "calm", alert.state, "recovered"),)


def _at_level(alert: Alert, reading: SignReading) -> Known:
    assert reading.level
    if reading.level == alert.level:
        return alert, ()
    changed = replace(alert, level=reading.level, peak_level=max(alert.peak_level, reading.level))
    if reading.level < alert.level:
        return changed, (_event("eased", reading, reading.trigger, LEVELS[alert.level], LEVELS[reading.level]),)
    risen = replace(changed, trigger=reading.trigger) if reading.level > alert.peak_level else changed
    event = _event("rose", reading, reading.trigger, LEVELS[alert.level], LEVELS[reading.level])
    return _speaking(_asking(risen, reading.at), (event,))


def _asking(alert: Alert, at: int) -> Alert:
    """Above the level that was asked about or answered, somebody has to answer (anew)."""
    if alert.level <= alert.asked:
        return alert
    return replace(alert, state="raised", asked=alert.level, waiting_since=at)


def _after_recovery(alert: Alert, reading: SignReading, rules: AlertRules) -> Known:
    """An alert that is not closed comes back whenever trouble does, so that there is never a second one beside it."""
    if not reading.level:
        return _seen(alert, reading), ()
    return _back(alert, reading, rules)


def _after_closing(alert: Alert, reading: SignReading, rules: AlertRules) -> Known:
    if alert.unfinished:  # closed while it was on
        if not reading.level:
            return replace(alert, calm_since=reading.at, seen_at=reading.at), ()
        if reading.level <= alert.level:
            return alert, ()
    if not reading.level:
        return alert, ()
    ended = _ended(alert)
    if ended is not None and _flaps(ended, reading, rules):
        return _back(alert, reading, rules)
    return _begin(reading, rules, alert.silence if alert.silenced(reading.at) else None)


def _back(alert: Alert, reading: SignReading, rules: AlertRules) -> Known:
    """The same alert again; it needs a new answer only where the old one does not cover it."""
    assert reading.level
    ended = _ended(alert)
    returned = _seen(
        alert,
        reading,
        level=reading.level,
        peak_level=max(alert.peak_level, reading.level),
        trigger=reading.trigger,
        state="raised" if alert.waits else "dispatched" if alert.task else "acknowledged",
        recovered_at=None,
        closed_at=None,
        calm_since=None,
        flaps=alert.flaps + (ended is not None and _flaps(ended, reading, rules)),
    )
    event = _event("reopened", reading, reading.trigger, alert.state, LEVELS[reading.level])
    return _speaking(_asking(returned, reading.at), (event,))


def _ended(alert: Alert) -> int | None:
    return alert.calm_since if alert.recovered_at is None else alert.recovered_at


def _flaps(ended: int, reading: SignReading, rules: AlertRules) -> bool:
    return reading.at - ended <= rules.flapping.minutes * 60


def _speaking(alert: Alert, events: Events) -> Known:
    """A silence holds for the level it was given at: a rise above ends it."""
    if alert.silence is None or alert.level <= alert.silence.level:
        return alert, events
    ended = AlertLogEntry(
        "silence-ended",
        alert.seen_at,
        COCKPIT,
        "rose-above",
        LEVELS[alert.silence.level],
        LEVELS[alert.level],
        alert.value_now,
    )
    return replace(alert, silence=None), (*events, ended)


def _seen(alert: Alert, reading: SignReading, **changed: Any) -> Alert:
    peak = _peak(alert, reading)
    return replace(alert, seen_at=reading.at, value_now=reading.value, value_peak=peak, **changed)


def _peak(alert: Alert, reading: SignReading) -> float | None:
    """The value at the highest level; at equal levels the worse one."""
    level = reading.level or 0
    if reading.value is None or level < alert.peak_level:
        return alert.value_peak
    if level > alert.peak_level or alert.value_peak is None:
        return reading.value
    worst = max if alert.subject.worse == "higher" else min
    return worst(reading.value, alert.value_peak)


def _event(kind: AlertEventKind, reading: SignReading, reason: str, before: str, after: str) -> AlertLogEntry:
    return AlertLogEntry(kind, reading.at, COCKPIT, reason, before, after, reading.value)


_BY_STATE: Mapping[str, Callable[[Alert, SignReading, AlertRules], Known]] = {
    "raised": _while_live,
    "acknowledged": _while_live,
    "dispatched": _while_live,
    "recovered": _after_recovery,
    "closed": _after_closing,
}
