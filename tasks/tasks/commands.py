"""Making a move: look, decide, change, record and tell, in one transaction. Two people at once: one wins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from data.core.actor import Actor
from data.operations import Connection, Operations
from data.operations.alerts.commands import without_task
from data.operations.core.change_counters import bump
from data.operations.notifications.notice_store import post
from data.operations.tasks.filters import TaskFilter
from data.operations.tasks.store import entry_made_once, keep_evidence, record, save, save_parts
from data.operations.tasks.task_queries import NoTask, entries_since, evidence, one, open_children, parts, tasks
from indicators.tasks.model import Task, TaskEntry
from indicators.tasks.states import OPEN
from indicators.workflow import Refusal, reject
from tasks.tasks.effects import TaskChange
from tasks.tasks.recipients import notices_of
from tasks.tasks.record import BESIDE
from tasks.tasks.rules import TASK_TRANSITIONS
from tasks.tasks.transition import RuleSet, TransitionContext
from tasks.tasks.transitions import Payload, TaskTransition
from tasks.workflow.overtaken import overtaken as refuse_overtaken


@dataclass(frozen=True)
class TaskActionResult:
    """What came of an act: why it was refused, if it was, the task as it stands after it, and the entry that was made.

    `again`: this very act had been done before, and nothing was done now. `meanwhile`: what others did since the
    version that the asker had seen, where that is why it was refused.
    """

    refusal: Refusal | None
    task: Task | None = None
    entry: TaskEntry | None = None
    again: bool = False
    meanwhile: tuple[TaskEntry, ...] = ()

    @property
    def done(self) -> bool:
        """Whether the act stands in the record."""
        return self.refusal is None


def act_on_task(
    operations: Operations,
    book: RuleSet,
    actor: Actor,
    now: datetime,
    number: int,
    move: TaskTransition,
    given: Payload | None = None,
    *,
    seen: int | None = None,
    once: str | None = None,
) -> TaskActionResult:
    """Make a move with a task, or say why not. Nothing is written unless all of it is.

    `seen` is the version that the asker looked at: another one now means that somebody was quicker. `once` is a key
    that makes a repeated act one act. A task that the asker may not see is refused as one that is not there.
    """
    with operations.writing() as connection:
        before = done_before(connection, actor, once)
        if before is not None:
            return repeated(connection, actor, before, move, number)
        try:
            case = task_context(connection, book, actor, now, number, given or Payload())
        except NoTask as missing:
            return TaskActionResult(reject(missing.code, task=number))
        if seen is not None and seen != case.task.version and move not in BESIDE:
            return overtaken(connection, case, seen)
        return carry_out(connection, case, move, once)


def task_context(
    connection: Connection, book: RuleSet, actor: Actor, now: datetime, number: int, given: Payload | None = None
) -> TransitionContext:
    """A task as the rules look at it. NoTask where there is none for this asker."""
    task = one(connection, actor.scope, number, actor.account)
    everything = Actor.cockpit().scope  # the rules look at all of a task, whoever asks
    return TransitionContext(
        task,
        actor,
        given or Payload(),
        now,
        book,
        parts(connection, everything, task),
        open_children(connection, everything, number),
        tuple(file.media for file in evidence(connection, everything, task) if file.round == task.round),
        None if task.parent is None else one(connection, everything, task.parent),
    )


def done_before(connection: Connection, actor: Actor, once: str | None) -> TaskEntry | None:
    """What this asker did under this key before."""
    return None if once is None else entry_made_once(connection, actor.account, once)


def repeated(
    connection: Connection, actor: Actor, before: TaskEntry, move: TaskTransition, number: int | None = None
) -> TaskActionResult:
    """The outcome of an act whose key was used before: the first one's, or a refusal when it was for something else."""
    if before.move != move or number not in (None, before.task):
        return TaskActionResult(reject("key-used", task=before.task))
    try:
        task = one(connection, actor.scope, before.task, actor.account)
    except NoTask:  # it has gone to others since
        task = None
    return TaskActionResult(None, task, before, again=True)


def overtaken(connection: Connection, case: TransitionContext, seen: int) -> TaskActionResult:
    """Somebody was quicker: who, and what they did."""
    meanwhile = entries_since(connection, Actor.cockpit().scope, case.task.id, seen)
    return TaskActionResult(refuse_overtaken(seen, case.task.version, meanwhile), case.task, meanwhile=meanwhile)


def carry_out(
    connection: Connection,
    case: TransitionContext,
    move: TaskTransition,
    once: str | None = None,
    noted: Mapping[str, Any] | None = None,
) -> TaskActionResult:
    """Make a transition and write what it changes: the task, its parts and files, the log, the notices.

    Nothing is written when it is refused. `noted` stands in the log beside the fields that changed.
    """
    made = TASK_TRANSITIONS.apply(case, move)
    if isinstance(made, Refusal):
        return TaskActionResult(made, case.task)
    after, entry = made.after.task, made.entry
    _write(connection, case, made.after)
    files = keep_evidence(connection, after, case.given.files, case.epoch, case.actor.account, entry.unit)
    later = {**entry.after, **(noted or {})}
    kept = record(connection, replace(entry, after=later, evidence=tuple(files), once=once))
    post(connection, notices_of(case, move, after, entry), case.epoch)
    if made.after.ended == "terminated":
        _let_alert_wait(connection, after, case.epoch)
    bump(connection, "tasks")
    return TaskActionResult(None, after, kept)


def _let_alert_wait(connection: Connection, task: Task, now: int) -> None:
    """Nobody is on an alert any more whose last open task was terminated."""
    if task.subject_kind != "alert":
        return
    others = TaskFilter(states=OPEN, subject_kind="alert", subject=task.subject)
    if not tasks(connection, Actor.cockpit().scope, others, now, 1):
        without_task(connection, int(task.subject), now)


def _write(connection: Connection, case: TransitionContext, made: TaskChange) -> None:
    save(connection, case.task, made.task, made.ended, case.epoch)
    if made.parts != case.parts:
        save_parts(connection, made.task.id, made.parts)
