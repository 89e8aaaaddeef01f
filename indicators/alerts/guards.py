"""What must hold of an alert, and of what is given, for something to be done to it."""

from __future__ import annotations

from indicators.alerts.context import AlertContext
from indicators.alerts.levels import LEVELS, level_number
from indicators.workflow import Refusal, reject

UNDONE_WITHIN = 24 * 3600  # seconds in which closing can be undone


def waits_for_an_answer(case: AlertContext) -> Refusal | None:
    """Nobody has acknowledged it yet."""
    return None if case.alert.waits else reject("already-acknowledged")


def is_answered(case: AlertContext) -> Refusal | None:
    """What goes quiet must have somebody who knows of it."""
    return reject("not-acknowledged") if case.alert.waits else None


def is_silenced(case: AlertContext) -> Refusal | None:
    """It is quiet now."""
    return None if case.alert.silenced(case.now) else reject("not-silenced")


def reason_given(case: AlertContext) -> Refusal | None:
    """Whoever changes something says why."""
    return None if case.given.reason.strip() else reject("no-reason")


def task_given(case: AlertContext) -> Refusal | None:
    """There is a task."""
    return None if case.given.task.strip() else reject("no-task")


def is_another_task(case: AlertContext) -> Refusal | None:
    """It is not this very task again."""
    same = case.alert.state == "dispatched" and case.alert.task == case.given.task
    return reject("already-dispatched", task=case.given.task) if same else None


def ends_later(case: AlertContext) -> Refusal | None:
    """A silence has an end, and that is to come."""
    return None if case.given.until > case.now else reject("ends-in-the-past")


def not_too_long(case: AlertContext) -> Refusal | None:
    """The graver it is, the shorter may it be kept quiet."""
    longest = case.rules.silence_minutes[LEVELS[case.alert.level]]  # type: ignore[index]
    return reject("too-long", minutes=longest) if case.given.until - case.now > longest * 60 else None


def recovered_or_explained(case: AlertContext) -> Refusal | None:
    """Nothing that is still on closes without one of the explanations."""
    return reject("still-on") if case.alert.live and not case.explained else None


def answered_or_explained(case: AlertContext) -> Refusal | None:
    """A recovered alert still has to be acknowledged."""
    return None if case.explained else is_answered(case)


def red_confirmed(case: AlertContext) -> Refusal | None:
    """A red alert is closed by nobody's slip: whoever does it says so twice."""
    red = case.alert.level >= level_number("red")
    return reject("not-confirmed") if red and not case.given.sure else None


def closed_lately(case: AlertContext) -> Refusal | None:
    """What was closed a day ago or longer stays closed."""
    closed_at = case.alert.closed_at
    lately = closed_at is not None and case.now - closed_at <= UNDONE_WITHIN
    return None if lately else reject("closed-long-ago", hours=UNDONE_WITHIN // 3600)


def is_the_newest(case: AlertContext) -> Refusal | None:
    """A trouble has one open alert at a time."""
    return reject("is-followed") if case.given.followed else None
