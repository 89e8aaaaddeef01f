"""Reading tasks for screens and services: lists, one task with its whole story. Every read takes a scope first."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, RowMapping, Table, case, func, select

from data.core.scope import Scope, required
from data.operations.tasks.filters import TaskFilter, conditions
from data.operations.tasks.scope_conditions import late, may_read, visible
from data.operations.tasks.task_rows import entry_of, evidence_of, kept_number_of, part_of, task_of
from data.operations.tasks.task_tables import task, task_entry, task_evidence, task_number, task_part
from indicators.tasks.model import CoHandlerAssignment, Evidence, Task, TaskEntry, TaskTimeline
from indicators.tasks.states import OPEN, TaskState


class NoTask(LookupError):
    """There is no such task, or not for whoever asks: the two are not told apart."""

    code = "no-task"

    def __init__(self, number: int) -> None:
        super().__init__(f"there is no task {number}")
        self.number = number


def tasks(
    connection: Connection, scope: Scope, wanted: TaskFilter, now: int, limit: int = 50, offset: int = 0
) -> tuple[Task, ...]:
    """A page of a list: late ones first, then by deadline, then the newest."""
    order = (case((late(now), 0), else_=1), task.c.due_close, task.c.id.desc())
    query = select(task).where(visible(scope), *conditions(wanted, now)).order_by(*order).limit(limit).offset(offset)
    return tuple(task_of(row) for row in connection.execute(query).mappings())


def how_many(connection: Connection, scope: Scope, wanted: TaskFilter, now: int) -> int:
    """How many tasks a list has in all."""
    query = select(func.count()).select_from(task).where(visible(scope), *conditions(wanted, now))
    number: int = connection.execute(query).scalar_one()
    return number


def drafts(connection: Connection, scope: Scope, account: int) -> tuple[Task, ...]:
    """What somebody wrote and has not sent, the newest first."""
    mine = (may_read(scope, account), task.c.state == TaskState.DRAFT)
    rows = connection.execute(select(task).where(*mine).order_by(task.c.id.desc())).mappings()
    return tuple(task_of(row) for row in rows)


def one(connection: Connection, scope: Scope, number: int, account: int | None = None) -> Task:
    """A task as it stands. NoTask where there is none for this scope (a draft: for anybody but its `account`)."""
    row = connection.execute(select(task).where(task.c.id == number, may_read(scope, account))).mappings().first()
    if row is None:
        raise NoTask(number)
    return task_of(row)


def task_timeline(connection: Connection, scope: Scope, number: int, account: int | None = None) -> TaskTimeline:
    """One task with its parts, record, evidence, numbers, and the tasks around it that may be seen."""
    found = one(connection, scope, number, account)
    children = connection.execute(
        select(task).where(task.c.parent == number, visible(scope)).order_by(task.c.id)
    ).mappings()
    return TaskTimeline(
        found,
        parts(connection, scope, found),
        tuple(entry_of(row) for row in _belonging(connection, task_entry, found)),
        evidence(connection, scope, found),
        tuple(kept_number_of(row) for row in _belonging(connection, task_number, found)),
        _parent(connection, scope, found),
        tuple(task_of(row) for row in children),
    )


def parts(connection: Connection, scope: Scope, of: Task) -> tuple[CoHandlerAssignment, ...]:
    """Who was asked to help with a task."""
    required(scope)
    query = select(task_part).where(task_part.c.task == of.id).order_by(task_part.c.asked_at, task_part.c.unit)
    return tuple(part_of(row) for row in connection.execute(query).mappings())


def evidence(connection: Connection, scope: Scope, of: Task) -> tuple[Evidence, ...]:
    """What was handed in for a task."""
    required(scope)
    query = select(task_evidence).where(task_evidence.c.task == of.id).order_by(task_evidence.c.id)
    return tuple(evidence_of(row) for row in connection.execute(query).mappings())


def one_evidence(connection: Connection, scope: Scope, number: int) -> Evidence:
    """A file that was handed in, by its number. NoTask where its task may not be seen."""
    query = select(task_evidence).join(task, task.c.id == task_evidence.c.task)
    row = connection.execute(query.where(task_evidence.c.id == number, visible(scope))).mappings().first()
    if row is None:
        raise NoTask(number)
    return evidence_of(row)


def entries_since(connection: Connection, scope: Scope, number: int, version: int) -> tuple[TaskEntry, ...]:
    """What has happened to a task since it was at a version."""
    query = (
        select(task_entry)
        .join(task, task.c.id == task_entry.c.task)
        .where(task_entry.c.task == number, task_entry.c.version > version, visible(scope))
        .order_by(task_entry.c.n)
    )
    return tuple(entry_of(row) for row in connection.execute(query).mappings())


def open_children(connection: Connection, scope: Scope, number: int) -> int:
    """How many tasks that were split off from a task are not closed."""
    required(scope)
    unsettled = (*OPEN, TaskState.DRAFT)
    query = select(func.count()).where(task.c.parent == number, task.c.state.in_(unsettled))
    count: int = connection.execute(query).scalar_one()
    return count


def _belonging(connection: Connection, table: Table, of: Task) -> Sequence[RowMapping]:
    return connection.execute(select(table).where(table.c.task == of.id).order_by(table.c.n)).mappings().all()


def _parent(connection: Connection, scope: Scope, of: Task) -> Task | None:
    if of.parent is None:
        return None
    row = connection.execute(select(task).where(task.c.id == of.parent, visible(scope))).mappings().first()
    return None if row is None else task_of(row)
