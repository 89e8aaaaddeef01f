"""The numbers behind tasks: which are to be looked at again, and what was found before."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, select

from data.core.scope import Scope
from data.operations.tasks.scope_conditions import visible
from data.operations.tasks.task_rows import kept_number_of, task_of
from data.operations.tasks.task_tables import task, task_number
from indicators.tasks.model import KeptNumber, Task
from indicators.tasks.states import SETTLED


def awaiting_evaluation(
    connection: Connection, scope: Scope, kinds: Collection[str], closed_since: int
) -> tuple[Task, ...]:
    """Tasks closed since a moment, about subjects of some kinds, whose number was kept when they were sent."""
    kept = select(task_number.c.task).where(task_number.c.when == "sent")
    query = select(task).where(
        visible(scope),
        task.c.state.in_(sorted(SETTLED)),
        task.c.subject_kind.in_(sorted(kinds)),
        task.c.closed_at >= closed_since,
        task.c.id.in_(kept),
    )
    return tuple(task_of(row) for row in connection.execute(query.order_by(task.c.id)).mappings())


def kept_numbers(connection: Connection, scope: Scope, tasks: Collection[int]) -> Mapping[int, tuple[KeptNumber, ...]]:
    """The readings kept with some tasks, the oldest first."""
    found: dict[int, tuple[KeptNumber, ...]] = dict.fromkeys(tasks, ())
    query = (
        select(task_number)
        .join(task, task.c.id == task_number.c.task)
        .where(visible(scope), task_number.c.task.in_(sorted(tasks)))
        .order_by(task_number.c.task, task_number.c.n)
    )
    for row in connection.execute(query).mappings():
        found[row["task"]] = (*found[row["task"]], kept_number_of(row))
    return found
