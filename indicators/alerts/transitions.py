"""What people do to an alert: the table of transitions between its states."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import StrEnum

from indicators.alerts import guards as g
from indicators.alerts.alert import ALERT_STATES, LIVE, Alert, AlertState, Silence
from indicators.alerts.context import AlertContext
from indicators.alerts.events import AlertEventKind, AlertLogEntry, Events
from indicators.workflow import AcceptedTransition, Guard, Record, TargetChoice, Transition, TransitionTable

AlertApplied = AcceptedTransition[AlertState, Alert, Events]
AlertRow = Transition[AlertState, AlertContext, Alert, Events]


class AlertTransition(StrEnum):
    """Everything that people do to an alert."""

    ACKNOWLEDGE = "acknowledge"  # somebody has seen it and answers for it; nobody further is called
    DISPATCH = "dispatch"  # a task has been sent about it; that answers for it, too
    SILENCE = "silence"  # quiet until a moment; a rise above its present level ends that, and so does time
    UNSILENCE = "unsilence"  # to be heard again
    CLOSE = "close"  # after it has recovered and was acknowledged, or for a reason that explains it all
    UNDO_CLOSE = "undo-close"  # it was closed by mistake: it stands as before


def _acknowledged(case: AlertContext) -> Alert:
    return replace(case.alert, acknowledged_at=case.now, waiting_since=None, asked=case.alert.level)


def _dispatched(case: AlertContext) -> Alert:
    answered = _acknowledged(case) if case.alert.waits else case.alert
    return replace(answered, dispatched_at=case.now, task=case.given.task)


def _silenced(case: AlertContext) -> Alert:
    given, actor = case.given, case.actor
    return replace(case.alert, silence=Silence(given.until, case.alert.level, given.reason, actor.account, actor.name))


def _unsilenced(case: AlertContext) -> Alert:
    return replace(case.alert, silence=None)


def _closed(case: AlertContext) -> Alert:
    return replace(case.alert, closed_at=case.now, waiting_since=None, asked=0, calm_since=None)


def _undone(case: AlertContext) -> Alert:
    answered = case.alert.acknowledged_at is not None
    return replace(case.alert, closed_at=None, waiting_since=None if answered else case.now, asked=case.alert.level)


def _state_before(case: AlertContext) -> AlertState:
    """What it was when it was closed."""
    alert = case.alert
    if alert.recovered_at is not None:
        return "recovered"
    if alert.acknowledged_at is None:
        return "raised"
    return "dispatched" if alert.task else "acknowledged"


def _answered_state(case: AlertContext) -> AlertState:
    """What has recovered stays so; what had a task before goes on with it."""
    if not case.alert.live:
        return case.alert.state
    return "dispatched" if case.alert.task else "acknowledged"


def _event(kind: AlertEventKind, case: AlertContext, before: str, after: str) -> AlertLogEntry:
    return AlertLogEntry(kind, case.now, case.actor, case.given.reason, before, after, case.alert.value_now)


def _states(kind: AlertEventKind) -> Record[AlertContext, Alert, Events]:
    """From which state to which."""
    return lambda case, after: (_event(kind, case, case.alert.state, after.state),)


def _silences(kind: AlertEventKind) -> Record[AlertContext, Alert, Events]:
    """Until when it was quiet, and until when it is."""

    def until(alert: Alert) -> str:
        return str(alert.silence.until) if alert.silence else ""

    return lambda case, after: (_event(kind, case, until(case.alert), until(after)),)


def _tasks(case: AlertContext, after: Alert) -> Events:
    """Which task it had, and which it has; before that, that somebody answers for it."""
    sent = _event("dispatched", case, case.alert.task or "", case.given.task)
    answered = _event("acknowledged", case, case.alert.state, _answered_state(case))
    return (answered, sent) if case.alert.waits else (sent,)


def _row(
    name: AlertTransition,
    sources: Iterable[AlertState],
    target: AlertState | TargetChoice[AlertState, AlertContext] | None,
    effect: Callable[[AlertContext], Alert],
    record: Record[AlertContext, Alert, Events],
    who: tuple[Guard[AlertContext], ...] = (),
    form: tuple[Guard[AlertContext], ...] = (),
) -> AlertRow:
    """A row in which a reason is always given."""
    return Transition(name, frozenset(sources), target, who, (g.reason_given, *form), effect, record)


_OPEN = frozenset(ALERT_STATES) - {"closed"}
_ANSWERED: TargetChoice[AlertState, AlertContext] = TargetChoice(
    frozenset({"acknowledged", "dispatched", "recovered"}), _answered_state
)
_BEFORE: TargetChoice[AlertState, AlertContext] = TargetChoice(frozenset(ALERT_STATES) - {"closed"}, _state_before)
_T = AlertTransition

ALERT_TRANSITIONS: TransitionTable[AlertState, AlertContext, Alert, Events] = TransitionTable(
    lambda case: case.alert.state,
    lambda _, __, alert, state: replace(alert, state=state),
    [
        _row(
            _T.ACKNOWLEDGE, _OPEN, _ANSWERED, _acknowledged, _states("acknowledged"), who=(g.waits_for_an_answer,)
        ),
        _row(_T.DISPATCH, LIVE, "dispatched", _dispatched, _tasks, form=(g.task_given, g.is_another_task)),
        _row(
            _T.SILENCE, _OPEN, None, _silenced, _silences("silenced"),
            who=(g.is_answered,), form=(g.ends_later, g.not_too_long),
        ),
        _row(_T.UNSILENCE, ALERT_STATES, None, _unsilenced, _silences("silence-ended"), who=(g.is_silenced,)),
        _row(
            _T.CLOSE, _OPEN, "closed", _closed, _states("closed"),
            form=(g.recovered_or_explained, g.answered_or_explained, g.red_confirmed),
        ),
        _row(
            _T.UNDO_CLOSE, ["closed"], _BEFORE, _undone, _states("close-undone"),
            who=(g.closed_lately,), form=(g.is_the_newest,),
        ),
    ],
)  # fmt: skip
"""Closed alerts stay as they are, but for a day in which closing can be undone; else only trouble brings them back."""
