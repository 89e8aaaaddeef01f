"""What a move changes: pure functions from the task as it was to the task as it is then.

`change` may be called only after `decide` has accepted the move.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from data.core.clock import to_epoch
from indicators.tasks.model import OPEN, CoHandlerAssignment, Task, TaskState
from tasks.tasks.dispatch_cycles import dispatched, extended, reopened, resumed
from tasks.tasks.policy import terms_of
from tasks.tasks.subjects import fields_of
from tasks.tasks.transition import TransitionContext
from tasks.tasks.transitions import Transition

_NOTHING_ASKED: Mapping[str, Any] = {"back_to": None, "asked_by": None, "asked_amount": None}


@dataclass(frozen=True)
class Change:
    """A task and its parts after a move. `ended` says how the round came to its end, if this move ended it.

    A round is returned, renewed (sent to the same unit anew), reopened or terminated.
    """

    task: Task
    parts: tuple[CoHandlerAssignment, ...]
    ended: str = ""


def change(case: TransitionContext, move: Transition, target: TaskState) -> Change:
    """What a move that was accepted makes of a task."""
    effect = _EFFECTS.get(move)
    made = effect(case) if effect else Change(case.task, case.parts)
    return replace(made, task=replace(made.task, state=target))


def difference(before: Task, after: Task) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields that changed, as they were and as they are. Bookkeeping of versions and clocks is left out."""
    old, new = vars(before), vars(after)
    changed = [name for name in old if old[name] != new[name] and name not in {"version", "wake_at", "clocked_at"}]
    return {name: old[name] for name in changed}, {name: new[name] for name in changed}


def _only(case: TransitionContext, **fields: Any) -> Change:
    return Change(replace(case.task, **fields), case.parts)


def _edit(case: TransitionContext) -> Change:
    draft = case.given.draft
    if draft is None:
        return Change(case.task, case.parts)
    return Change(
        replace(case.task, **fields_of(draft)), tuple(CoHandlerAssignment(unit, case.epoch) for unit in draft.helpers)
    )


def _send(case: TransitionContext) -> Change:
    """The policy is frozen into the task; who is asked to help begins at once, too."""
    frozen = case.book.policy.freeze(case.task.kind, case.task.urgency)
    task = replace(case.task, terms=frozen.model_dump_json(), clocked_at=case.epoch)
    helpers = dict.fromkeys((*(part.unit for part in case.parts), *case.given.units))
    return Change(dispatched(case, task, frozen), tuple(CoHandlerAssignment(unit, case.epoch) for unit in helpers))


def _accept(case: TransitionContext) -> Change:
    return _only(case, accepted_at=case.epoch)


def _progress(case: TransitionContext) -> Change:
    return _only(case, feedback_at=case.task.feedback_at or case.epoch)


# Others help


def _ask_help(case: TransitionContext) -> Change:
    asked = tuple(CoHandlerAssignment(unit, case.epoch, case.given.text) for unit in case.given.units)
    kept = tuple(part for part in case.parts if part.unit not in case.given.units)
    return Change(case.task, (*kept, *asked))


def _answer(case: TransitionContext) -> Change:
    """The parts of the units that the asker acts for are answered."""

    def answered(part: CoHandlerAssignment) -> CoHandlerAssignment:
        if part.answered_at is not None or not case.actor.scope.permits_unit(part.unit):
            return part
        return replace(part, answered_at=case.epoch, answered_by=case.actor.account, answer=case.given.text)

    return Change(case.task, tuple(map(answered, case.parts)))


def _release(case: TransitionContext) -> Change:
    return Change(case.task, tuple(p for p in case.parts if p.unit != case.given.unit or p.answered_at is not None))


# More time


def _ask_extension(case: TransitionContext) -> Change:
    return _only(case, back_to=case.task.state, asked_by=case.actor.account, asked_amount=case.given.amount)


def _grant_extension(case: TransitionContext) -> Change:
    task = extended(case)
    return Change(replace(task, extensions=task.extensions + 1, **_NOTHING_ASKED), case.parts)


def _refuse(case: TransitionContext) -> Change:
    return _only(case, **_NOTHING_ASKED)


def _suspend(case: TransitionContext) -> Change:
    assert case.given.until is not None
    return _only(case, back_to=case.task.state, paused_at=case.epoch, resume_at=to_epoch(case.given.until))


