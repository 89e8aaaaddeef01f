"""From sight to sent: a task that is already filled in, and the act that sends it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from data.core.actor import Actor
from data.core.clock import to_epoch
from data.operations import Connection, Operations
from data.operations.tasks.store import add, keep_number
from data.operations.tasks.task_queries import NoTask, one
from indicators.tasks.model import Task, TaskEntry
from indicators.tasks.states import TaskState
from indicators.workflow import reject
from tasks.tasks.commands import TaskActionResult, carry_out, done_before, overtaken, repeated, task_context
from tasks.tasks.rules import TASK_TRANSITIONS
from tasks.tasks.subjects import TaskDraft, fields_of
from tasks.tasks.transition import RuleSet, TransitionContext
from tasks.tasks.transitions import Payload, TaskTransition
from tasks.workflow.working_time import Deadline


@dataclass(frozen=True)
class TaskDeadlines:
    """By when a task would have to be accepted, heard of and closed if it were sent now."""

    accept: Deadline
    feedback: Deadline
    close: Deadline


def deadlines(book: RuleSet, draft: TaskDraft, now: datetime) -> TaskDeadlines:
    """The deadlines that the policy gives a draft."""
    frozen = book.policy.freeze(draft.kind, draft.urgency)
    calendar, terms = book.calendar(frozen.hours), frozen.terms
    close = calendar.due(now, terms.close) if draft.until is None else Deadline(draft.until)
    return TaskDeadlines(calendar.due(now, terms.accept), calendar.due(now, terms.feedback), close)


def send(
    operations: Operations,
    book: RuleSet,
    actor: Actor,
    now: datetime,
    draft: TaskDraft,
    *,
    once: str | None = None,
    on_behalf_of: str = "",
) -> TaskActionResult:
    """Send a task at once. With a key, sending it twice makes one task.

    Who acts for units sends on behalf of one of them: the one that is named, else their first.
    """
    with operations.writing() as connection:
        before = done_before(connection, actor, once)
        if before is not None:
            return repeated(connection, actor, before, TaskTransition.SEND)
        case = sending(book, actor, now, draft, on_behalf_of)
        return _add(connection, case, draft, TaskTransition.SEND, once)


def sending(book: RuleSet, actor: Actor, now: datetime, draft: TaskDraft, on_behalf_of: str = "") -> TransitionContext:
    """A draft as the rules look at it when it is sent."""
    return TransitionContext(
        _task(draft, actor, now, _sender_unit(actor, on_behalf_of)), actor, _given(draft), now, book
    )


def write(
    operations: Operations, book: RuleSet, actor: Actor, now: datetime, draft: TaskDraft, *, once: str | None = None
) -> TaskActionResult:
    """Keep a draft for later: nobody else sees it. Changed by TaskTransition.EDIT, sent by TaskTransition.SEND."""
    with operations.writing() as connection:
        before = done_before(connection, actor, once)
        if before is not None:
            return repeated(connection, actor, before, TaskTransition.EDIT)
        task = _task(draft, actor, now, _sender_unit(actor, ""))
        case = TransitionContext(task, actor, Payload(draft=draft), now, book)
        return _add(connection, case, draft, TaskTransition.EDIT, once)


def split(
    operations: Operations,
    book: RuleSet,
    actor: Actor,
    now: datetime,
    number: int,
    draft: TaskDraft,
    *,
    seen: int | None = None,
    once: str | None = None,
) -> TaskActionResult:
    """Hand a part of one's task on to another unit or a lower tier, as a task of its own that is due no later.

    The outcome's task is the new one. Who leads the whole oversees the part.
    """
    with operations.writing() as connection:
        before = done_before(connection, actor, once)
        if before is not None:
            return _split_before(connection, actor, before, number)
        try:
            whole = task_context(connection, book, actor, now, number)
        except NoTask as missing:
            return TaskActionResult(reject(missing.code, task=number))
        if seen is not None and seen != whole.task.version:
            return overtaken(connection, whole, seen)
        refusal = TASK_TRANSITIONS.refusal(whole, TaskTransition.SPLIT)
        if refusal is not None:
            return TaskActionResult(refusal, whole.task)
        task = replace(_task(draft, actor, now, whole.task.unit), parent=number, root=whole.task.root, tier=draft.tier)
        case = TransitionContext(task, actor, _given(draft), now, book, parent=whole.task)
        part = _add(connection, case, draft, TaskTransition.SEND)
        if part.task is None:
            return part
        noted = carry_out(connection, whole, TaskTransition.SPLIT, once, {"child": part.task.id})
        return TaskActionResult(None, part.task, noted.entry)


def _split_before(connection: Connection, actor: Actor, before: TaskEntry, number: int) -> TaskActionResult:
    found = repeated(connection, actor, before, TaskTransition.SPLIT, number)
    child = before.after.get("child")
    return found if child is None or not found.done else replace(found, task=one(connection, actor.scope, child))


def _add(
    connection: Connection, case: TransitionContext, draft: TaskDraft, move: TaskTransition, once: str | None = None
) -> TaskActionResult:
    """Write a new task with what its first transition makes of it, unless that is refused."""
    refusal = TASK_TRANSITIONS.refusal(case, move)
    if refusal is not None:
        return TaskActionResult(refusal)
    task = add(connection, case.task)
    if draft.number is not None:
        keep_number(connection, task.id, "sent", draft.number)
    return carry_out(connection, replace(case, task=task), move, once)


def _task(draft: TaskDraft, actor: Actor, now: datetime, sender_unit: str) -> Task:
    """The draft as a task that has not been written yet."""
    return Task(
        id=0,
        state=TaskState.DRAFT,
        sender=actor.account,
        sender_name=actor.name,
        sender_unit=sender_unit,
        created_at=to_epoch(now),
        clocked_at=to_epoch(now),
        **fields_of(draft),
    )


def _given(draft: TaskDraft) -> Payload:
    return Payload(text="", units=draft.helpers, until=draft.until)


def _sender_unit(actor: Actor, named: str) -> str:
    own = actor.scope.units
    if not own:
        return ""
    return named if named in own else min(own)
