"""Writing tasks: what stands now, the rounds behind it, and the record. All inside the caller's transaction.

Rules are not asked here; tasks/ asks them before. A save takes the version that was read, so that nothing is lost when
somebody else was quicker.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from data.evidence.evidence_folder import StoredEvidence
from data.operations.tasks.task_rows import entry_of, entry_values, task_values
from data.operations.tasks.task_tables import task, task_entry, task_evidence, task_number, task_part, task_round
from data.storage.engines import capabilities
from indicators.tasks.model import CoHandlerAssignment, NumberSample, Task, TaskEntry

ROUND = [c.name for c in task_round.c if c.name not in {"task", "part_of", "ended", "ended_at"}]


class StaleTask(RuntimeError):
    """A task was saved that somebody else had changed meanwhile; the transaction must be given up."""


def add(connection: Connection, new: Task) -> Task:
    """Write a new task; returns it with its number. Its root is itself unless it was split off from another."""
    number: int = connection.execute(insert(task).returning(task.c.id), task_values(new)).scalar_one()
    rooted = replace(new, id=number, root=new.root or number)
    connection.execute(update(task).where(task.c.id == number).values(root=rooted.root))
    return rooted


def save(connection: Connection, before: Task, after: Task, ended: str = "", at: int = 0) -> None:
    """Write a task as it stands after a move, and its round.

    `ended` says how the round of `before` came to its end at `at`, if it did; what it was like then is kept.
    Raises Stale when the task is no longer at the version of `before`.
    """
    here = (task.c.id == before.id, task.c.version == before.version)
    old, new = task_values(before), task_values(after)
    changed = {name: value for name, value in new.items() if name == "version" or value != old[name]}
    if connection.execute(update(task).where(*here).values(**changed)).rowcount != 1:
        raise StaleTask(f"task {before.id} is no longer at version {before.version}")
    if ended:
        this = (task_round.c.task == before.id, task_round.c.round == before.round)
        connection.execute(update(task_round).where(*this).values(ended=ended, ended_at=at))
    if after.round and (not ended or after.round != before.round):
        _keep_round(connection, after)


def _keep_round(connection: Connection, now: Task) -> None:
    values = {name: getattr(now, name) for name in ROUND}
    statement = capabilities(connection).upsert(task_round)
    again = {name: statement.excluded[name] for name in ROUND if name != "round"}
    connection.execute(
        statement.on_conflict_do_update(index_elements=["task", "round"], set_=again),
        {"task": now.id, "part_of": now.parent, "ended": "", **values},
    )


def save_parts(connection: Connection, number: int, parts: Iterable[CoHandlerAssignment]) -> None:
    """The parts of a task are these."""
    connection.execute(delete(task_part).where(task_part.c.task == number))
    rows = [{"task": number, **asdict(part)} for part in parts]
    if rows:
        connection.execute(insert(task_part), rows)


def record(connection: Connection, entry: TaskEntry) -> TaskEntry:
    """Add an entry at the end of its task's record; returns it with its place."""
    placed = replace(entry, n=_next(connection, task_entry, entry.task))
    connection.execute(insert(task_entry), entry_values(placed))
    return placed


def entry_made_once(connection: Connection, actor: int, once: str) -> TaskEntry | None:
    """What somebody did under a key before, or None."""
    query = select(task_entry).where(task_entry.c.actor == actor, task_entry.c.once == once)
    row = connection.execute(query).mappings().first()
    return None if row is None else entry_of(row)


def keep_evidence(
    connection: Connection, of: Task, files: Iterable[StoredEvidence], at: int, actor: int, unit: str
) -> list[int]:
    """Note files that were handed in with a move; returns their numbers."""
    numbers: list[int] = []
    for file in files:
        values = {**asdict(file), "task": of.id, "round": of.round, "at": at, "actor": actor, "unit": unit}
        numbers.append(connection.execute(insert(task_evidence).returning(task_evidence.c.id), values).scalar_one())
    return numbers


def keep_number(connection: Connection, of: int, when: str, number: NumberSample) -> None:
    """Keep a reading of the number behind a task: `sent`, `closed` or `later`."""
    place = _next(connection, task_number, of)
    connection.execute(insert(task_number), {"task": of, "n": place, "when": when, **asdict(number)})


def _next(connection: Connection, table: Table, number: int) -> int:
    query = select(func.coalesce(func.max(table.c.n), 0)).where(table.c.task == number)
    last: int = connection.execute(query).scalar_one()
    return last + 1