def _resume(case: TransitionContext) -> Change:
    return Change(replace(resumed(case), paused_at=None, resume_at=None, back_to=None), case.parts)


# Not ours


def _ask_return(case: TransitionContext) -> Change:
    return _only(case, back_to=case.task.state, asked_by=case.actor.account)


def _grant_return(case: TransitionContext) -> Change:
    return replace(_only(case, returns=case.task.returns + 1, back_to=None, asked_by=None), ended="returned")


def _redispatch(case: TransitionContext) -> Change:
    """Who was asked to help stays asked, but for the unit that leads from now on."""
    task = replace(case.task, unit=case.given.unit)
    parts = tuple(part for part in case.parts if part.unit != case.given.unit)
    return Change(dispatched(case, task, terms_of(task)), parts)


def _assign(case: TransitionContext) -> Change:
    """A dispute is decided: the task goes to a unit that cannot return it."""
    before = case.task
    moved = before.state is TaskState.RETURN_ASKED and case.given.unit != before.unit
    made = _redispatch(case)
    task = replace(made.task, assigned=True, returns=before.returns + moved)
    ended = "" if before.state is TaskState.RETURNED else "returned" if moved else "renewed"
    return Change(task, made.parts, ended)


# The result


def _report(case: TransitionContext) -> Change:
    return _only(
        case,
        reported_at=case.epoch,
        reporter=case.actor.account,
        feedback_at=case.task.feedback_at or case.epoch,
    )


def _verify(case: TransitionContext) -> Change:
    return _only(case, verified_at=case.epoch, verifier=case.actor.account)


def _reject(case: TransitionContext) -> Change:
    unsaid = {"reported_at": None, "reporter": None, "verified_at": None, "verifier": None}
    return _only(case, rejections=case.task.rejections + 1, **unsaid)


def _close(case: TransitionContext) -> Change:
    return _only(case, closed_at=case.epoch)


def _rate(case: TransitionContext) -> Change:
    return _only(case, evaluated_at=case.epoch, stars=case.given.stars)


def _call_back(case: TransitionContext) -> Change:
    given = case.given
    return _only(case, called_back_at=case.epoch, resolved=given.resolved, satisfied=given.satisfied)


def _reopen(case: TransitionContext) -> Change:
    again = replace(reopened(case), reopenings=case.task.reopenings + 1, supervision=0)
    return Change(again, case.parts, "reopened")


def _terminate(case: TransitionContext) -> Change:
    made = _only(case, ended_at=case.epoch, paused_at=None, resume_at=None, back_to=None)
    return replace(made, ended="terminated" if case.task.state in OPEN else "")


def _archive(case: TransitionContext) -> Change:
    return _only(case, ended_at=case.epoch)


def _escalate(case: TransitionContext) -> Change:
    """A person escalates by a step, time to the step that the policy says."""
    return _only(case, supervision=max(case.task.supervision + 1, case.given.amount or 0))


def _measure(case: TransitionContext) -> Change:
    return _only(case, helped=case.given.helped)


_EFFECTS: Mapping[Transition, Callable[[TransitionContext], Change]] = {
    Transition.EDIT: _edit,
    Transition.SEND: _send,
    Transition.ACCEPT: _accept,
    Transition.PROGRESS: _progress,
    Transition.ASK_HELP: _ask_help,
    Transition.ANSWER: _answer,
    Transition.RELEASE: _release,
    Transition.ASK_EXTENSION: _ask_extension,
    Transition.GRANT_EXTENSION: _grant_extension,
    Transition.REFUSE_EXTENSION: _refuse,
    Transition.SUSPEND: _suspend,
    Transition.RESUME: _resume,
    Transition.ASK_RETURN: _ask_return,
    Transition.GRANT_RETURN: _grant_return,
    Transition.REFUSE_RETURN: _refuse,
    Transition.REDISPATCH: _redispatch,
    Transition.ASSIGN: _assign,
    Transition.REPORT: _report,
    Transition.VERIFY: _verify,
    Transition.REJECT: _reject,
    Transition.CLOSE: _close,
    Transition.RATE: _rate,
    Transition.CALL_BACK: _call_back,
    Transition.REOPEN: _reopen,
    Transition.TERMINATE: _terminate,
    Transition.ARCHIVE: _archive,
    Transition.ESCALATE: _escalate,
    Transition.MEASURE: _measure,
}
