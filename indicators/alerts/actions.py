"""What people do to an alert. Each act is a row of a table: what must hold, and what it does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from indicators.alerts.alert import Alert, Silence
from indicators.alerts.decisions import ActionRequest, AlertAction, Decision, Refusal, says_why
from indicators.alerts.events import AlertEventKind, Event, EventActor
from indicators.alerts.levels import LEVELS
from indicators.alerts.rules import AlertRules

Done = tuple[Alert, Iterable[Event]]


@dataclass(frozen=True)
class Dispatching(ActionRequest):
    """Somebody sends a task about it."""

    task: str


@dataclass(frozen=True)
class Silencing(ActionRequest):
    """Somebody wants to hear nothing of it until a moment."""

    until: int
    rules: AlertRules


@dataclass(frozen=True)
class Closing(ActionRequest):
    """Somebody wants to be done with it."""

    rules: AlertRules

    @property
    def explains(self) -> bool:
        """Whether the reason begins with one of the explanations that the rules allow (`drill`, or `drill: words`)."""
        return self.reason.split(":")[0].strip() in self.rules.closing.explanations


def acknowledge(alert: Alert, actor: EventActor, reason: str, now: int) -> Decision[Alert]:
    """Somebody has seen it and answers for it; nobody further is called."""
    return _ACKNOWLEDGE.on(alert, ActionRequest(actor, reason, now))


def mark_dispatched(alert: Alert, task: str, actor: EventActor, reason: str, now: int) -> Decision[Alert]:
    """A task (by its id) has been sent about it; that answers for it, too."""
    return _DISPATCH.on(alert, Dispatching(actor, reason, now, task))


def silence(alert: Alert, until: int, actor: EventActor, reason: str, now: int, rules: AlertRules) -> Decision[Alert]:
    """Keep it quiet until a moment; a rise above its present level ends that, and so does time."""
    return _SILENCE.on(alert, Silencing(actor, reason, now, until, rules))


def unsilence(alert: Alert, actor: EventActor, reason: str, now: int) -> Decision[Alert]:
    """Let it be heard again."""
    return _UNSILENCE.on(alert, ActionRequest(actor, reason, now))


def close(alert: Alert, actor: EventActor, reason: str, now: int, rules: AlertRules) -> Decision[Alert]:
    """Be done with it: after it has recovered and was acknowledged, or for a reason that explains it all."""
    return _CLOSE.on(alert, Closing(actor, reason, now, rules))


def is_open(alert: Alert, _: ActionRequest) -> Refusal | None:
    """A closed alert stays as it is; only trouble brings it back."""
    return Refusal("closed") if alert.state == "closed" else None


def waits_for_an_answer(alert: Alert, _: ActionRequest) -> Refusal | None:
    """Nobody has acknowledged it yet."""
    return None if alert.waits else Refusal("already-acknowledged")


def is_answered(alert: Alert, _: ActionRequest) -> Refusal | None:
    """What goes quiet must have somebody who knows of it."""
    return Refusal("not-acknowledged") if alert.waits else None


def is_live(alert: Alert, _: ActionRequest) -> Refusal | None:
    """The trouble is on."""
    return None if alert.live else Refusal("recovered")


def names_a_task(_: Alert, ask: Dispatching) -> Refusal | None:
    """There is a task."""
    return None if ask.task.strip() else Refusal("no-task")


def is_another_task(alert: Alert, ask: Dispatching) -> Refusal | None:
    """It is not this very task again."""
    same = alert.state == "dispatched" and alert.task == ask.task
    return Refusal("already-dispatched", {"task": ask.task}) if same else None


def ends_later(_: Alert, ask: Silencing) -> Refusal | None:
    """A silence has an end, and that is to come."""
    return None if ask.until > ask.now else Refusal("ends-in-the-past")


def is_not_too_long(alert: Alert, ask: Silencing) -> Refusal | None:
    """The graver it is, the shorter may it be kept quiet."""
    longest = ask.rules.silence_minutes[LEVELS[alert.level]]  # type: ignore[index]
    return Refusal("too-long", {"minutes": longest}) if ask.until - ask.now > longest * 60 else None


def is_silenced(alert: Alert, ask: ActionRequest) -> Refusal | None:
    """It is quiet now."""
    return None if alert.silenced(ask.now) else Refusal("not-silenced")


def has_recovered_or_is_explained(alert: Alert, ask: Closing) -> Refusal | None:
    """Nothing that is still on closes without one of the explanations."""
    return Refusal("still-on") if alert.live and not ask.explains else None


def is_answered_or_explained(alert: Alert, ask: Closing) -> Refusal | None:
    """A recovered alert still has to be acknowledged."""
    return Refusal("not-acknowledged") if alert.waits and not ask.explains else None


def _acknowledged(alert: Alert, ask: ActionRequest) -> Done:
    state = ("dispatched" if alert.task else "acknowledged") if alert.live else alert.state
    answered = replace(alert, state=state, acknowledged_at=ask.now, waiting_since=None, asked=alert.level)
    return answered, [_event("acknowledged", alert, ask, alert.state, state)]


def _dispatched(alert: Alert, ask: Dispatching) -> Done:
    events = [_event("dispatched", alert, ask, alert.task or "", ask.task)]
    if alert.waits:
        alert, acknowledged = _acknowledged(alert, ask)
        events = [*acknowledged, *events]
    return replace(alert, state="dispatched", dispatched_at=ask.now, task=ask.task), events


def _silenced(alert: Alert, ask: Silencing) -> Done:
    quiet = Silence(ask.until, alert.level, ask.reason, ask.actor.account, ask.actor.name)
    before = str(alert.silence.until) if alert.silence else ""
    return replace(alert, silence=quiet), [_event("silenced", alert, ask, before, str(ask.until))]


def _unsilenced(alert: Alert, ask: ActionRequest) -> Done:
    before = str(alert.silence.until) if alert.silence else ""
    return replace(alert, silence=None), [_event("silence-ended", alert, ask, before, "")]


def _closed(alert: Alert, ask: Closing) -> Done:
    done = replace(alert, state="closed", closed_at=ask.now, waiting_since=None, asked=0, calm_since=None)
    return done, [_event("closed", alert, ask, alert.state, "closed")]


def _event(kind: AlertEventKind, alert: Alert, ask: ActionRequest, before: str, after: str) -> Event:
    return Event(kind, ask.now, ask.actor, ask.reason, before, after, alert.value_now)


_ACKNOWLEDGE: AlertAction[Alert, ActionRequest] = AlertAction((says_why, is_open, waits_for_an_answer), _acknowledged)
_DISPATCH: AlertAction[Alert, Dispatching] = AlertAction(
    (says_why, is_open, names_a_task, is_live, is_another_task), _dispatched
)
_SILENCE: AlertAction[Alert, Silencing] = AlertAction(
    (says_why, is_open, is_answered, ends_later, is_not_too_long), _silenced
)
_UNSILENCE: AlertAction[Alert, ActionRequest] = AlertAction((says_why, is_silenced), _unsilenced)
_CLOSE: AlertAction[Alert, Closing] = AlertAction(
    (says_why, is_open, has_recovered_or_is_explained, is_answered_or_explained), _closed
)
