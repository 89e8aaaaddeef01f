"""What a transition changes: pure functions from the task as it was to the task as it is then.

They are called only when no guard refused, and leave the state to the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from data.core.clock import to_epoch
from indicators.tasks.model import CoHandlerAssignment, Task
from indicators.tasks.states import OPEN, TaskState
from tasks.tasks.dispatch_cycles import dispatched, extended, reopened, resumed
from tasks.tasks.policy import terms_of
from tasks.tasks.subjects import fields_of
from tasks.tasks.transition import TransitionContext

_NOTHING_ASKED: Mapping[str, Any] = {"back_to": None, "asked_by": None, "asked_amount": None}


@dataclass(frozen=True)
class TaskChange:
    """A task and its parts after a transition. `ended` says how the round came to its end, if this ended it.

    A round is returned, renewed (sent to the same unit anew), reopened or terminated.
    """

    task: Task
    parts: tuple[CoHandlerAssignment, ...]
    ended: str = ""


def nothing(case: TransitionContext) -> TaskChange:
    """It is only said, or only the state changes."""
    return TaskChange(case.task, case.parts)


def _only(case: TransitionContext, **fields: Any) -> TaskChange:
    return TaskChange(replace(case.task, **fields), case.parts)


def edit(case: TransitionContext) -> TaskChange:
    """What the draft says now."""
    draft = case.given.draft
    if draft is None:
        return TaskChange(case.task, case.parts)
    return TaskChange(
        replace(case.task, **fields_of(draft)), tuple(CoHandlerAssignment(unit, case.epoch) for unit in draft.helpers)
    )


def send(case: TransitionContext) -> TaskChange:
    """The policy is frozen into the task; who is asked to help begins at once, too."""
    frozen = case.book.policy.freeze(case.task.kind, case.task.urgency)
    task = replace(case.task, terms=frozen.model_dump_json(), clocked_at=case.epoch)
    helpers = dict.fromkeys((*(part.unit for part in case.parts), *case.given.units))
    return TaskChange(dispatched(case, task, frozen), tuple(CoHandlerAssignment(unit, case.epoch) for unit in helpers))


def accept(case: TransitionContext) -> TaskChange:
    """When it was accepted."""
    return _only(case, accepted_at=case.epoch)


def progress(case: TransitionContext) -> TaskChange:
    """When it was first heard of."""
    return _only(case, feedback_at=case.task.feedback_at or case.epoch)


# Others help


def ask_help(case: TransitionContext) -> TaskChange:
    """Who is asked anew is asked from the beginning."""
    asked = tuple(CoHandlerAssignment(unit, case.epoch, case.given.text) for unit in case.given.units)
    kept = tuple(part for part in case.parts if part.unit not in case.given.units)
    return TaskChange(case.task, (*kept, *asked))


def answer(case: TransitionContext) -> TaskChange:
    """The parts of the units that the asker acts for are answered."""

    def answered(part: CoHandlerAssignment) -> CoHandlerAssignment:
        if part.answered_at is not None or not case.actor.scope.permits_unit(part.unit):
            return part
        return replace(part, answered_at=case.epoch, answered_by=case.actor.account, answer=case.given.text)

    return TaskChange(case.task, tuple(map(answered, case.parts)))


def release(case: TransitionContext) -> TaskChange:
    """The unit that did not answer need not."""
    return TaskChange(case.task, tuple(p for p in case.parts if p.unit != case.given.unit or p.answered_at is not None))


# More time


def ask_extension(case: TransitionContext) -> TaskChange:
    """Who asks for how much, and where it goes back to."""
    return _only(case, back_to=case.task.state, asked_by=case.actor.account, asked_amount=case.given.amount)


def grant_extension(case: TransitionContext) -> TaskChange:
    """The deadline moves by what was asked."""
    task = extended(case)
    return TaskChange(replace(task, extensions=task.extensions + 1, **_NOTHING_ASKED), case.parts)


def refuse(case: TransitionContext) -> TaskChange:
    """Nothing is asked any more."""
    return _only(case, **_NOTHING_ASKED)


def suspend(case: TransitionContext) -> TaskChange:
    """The clock stands, until a day."""
    assert case.given.until is not None
    return _only(case, back_to=case.task.state, paused_at=case.epoch, resume_at=to_epoch(case.given.until))


def resume(case: TransitionContext) -> TaskChange:
    """The clock runs on."""
    return TaskChange(replace(resumed(case), paused_at=None, resume_at=None, back_to=None), case.parts)


# Not ours


def ask_return(case: TransitionContext) -> TaskChange:
    """Who asks, and where it goes back to."""
    return _only(case, back_to=case.task.state, asked_by=case.actor.account)


def grant_return(case: TransitionContext) -> TaskChange:
    """It has left the unit; this round is over."""
    return replace(_only(case, returns=case.task.returns + 1, back_to=None, asked_by=None), ended="returned")


def redispatch(case: TransitionContext) -> TaskChange:
    """Who was asked to help stays asked, but for the unit that leads from now on."""
    task = replace(case.task, unit=case.given.unit)
    parts = tuple(part for part in case.parts if part.unit != case.given.unit)
    return TaskChange(dispatched(case, task, terms_of(task)), parts)


def assign(case: TransitionContext) -> TaskChange:
    """A dispute is decided: the task goes to a unit that cannot return it."""
    before = case.task
    moved = before.state is TaskState.RETURN_ASKED and case.given.unit != before.unit
    made = redispatch(case)
    task = replace(made.task, assigned=True, returns=before.returns + moved)
    ended = "" if before.state is TaskState.RETURNED else "returned" if moved else "renewed"
    return TaskChange(task, made.parts, ended)


# The result


def report(case: TransitionContext) -> TaskChange:
    """Who reports; a report is a first word, too."""
    return _only(
        case,
        reported_at=case.epoch,
        reporter=case.actor.account,
        feedback_at=case.task.feedback_at or case.epoch,
    )


def verify(case: TransitionContext) -> TaskChange:
    """Who verifies."""
    return _only(case, verified_at=case.epoch, verifier=case.actor.account)


def reject(case: TransitionContext) -> TaskChange:
    """The report counts as not made."""
    unsaid = {"reported_at": None, "reporter": None, "verified_at": None, "verifier": None}
    return _only(case, rejections=case.task.rejections + 1, **unsaid)


def close(case: TransitionContext) -> TaskChange:
    """When it was closed."""
    return _only(case, closed_at=case.epoch)


def rate(case: TransitionContext) -> TaskChange:
    """How it was rated."""
    return _only(case, evaluated_at=case.epoch, stars=case.given.stars)


def call_back(case: TransitionContext) -> TaskChange:
    """What the public said."""
    given = case.given
    return _only(case, called_back_at=case.epoch, resolved=given.resolved, satisfied=given.satisfied)


def reopen(case: TransitionContext) -> TaskChange:
    """A new round for the same unit."""
    again = replace(reopened(case), reopenings=case.task.reopenings + 1, supervision=0)
    return TaskChange(again, case.parts, "reopened")


def terminate(case: TransitionContext) -> TaskChange:
    """It ends without a result."""
    made = _only(case, ended_at=case.epoch, paused_at=None, resume_at=None, back_to=None)
    return replace(made, ended="terminated" if case.task.state in OPEN else "")


def archive(case: TransitionContext) -> TaskChange:
    """It is put away."""
    return _only(case, ended_at=case.epoch)


def escalate(case: TransitionContext) -> TaskChange:
    """A person escalates by a step, time to the step that the policy says."""
    return _only(case, supervision=max(case.task.supervision + 1, case.given.amount or 0))


def measure(case: TransitionContext) -> TaskChange:
    """What became of the number."""
    return _only(case, helped=case.given.helped)
