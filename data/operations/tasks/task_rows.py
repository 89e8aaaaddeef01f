"""Between rows and frozen values: tasks, their parts, their record, evidence and numbers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping

from indicators.tasks.model import (
    CoHandlerAssignment,
    Evidence,
    KeptNumber,
    NumberOutcome,
    NumberSample,
    Task,
    TaskEntry,
    Tier,
    Urgency,
)
from indicators.tasks.states import TaskState


def task_of(row: RowMapping) -> Task:
    """The task of a row."""
    held = dict(row)
    return Task(
        **held
        | {
            "state": TaskState(held["state"]),
            "urgency": Urgency(held["urgency"]),
            "tier": Tier(held["tier"]),
            "back_to": TaskState(held["back_to"]) if held["back_to"] else None,
            "helped": NumberOutcome(held["helped"]) if held["helped"] else None,
        }
    )


def task_values(task: Task) -> dict[str, Any]:
    """The columns of a task, without its number, which the database gives."""
    return {name: value for name, value in vars(task).items() if name != "id"}


def part_of(row: RowMapping) -> CoHandlerAssignment:
    """The part of a row."""
    return CoHandlerAssignment(**{name: value for name, value in row.items() if name != "task"})


def entry_of(row: RowMapping) -> TaskEntry:
    """The entry of a row."""
    held = dict(row)
    return TaskEntry(
        **held
        | {
            "origin": TaskState(held["origin"]) if held["origin"] else None,
            "target": TaskState(held["target"]),
            "before": json.loads(held["before"]),
            "after": json.loads(held["after"]),
            "evidence": tuple(json.loads(held["evidence"])),
        }
    )


def entry_values(entry: TaskEntry) -> dict[str, Any]:
    """The columns of an entry."""
    return vars(entry) | {
        "before": _json(entry.before),
        "after": _json(entry.after),
        "evidence": json.dumps(entry.evidence),
    }


def evidence_of(row: RowMapping) -> Evidence:
    """The evidence of a row."""
    return Evidence(**dict(row))


def kept_number_of(row: RowMapping) -> KeptNumber:
    """The kept number of a row."""
    held = {name: value for name, value in row.items() if name not in {"task", "n", "when"}}
    return KeptNumber(row["when"], NumberSample(**held))


def _json(fields: Mapping[str, Any]) -> str:
    return json.dumps(dict(fields), ensure_ascii=False, sort_keys=True)
