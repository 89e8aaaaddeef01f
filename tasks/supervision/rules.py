"""The table of supervised matters: in which state, who, with what; and what it changes.

The unit reports a milestone with evidence, somebody of the supervision confirms it: never the same person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from data.core.clock import to_epoch
from indicators.tasks.supervision_item import Milestone, SupervisionEntry, SupervisionItem, SupervisionState
from indicators.workflow import Guard, Transition, TransitionTable
from tasks.supervision import guards as g
from tasks.supervision.record import entry_of, numbered
from tasks.supervision.transition import SupervisionChange, SupervisionContext, SupervisionTransition
from tasks.workflow import guards as w


def _with_step(case: SupervisionContext, **fields: object) -> SupervisionChange:
    changed = [replace(s, **fields) if s.n == case.given.milestone else s for s in case.milestones]  # type: ignore[arg-type]
    return SupervisionChange(case.matter, tuple(changed))


def _answered(case: SupervisionContext) -> SupervisionItem:
    return replace(case.matter, answered_at=case.matter.answered_at or case.epoch)


def _answer(case: SupervisionContext) -> SupervisionChange:
    return SupervisionChange(_answered(case), case.milestones)


def _report(case: SupervisionContext) -> SupervisionChange:
    """A report is an answer, too."""
    made = _with_step(case, reported_at=case.epoch, reporter=case.actor.account, report=case.given.text.strip())
    return replace(made, matter=_answered(case))


def _confirm(case: SupervisionContext) -> SupervisionChange:
    return _with_step(case, confirmed_at=case.epoch, confirmer=case.actor.account)


def _send_back(case: SupervisionContext) -> SupervisionChange:
    assert case.step is not None
    return _with_step(case, reported_at=None, reporter=None, rejections=case.step.rejections + 1)


def _extend(case: SupervisionContext) -> SupervisionChange:
    assert case.step is not None
    assert case.given.until is not None
    return _with_step(case, due=to_epoch(case.given.until), extensions=case.step.extensions + 1)


def _add(case: SupervisionContext) -> SupervisionChange:
    assert case.given.until is not None
    due = to_epoch(case.given.until)
    number = max((step.n for step in case.milestones), default=0) + 1
    added = Milestone(number, case.given.text.strip(), due, due)
    return SupervisionChange(case.matter, (*case.milestones, added))


def _end(case: SupervisionContext) -> SupervisionChange:
    return SupervisionChange(replace(case.matter, closed_at=case.epoch), case.milestones)


def _reopen(case: SupervisionContext) -> SupervisionChange:
    """A milestone is to be done again, by a new day."""
    assert case.given.until is not None
    again = replace(case.matter, closed_at=None, reopenings=case.matter.reopenings + 1)
    unsaid = {"reported_at": None, "reporter": None, "confirmed_at": None, "confirmer": None}
    return replace(_with_step(case, due=to_epoch(case.given.until), **unsaid), matter=again)


def _nothing(case: SupervisionContext) -> SupervisionChange:
    return SupervisionChange(case.matter, case.milestones)


def _row(
    name: SupervisionTransition,
    sources: Iterable[SupervisionState],
    target: SupervisionState | None,
    effect: Callable[[SupervisionContext], SupervisionChange],
    who: Iterable[Guard[SupervisionContext]],
    form: Iterable[Guard[SupervisionContext]] = (),
) -> Transition[SupervisionState, SupervisionContext, SupervisionChange, SupervisionEntry]:
    return Transition(name, frozenset(sources), target, tuple(who), tuple(form), effect, partial(entry_of, name))


def _entered(
    case: SupervisionContext, name: str, made: SupervisionChange, state: SupervisionState
) -> SupervisionChange:
    return replace(made, matter=numbered(case, name, replace(made.matter, state=state)))


_T, _S = SupervisionTransition, SupervisionState
_OPEN, _CLOSED = [_S.OPEN], [_S.CLOSED]

MATTER_TRANSITIONS: TransitionTable[SupervisionState, SupervisionContext, SupervisionChange, SupervisionEntry] = (
    TransitionTable(
        lambda case: case.matter.state,
        _entered,
        [
            _row(_T.ANSWER, _OPEN, None, _answer, [w.handles], [w.text_given]),
            _row(_T.REPORT, _OPEN, None, _report, [w.handles, g.unreported], [w.text_given, g.evidence_given]),
            _row(_T.CONFIRM, _OPEN, None, _confirm, [w.supervises, g.reported]),
            _row(_T.SEND_BACK, _OPEN, None, _send_back, [w.supervises, g.reported], [w.reason_given]),
            _row(_T.EXTEND, _OPEN, None, _extend, [w.supervises, g.unreported], [w.reason_given, g.later_day]),
            _row(_T.ADD, _OPEN, None, _add, [w.supervises], [w.text_given, g.day_given]),
            _row(_T.CLOSE, _OPEN, _S.CLOSED, _end, [w.supervises, g.all_confirmed]),
            _row(_T.REOPEN, _CLOSED, _S.OPEN, _reopen, [w.supervises, g.there_is_one], [w.reason_given, g.day_given]),
            _row(_T.WITHDRAW, _OPEN, _S.WITHDRAWN, _end, [w.supervises], [w.reason_given]),
            _row(_T.NOTE, [*_OPEN, *_CLOSED], None, _nothing, [w.takes_part], [w.text_given]),
        ],
    )
)
