"""Making a move: look, decide, change, record and tell, in one transaction. Two people at once: one wins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from data.core.actor import Actor
from data.operations import Connection, Operations
from data.operations.core.change_counters import beat
from data.operations.notifications.notice_store import NewNotice, post
from data.operations.tasks.store import entry_made_once, keep_evidence, record, save, save_parts
from data.operations.tasks.task_queries import NoTask, entries_since, evidence, one, open_children, parts
from indicators.tasks.model import Task, TaskEntry
from tasks.tasks.due_transitions import wake_at
from tasks.tasks.effects import Change, change, difference
from tasks.tasks.recipients import notices_of
from tasks.tasks.rules import decide
from tasks.tasks.transition import Decision, RuleSet, TransitionContext, no
from tasks.tasks.transitions import Payload, Transition

BESIDE = frozenset({Transition.NOTE, Transition.REMIND, Transition.LATE, Transition.MEASURE})
"""What is said beside a task changes nothing that somebody else may be working on."""


@dataclass(frozen=True)
class Outcome:
    """What came of an act: the answer, the task as it stands after it, and the entry that was made.

    `again`: this very act had been done before, and nothing was done now. `meanwhile`: what others did since the
    version that the asker had seen, where that is why it was refused.
    """

    answer: Decision
    task: Task | None = None
    entry: TaskEntry | None = None
    again: bool = False
    meanwhile: tuple[TaskEntry, ...] = ()

    @property
    def done(self) -> bool:
        """Whether the act stands in the record."""
        return self.answer.accepted


def act(
    operations: Operations,
    book: RuleSet,
    actor: Actor,
    now: datetime,
    number: int,
    move: Transition,
    given: Payload | None = None,
    *,
    seen: int | None = None,
    once: str | None = None,
) -> Outcome:
    """Make a move with a task, or say why not. Nothing is written unless all of it is.

    `seen` is the version that the asker looked at: another one now means that somebody was quicker. `once` is a key
    that makes a repeated act one act. A task that the asker may not see is refused as one that is not there.
    """
    with operations.writing() as connection:
        before = done_before(connection, actor, once)
        if before is not None:
            return repeated(connection, actor, before, move, number)
        try:
            case = look(connection, book, actor, now, number, given or Payload())
        except NoTask as missing:
            return Outcome(no(missing.code, task=number))
        if seen is not None and seen != case.task.version and move not in BESIDE:
            return overtaken(connection, case, seen)
        answer = decide(case, move)
        if not answer.accepted:
            return Outcome(answer, case.task)
        return carry_out(connection, case, move, answer, once)


def look(
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
    connection: Connection, actor: Actor, before: TaskEntry, move: Transition, number: int | None = None
) -> Outcome:
    """The outcome of an act whose key was used before: the first one's, or a refusal when it was for something else."""
    if before.move != move or number not in (None, before.task):
        return Outcome(no("key-used", task=before.task, move=before.move))
    answer = Decision(True, "done-before", {"move": before.move}, before.target)
    try:
        task = one(connection, actor.scope, before.task, actor.account)
    except NoTask:  # it has gone to others since
        task = None
    return Outcome(answer, task, before, again=True)


def overtaken(connection: Connection, case: TransitionContext, seen: int) -> Outcome:
    """Somebody was quicker: who, and what they did."""
    meanwhile = entries_since(connection, Actor.cockpit().scope, case.task.id, seen)
    facts: dict[str, str | int] = {"seen": seen, "version": case.task.version}
    if meanwhile:
        last = meanwhile[-1]
        facts |= {"name": last.name, "role": last.role, "unit": last.unit, "move": last.move, "at": last.at}
    return Outcome(no("overtaken", **facts), case.task, meanwhile=meanwhile)


def carry_out(
    connection: Connection,
    case: TransitionContext,
    move: Transition,
    answer: Decision,
    once: str | None = None,
    noted: Mapping[str, Any] | None = None,
) -> Outcome:
    """Write what an accepted move changes: the task, its parts and files, the record, the notices.

    `noted` stands in the record beside the fields that changed.
    """
    made = work_out(case, move, answer)
    _write(connection, case, made.change, made.after)
    files = keep_evidence(connection, made.after, case.given.files, case.epoch, case.actor.account, made.entry.unit)
    after = {**made.entry.after, **(noted or {})}
    entry = record(connection, replace(made.entry, after=after, evidence=tuple(files), once=once))
    post(connection, made.notices, case.epoch)
    beat(connection, "tasks")
    return Outcome(answer, made.after, entry)


@dataclass(frozen=True)
class Made:
    """What an accepted move makes: the task and its parts, the entry of the record, who is told. Not written yet."""

    change: Change
    after: Task
    entry: TaskEntry
    notices: list[NewNotice]


def work_out(case: TransitionContext, move: Transition, answer: Decision) -> Made:
    """What an accepted move makes; nothing is read or written."""
    assert answer.target is not None
    made = change(case, move, answer.target)
    after = _numbered(case, move, made.task)
    entry = _entry(case, move, made, after)
    return Made(made, after, entry, notices_of(case, move, after, entry))


def _numbered(case: TransitionContext, move: Transition, task: Task) -> Task:
    """With its next version and the next thing that time will do to it."""
    by_time_alone = case.actor.role == "cockpit" and task.state == case.task.state
    beside = move in BESIDE or by_time_alone
    bumped = replace(task, version=case.task.version + (not beside))
    return replace(bumped, wake_at=wake_at(bumped, case.book))


def _write(connection: Connection, case: TransitionContext, made: Change, after: Task) -> None:
    save(connection, case.task, after, made.ended, case.epoch)
    if made.parts != case.parts:
        save_parts(connection, after.id, made.parts)


def _entry(case: TransitionContext, move: Transition, made: Change, after: Task) -> TaskEntry:
    before, later = difference(case.task, after)
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
        move=move,
        origin=case.task.state,
        target=after.state,
        version=after.version,
        reason=given.reason.strip(),
        text=given.text.strip(),
        before=before,
        after=later,
    )


def acting_unit(case: TransitionContext) -> str:
    """The unit that somebody acts for in a task; empty for who acts for none in particular."""
    own = case.actor.scope.units
    if not own:
        return ""
    concerned = (case.task.unit, case.task.sender_unit, *(part.unit for part in case.parts))
    return next((unit for unit in concerned if unit in own), min(own))
