"""Telling what happened in the past through the ordinary rules: each move at its own moment, time's own moves between.

Nothing is read or written while a story is told; all stories are written together in the end.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from data.core.actor import Actor
from data.core.clock import from_epoch, to_epoch
from data.operations.tasks.bulk_writes import TaskBundle
from indicators.tasks.model import Task
from indicators.workflow import Refusal
from tasks.tasks.dispatch import sending
from tasks.tasks.due_transitions import due_actions, next_due_at
from tasks.tasks.recipients import notices_of
from tasks.tasks.rules import TASK_TRANSITIONS
from tasks.tasks.subjects import TaskDraft
from tasks.tasks.transition import RuleSet, TransitionContext
from tasks.tasks.transitions import Payload, TaskTransition

COCKPIT = Actor.cockpit()
MOST = 12  # moves that time makes between two of people


class ReplayError(RuntimeError):
    """The rules refuse what was to be told: a fault of the demonstration."""


@dataclass
class TaskReplay:
    """The story of one task, told move by move."""

    book: RuleSet
    whole: TaskBundle

    @classmethod
    def sent(cls, book: RuleSet, sender: Actor, at: datetime, draft: TaskDraft) -> TaskReplay:
        """A task that was sent at a moment. Untellable."""
        case = sending(book, sender, at, draft)
        story = cls(book, TaskBundle(case.task))
        if draft.number is not None:
            story.whole.numbers.append(("sent", draft.number))
        story._make(case, TaskTransition.SEND)
        return story

    @property
    def task(self) -> Task:
        """The task as it stands."""
        return self.whole.task

    def then(self, actor: Actor, at: datetime, move: TaskTransition, **given: Any) -> TaskReplay:
        """A move of a person, after all that time has done until then. Untellable."""
        self.until(at)
        self._make(self._case(actor, at, Payload(**given)), move)
        return self

    def until(self, at: datetime) -> TaskReplay:
        """Let time do what it does until a moment."""
        moment = to_epoch(at)
        for _ in range(MOST):
            if self.task.wake_at is None or self.task.wake_at > moment:
                break
            due = due_actions([self.task], self.book, moment)
            if not due:
                break
            timed = due[0][1]
            given = Payload(reason=timed.about or timed.move, amount=timed.step or None)
            self._make(self._case(COCKPIT, from_epoch(timed.at), given), timed.move)
            self._clocked(timed.at)
        self._clocked(max(self.task.clocked_at, moment))
        return self

    def _clocked(self, moment: int) -> None:
        clocked = replace(self.task, clocked_at=moment)
        if self.task.wake_at is not None and self.task.wake_at <= moment:
            clocked = replace(clocked, wake_at=next_due_at(clocked, self.book))
        self.whole.task = clocked

    def _case(self, actor: Actor, at: datetime, given: Payload) -> TransitionContext:
        return TransitionContext(self.task, actor, given, at, self.book, self.whole.parts)

    def _make(self, case: TransitionContext, move: TaskTransition) -> None:
        made = TASK_TRANSITIONS.apply(case, move)
        if isinstance(made, Refusal):
            raise ReplayError(f"{self.task.title}, {move}: {made}")
        change, whole, before = made.after, self.whole, case.task
        after = change.task
        if change.ended:
            whole.rounds[before.round] = (before, change.ended, case.epoch)
        if after.round and (not change.ended or after.round != before.round):
            whole.rounds[after.round] = (after, "", None)
        whole.task, whole.parts = after, change.parts
        whole.record.append((made.entry, case.given.files))
        whole.notices += [(case.epoch, one) for one in notices_of(case, move, after, made.entry)]
