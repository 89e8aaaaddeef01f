"""What a transition of a task leaves behind: the task as the next version of itself, and the entry of its log."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from indicators.tasks.model import Task, TaskEntry
from tasks.tasks.due_transitions import next_due_at
from tasks.tasks.effects import TaskChange
from tasks.tasks.transition import TransitionContext
from tasks.tasks.transitions import TaskTransition

BESIDE = frozenset({TaskTransition.NOTE, TaskTransition.REMIND, TaskTransition.LATE, TaskTransition.MEASURE})
"""What is said beside a task changes nothing that somebody else may be working on."""


def numbered(case: TransitionContext, name: str, task: Task) -> Task:
    """With its next version and the next thing that time will do to it."""
    by_time_alone = case.actor.role == "cockpit" and task.state == case.task.state
    beside = name in BESIDE or by_time_alone
    bumped = replace(task, version=case.task.version + (not beside))
    return replace(bumped, wake_at=next_due_at(bumped, case.book))


def entry_of(name: TaskTransition, case: TransitionContext, made: TaskChange) -> TaskEntry:
    """Who did what, from where to where, why, and which fields changed; not numbered yet."""
    after = made.task
    before, later = _difference(case.task, after)
    if made.parts != case.parts:
        before["parts"], later["parts"] = ([part.unit for part in parts] for parts in (case.parts, made.parts))
    actor, given = case.actor, case.given
    return TaskEntry(
        task=after.id,
        n=0,
        at=case.epoch,
        actor=actor.account,
        name=actor.name,
        role=actor.role,
        unit=acting_unit(case),
        lead=case.task.unit,
        move=name,
        origin=case.task.state,
        target=after.state,
        version=after.version,
        reason=given.reason.strip(),
        text=given.text.strip(),
        before=before,
        after=later,
    )


def _difference(before: Task, after: Task) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields that changed, as they were and as they are. Bookkeeping of versions and clocks is left out."""
    old, new = vars(before), vars(after)
    changed = [name for name in old if old[name] != new[name] and name not in {"version", "wake_at", "clocked_at"}]
    return {name: old[name] for name in changed}, {name: new[name] for name in changed}


def acting_unit(case: TransitionContext) -> str:
    """The unit that somebody acts for in a task; empty for who acts for none in particular."""
    own = case.actor.scope.units
    if not own:
        return ""
    concerned = (case.task.unit, case.task.sender_unit, *(part.unit for part in case.parts))
    return next((unit for unit in concerned if unit in own), min(own))
