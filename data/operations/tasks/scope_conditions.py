"""Who sees which tasks: the conditions that every read of tasks carries."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select, true

from data.core.scope import Scope, required
from data.operations.tasks.task_tables import task, task_part
from indicators.tasks.states import OPEN, PAUSED, TaskState


def visible(scope: Scope) -> ColumnElement[bool]:
    """The tasks that may be seen, drafts apart.

    Who acts for units sees what these were given, what they sent, and what they were asked to help with, wherever it
    lies; everybody else sees the tasks of their regions. Raises ScopeMissing for what is no scope.
    """
    checked = required(scope)
    sent = task.c.state != TaskState.DRAFT
    if checked.units is not None:
        units = sorted(checked.units)
        helped = select(task_part.c.task).where(task_part.c.unit.in_(units))
        return and_(sent, or_(task.c.unit.in_(units), task.c.sender_unit.in_(units), task.c.id.in_(helped)))
    return and_(sent, true() if checked.regions is None else task.c.region.in_(sorted(checked.regions)))


def may_read(scope: Scope, account: int | None) -> ColumnElement[bool]:
    """The tasks that may be opened: those that may be seen, and one's own drafts."""
    if account is None:
        return visible(scope)
    return or_(visible(scope), and_(task.c.state == TaskState.DRAFT, task.c.sender == account))


def is_open() -> ColumnElement[bool]:
    """Sent, and neither closed nor terminated."""
    return task.c.state.in_(sorted(OPEN))


def late(now: int) -> ColumnElement[bool]:
    """Open tasks that missed their deadline, as task_types.is_late says it."""
    missed = or_(
        and_(task.c.reported_at.is_(None), task.c.due_close < now),
        and_(task.c.reported_at.is_not(None), task.c.due_close < task.c.reported_at),
    )
    return and_(is_open(), task.c.state.not_in(sorted(PAUSED)), missed)


def unanswered(now: int) -> ColumnElement[bool]:
    """Tasks that were not accepted in time, and still are not."""
    return and_(task.c.state == TaskState.DISPATCHED, task.c.due_accept < now)
