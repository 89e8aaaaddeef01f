"""Which tasks time has something to do to, and how far it has come with them."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from data.core.scope import Scope, required
from data.operations.tasks.task_tables import task


def due_tasks(connection: Connection, scope: Scope, now: int, limit: int = 500) -> tuple[int, ...]:
    """The tasks that time has something to do to by now, the longest waiting first. For the cockpit itself."""
    required(scope)
    query = select(task.c.id).where(task.c.wake_at <= now).order_by(task.c.wake_at, task.c.id).limit(limit)
    return tuple(connection.execute(query).scalars())


def mark_processed(connection: Connection, number: int, clocked_at: int, wake_at: int | None) -> None:
    """Time has done all it had to do to a task by a moment; it comes back at another, or never."""
    connection.execute(update(task).where(task.c.id == number).values(clocked_at=clocked_at, wake_at=wake_at))
