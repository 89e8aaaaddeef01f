"""Rows of tasks as they stood at a moment: what the entries made later have changed is taken back, the last first."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Table, select

from data.operations.tasks.store import ROUND
from data.operations.tasks.task_tables import task, task_entry, task_evidence, task_number, task_part, task_round
from indicators.tasks.model import Task

Row = Mapping[str, Any]
Rows = dict[Table, list[Row]]
_FIELDS = frozenset(field.name for field in fields(Task))


def task_rows_then(connection: Connection, moment: int) -> Rows:
    """The rows of the six tables of tasks up to a moment (UTC epoch seconds)."""
    later: dict[int, list[Row]] = defaultdict(list)
    earlier: dict[int, list[Row]] = defaultdict(list)
    for entry in _all(connection, task_entry, task_entry.c.task, task_entry.c.n):
        (earlier if entry["at"] <= moment else later)[entry["task"]].append(entry)
    stored = connection.execute(select(task).where(task.c.created_at <= moment)).mappings()
    tasks = {row["id"]: _then(dict(row), earlier[row["id"]], later[row["id"]], moment) for row in stored}
    rounds, parts = _all(connection, task_round), _all(connection, task_part)
    return {
        task: list(tasks.values()),
        task_entry: [entry for number in tasks for entry in earlier[number]],
        task_round: [then for row in rounds if (then := _round_then(row, tasks.get(row["task"]), moment))],
        task_part: list(_parts_then(parts, tasks, earlier, moment)),
        task_number: [row for row in _all(connection, task_number) if row["at"] <= moment],
        task_evidence: [row for row in _all(connection, task_evidence) if row["at"] <= moment],
    }


def _then(row: Row, earlier: list[Row], later: list[Row], moment: int) -> dict[str, Any]:
    held = dict(row)
    for entry in reversed(later):
        before = json.loads(entry["before"])
        held |= {name: value for name, value in before.items() if name in _FIELDS}
        held["state"] = entry["origin"] or held["state"]
    version = earlier[-1]["version"] if earlier else 0
    return held | {"version": version, "wake_at": None, "clocked_at": min(row["clocked_at"], moment)}


def _round_then(row: Row, then: Row | None, moment: int) -> Row | None:
    """A round before the one that ran then stands as it ended; the one that ran is as the task was."""
    if then is None or row["round"] > then["round"]:
        return None
    if row["round"] < then["round"]:
        return row
    over = row["ended"] if row["ended_at"] is not None and row["ended_at"] <= moment else ""
    kept = {name: then[name] for name in ROUND}
    return {**row, **kept, "ended": over, "ended_at": row["ended_at"] if over else None}


def _parts_then(
    stored: Iterable[Row], tasks: Mapping[int, Row], earlier: Mapping[int, list[Row]], moment: int
) -> Iterable[Row]:
    """The units that the record names by then, each with what it had answered by then."""
    kept = {(row["task"], row["unit"]): row for row in stored}
    for number in tasks:
        for unit, asked_at in _asked(earlier[number]).items():
            row = kept.get((number, unit))
            if row is None or row["asked_at"] > moment:  # it was taken back later
                row = {"task": number, "unit": unit, "request": "", "asked_at": asked_at}
            open_then = row.get("answered_at") is None or row["answered_at"] > moment
            yield {**row, "answered_at": None, "answered_by": None, "answer": ""} if open_then else row


def _asked(record: Iterable[Row]) -> dict[str, int]:
    """Units that help after the entries of a record, each with when it was asked."""
    asked: dict[str, int] = {}
    for entry in record:
        named, at = json.loads(entry["after"]).get("parts"), int(entry["at"])
        if named is not None:
            asked = {unit: asked.get(unit, at) for unit in named}
    return asked


def _all(connection: Connection, table: Table, *order: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(select(table).order_by(*order)).mappings()]
