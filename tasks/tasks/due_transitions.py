"""What time does to tasks: it reminds, marks late, escalates, resumes what was suspended, puts away what is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from data.core.clock import from_epoch, to_epoch
from indicators.tasks.model import Task
from indicators.tasks.states import RUNNING, TaskState
from tasks.tasks.policy import FrozenPolicy, terms_of
from tasks.tasks.transition import RuleSet
from tasks.tasks.transitions import TaskTransition
from tasks.workflow.working_time import WorkingCalendar


@dataclass(frozen=True)
class DueTransition:
    """A move that time makes at a moment. `about` says which deadline it concerns, `step` the supervision reached."""

    at: int
    move: TaskTransition
    about: str = ""
    step: int = 0


def schedule(task: Task, book: RuleSet) -> tuple[DueTransition, ...]:
    """All that time does to a task as it stands now, in order; also what lies in the past."""
    return tuple(sorted(_all(task, book), key=lambda timed: (timed.at, timed.move, timed.step)))


def due_actions(tasks: Iterable[Task], book: RuleSet, now: int) -> tuple[tuple[Task, DueTransition], ...]:
    """What time has to do by now and has not done, task by task.

    After a standstill nobody is reminded of a deadline that has passed, and an escalation goes to the last step due.
    """
    return tuple((task, timed) for task in tasks for timed in _telling(_undone(task, book, now)))


def next_due_at(task: Task, book: RuleSet) -> int | None:
    """When time has something to do to a task next; None when never."""
    return min((timed.at for timed in schedule(task, book) if timed.at > task.clocked_at), default=None)


def _undone(task: Task, book: RuleSet, now: int) -> list[DueTransition]:
    return [timed for timed in schedule(task, book) if task.clocked_at < timed.at <= now]


def _telling(found: list[DueTransition]) -> Iterator[DueTransition]:
    missed = any(timed.move is TaskTransition.LATE and timed.about == "close" for timed in found)
    last = max((timed.step for timed in found), default=0)
    for timed in found:
        needless = timed.move is TaskTransition.REMIND and missed
        if not needless and not (timed.move is TaskTransition.ESCALATE and timed.step < last):
            yield timed


def _all(task: Task, book: RuleSet) -> Iterator[DueTransition]:
    if task.state in RUNNING:
        frozen = terms_of(task)
        yield from _while_running(task, frozen, book.calendar(frozen.hours))
    elif task.state is TaskState.SUSPENDED and task.resume_at is not None:
        yield DueTransition(task.resume_at, TaskTransition.RESUME)
    elif task.state in {TaskState.CLOSED, TaskState.EVALUATED} and task.closed_at is not None:
        frozen = terms_of(task)
        until = book.calendar(frozen.hours).due(from_epoch(task.closed_at), frozen.terms.archive)
        yield DueTransition(to_epoch(until.at), TaskTransition.ARCHIVE)


def _while_running(task: Task, frozen: FrozenPolicy, calendar: WorkingCalendar) -> Iterator[DueTransition]:
    if task.accepted_at is None and task.due_accept is not None:
        yield _just_after(task.due_accept, "accept")
    if task.feedback_at is None and task.due_feedback is not None:
        yield _just_after(task.due_feedback, "feedback")
    if task.due_close is None or task.sent_at is None:
        return
    due = from_epoch(task.due_close)
    for limit in frozen.terms.remind:
        at = to_epoch(calendar.before(due, limit))
        if at > task.sent_at:
            yield DueTransition(at, TaskTransition.REMIND, "close")
    yield _just_after(task.due_close, "close")
    for escalation in frozen.terms.escalate:
        if escalation.step > task.supervision:
            at = to_epoch(calendar.due(due, escalation.after).at)
            yield DueTransition(at, TaskTransition.ESCALATE, "close", escalation.step)


def _just_after(due: int, about: str) -> DueTransition:
    """A deadline is missed with the second that follows it."""
    return DueTransition(to_epoch(from_epoch(due) + timedelta(seconds=1)), TaskTransition.LATE, about)
