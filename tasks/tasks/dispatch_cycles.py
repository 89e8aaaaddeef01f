"""The deadlines of a task: from dispatch to its end is a round, and each round has clocks of its own.

They are counted on the calendar, under the terms frozen into the task, and pause only while it is suspended. A task
that was split off is due no later than the whole.
"""

from __future__ import annotations

from dataclasses import replace

from data.core.clock import from_epoch, to_epoch
from indicators.tasks.model import Task
from tasks.tasks.policy import FrozenPolicy, terms_of
from tasks.tasks.transition import TransitionContext
from tasks.workflow.limits import TimeLimit
from tasks.workflow.working_time import WorkingCalendar


def dispatched(case: TransitionContext, task: Task, frozen: FrozenPolicy) -> Task:
    """A new round: all clocks begin. Nothing is due after the deadline for closing, be it set by hand."""
    calendar, terms = _calendar(case, frozen), frozen.terms
    accept, feedback, close = (calendar.due(case.now, limit) for limit in (terms.accept, terms.feedback, terms.close))
    closing = _within_parent(case, to_epoch(case.given.until or close.at))
    return replace(
        _fresh(task),
        round=task.round + 1,
        sent_at=case.epoch,
        first_sent_at=task.first_sent_at or case.epoch,
        due_accept=min(closing, to_epoch(accept.at)),
        due_feedback=min(closing, to_epoch(feedback.at)),
        due_close=closing,
        guessed=accept.guessed or feedback.guessed or (close.guessed and case.given.until is None),
    )


def reopened(case: TransitionContext) -> Task:
    """A new round for the same unit, which has accepted already."""
    frozen, task = terms_of(case.task), case.task
    due = _calendar(case, frozen).due(case.now, frozen.terms.redo or frozen.terms.close)
    return replace(
        _fresh(task), round=task.round + 1, sent_at=case.epoch, due_close=to_epoch(due.at), guessed=due.guessed
    )


def extended(case: TransitionContext) -> Task:
    """The deadline for closing moved by what was asked."""
    frozen, task = terms_of(case.task), case.task
    if task.due_close is None or task.asked_amount is None:
        raise ValueError(f"task {task.id} has no deadline that could be moved")
    more = TimeLimit(amount=task.asked_amount, unit=frozen.terms.longest_extension.unit)
    due = _calendar(case, frozen).due(from_epoch(task.due_close), more)
    later = max(task.due_close, _within_parent(case, to_epoch(due.at)))
    return replace(task, due_close=later, guessed=task.guessed or due.guessed)


def resumed(case: TransitionContext) -> Task:
    """What was left of each limit when the task was suspended is left now."""
    frozen, task = terms_of(case.task), case.task
    if task.paused_at is None or task.due_close is None:
        raise ValueError(f"task {task.id} is not suspended")
    calendar, paused = _calendar(case, frozen), from_epoch(task.paused_at)
    close = calendar.shifted(from_epoch(task.due_close), frozen.terms.close.unit, paused, case.now)
    later = replace(task, due_close=to_epoch(close.at), guessed=task.guessed or close.guessed)
    if task.due_feedback is None or task.feedback_at is not None:
        return later
    feedback = calendar.shifted(from_epoch(task.due_feedback), frozen.terms.feedback.unit, paused, case.now)
    return replace(later, due_feedback=to_epoch(feedback.at))


def _calendar(case: TransitionContext, frozen: FrozenPolicy) -> WorkingCalendar:
    return case.book.calendar(frozen.hours)


def _within_parent(case: TransitionContext, due: int) -> int:
    whole = case.parent.due_close if case.parent else None
    return due if whole is None else min(due, whole)


def _fresh(task: Task) -> Task:
    """The task without what belonged to the round before."""
    return replace(
        task,
        sent_at=None,
        accepted_at=None,
        feedback_at=None,
        reported_at=None,
        verified_at=None,
        closed_at=None,
        evaluated_at=None,
        called_back_at=None,
        due_accept=None,
        due_feedback=None,
        due_close=None,
        guessed=False,
        paused_at=None,
        resume_at=None,
        back_to=None,
        asked_by=None,
        asked_amount=None,
        reporter=None,
        verifier=None,
        stars=None,
        resolved=None,
        satisfied=None,
        helped=None,
    )
