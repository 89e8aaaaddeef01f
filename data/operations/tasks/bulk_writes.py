"""Writing many tasks at once, each with all that has happened to it: for stories that are told, not lived."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, Table, insert, update

from data.evidence.evidence_folder import StoredEvidence
from data.operations.core.change_counters import bump
from data.operations.notifications.notice_store import NewNotice, notice_values
from data.operations.notifications.notice_tables import notice
from data.operations.tasks.store import ROUND
from data.operations.tasks.task_rows import entry_values, task_values
from data.operations.tasks.task_tables import task, task_entry, task_evidence, task_number, task_part, task_round
from indicators.tasks.model import CoHandlerAssignment, NumberSample, Task, TaskEntry


@dataclass
class TaskBundle:
    """A task without a number yet, with its parts, rounds, record, evidence, kept numbers and notices.

    `rounds` is the task as it last stood in each round, with how that round ended and when ("" while it lasts or where
    it ended well). Each entry comes with the files that were handed in with it.
    """

    task: Task
    parts: tuple[CoHandlerAssignment, ...] = ()
    rounds: dict[int, tuple[Task, str, int | None]] = field(default_factory=dict)
    record: list[tuple[TaskEntry, tuple[StoredEvidence, ...]]] = field(default_factory=list)
    numbers: list[tuple[str, NumberSample]] = field(default_factory=list)
    notices: list[tuple[int, NewNotice]] = field(default_factory=list)


def write_bundles(connection: Connection, wholes: Sequence[TaskBundle]) -> None:
    """Write tasks that stand by themselves (none is a part of another), in the caller's transaction."""
    if not wholes:
        return
    numbers = _numbered(connection, task, [task_values(one.task) for one in wholes])
    connection.execute(update(task).where(task.c.root.is_(None)).values(root=task.c.id))
    told = [(number, one) for number, one in zip(numbers, wholes, strict=True)]
    _insert(connection, task_round, (_round(n, *kept) for n, one in told for kept in one.rounds.values()))
    _insert(connection, task_part, ({"task": n, **asdict(part)} for n, one in told for part in one.parts))
    _insert(connection, task_number, (row for n, one in told for row in _numbers(n, one)))
    files = [_file(n, entry, file) for n, one in told for entry, handed in one.record for file in handed]
    of_files = iter(_numbered(connection, task_evidence, files))
    _insert(connection, task_entry, (row for n, one in told for row in _entries(n, one, of_files)))
    posted = [notice_values(replace(said, task=n), at) for n, one in told for at, said in one.notices]
    _insert(connection, notice, sorted(posted, key=lambda row: int(row["at"])))
    bump(connection, "tasks")


def _numbered(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> list[int]:
    """Insert rows; their numbers in the same order."""
    if not rows:
        return []
    query = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(connection.execute(query, rows).scalars())


def _insert(connection: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    found = list(rows)
    if found:
        connection.execute(insert(table), found)


def _round(number: int, stood: Task, ended: str, ended_at: int | None) -> dict[str, Any]:
    values = {name: getattr(stood, name) for name in ROUND}
    return {**values, "task": number, "part_of": stood.parent, "ended": ended, "ended_at": ended_at}


def _numbers(number: int, one: TaskBundle) -> Iterable[dict[str, Any]]:
    for n, (when, kept) in enumerate(one.numbers, 1):
        yield {"task": number, "n": n, "when": when, **asdict(kept)}


def _file(number: int, entry: TaskEntry, file: StoredEvidence) -> dict[str, Any]:
    after = entry.after.get("round", 1)
    return {**asdict(file), "task": number, "round": after, "at": entry.at, "actor": entry.actor, "unit": entry.unit}


def _entries(number: int, one: TaskBundle, of_files: Iterable[int]) -> Iterable[dict[str, Any]]:
    numbers = iter(of_files)
    for n, (entry, handed) in enumerate(one.record, 1):
        evidence = tuple(next(numbers) for _ in handed)
        yield entry_values(replace(entry, task=number, n=n, evidence=evidence))
