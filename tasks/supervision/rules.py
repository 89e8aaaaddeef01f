"""The table of rules for supervised matters: in which state, who, with what; and what it changes.

The unit reports a milestone with evidence, somebody of the supervision confirms it: never the same person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from data.core.clock import to_epoch
from indicators.tasks.supervision_item import MatterState, Milestone, SupervisionItem
from tasks.supervision import guards as g
from tasks.supervision.transition import MatterCase, MatterMove
from tasks.tasks.transition import Decision, no

Changed = tuple[SupervisionItem, tuple[Milestone, ...]]


@dataclass(frozen=True)
class MatterRule:
    """One line of the table."""

    origin: tuple[MatterState, ...]
    guards: tuple[g.Guard, ...]
    effect: Callable[[MatterCase], Changed] = field(repr=False)


def _with_step(case: MatterCase, **fields: object) -> Changed:
    changed = [replace(s, **fields) if s.n == case.given.milestone else s for s in case.milestones]  # type: ignore[arg-type]
    return case.matter, tuple(changed)


def _answer(case: MatterCase) -> Changed:
    return replace(case.matter, answered_at=case.matter.answered_at or case.epoch), case.milestones


def _report(case: MatterCase) -> Changed:
    """A report is an answer, too."""
    matter, steps = _with_step(
        case, reported_at=case.epoch, reporter=case.actor.account, report=case.given.text.strip()
    )
    return replace(matter, answered_at=matter.answered_at or case.epoch), steps


def _confirm(case: MatterCase) -> Changed:
    return _with_step(case, confirmed_at=case.epoch, confirmer=case.actor.account)


def _send_back(case: MatterCase) -> Changed:
    assert case.step is not None
    return _with_step(case, reported_at=None, reporter=None, rejections=case.step.rejections + 1)


def _extend(case: MatterCase) -> Changed:
    assert case.step is not None
    assert case.given.until is not None
    return _with_step(case, due=to_epoch(case.given.until), extensions=case.step.extensions + 1)


def _add(case: MatterCase) -> Changed:
    assert case.given.until is not None
    due = to_epoch(case.given.until)
    number = max((step.n for step in case.milestones), default=0) + 1
    return case.matter, (*case.milestones, Milestone(number, case.given.text.strip(), due, due))


def _close(case: MatterCase) -> Changed:
    return replace(case.matter, state=MatterState.CLOSED, closed_at=case.epoch), case.milestones


def _reopen(case: MatterCase) -> Changed:
    """A milestone is to be done again, by a new day."""
    assert case.given.until is not None
    again = replace(case.matter, state=MatterState.OPEN, closed_at=None, reopenings=case.matter.reopenings + 1)
    unsaid = {"reported_at": None, "reporter": None, "confirmed_at": None, "confirmer": None}
    return again, _with_step(case, due=to_epoch(case.given.until), **unsaid)[1]


def _withdraw(case: MatterCase) -> Changed:
    return replace(case.matter, state=MatterState.WITHDRAWN, closed_at=case.epoch), case.milestones


def _nothing(case: MatterCase) -> Changed:
    return case.matter, case.milestones


_OPEN, _CLOSED = (MatterState.OPEN,), (MatterState.CLOSED,)
MATTER_RULES: Mapping[MatterMove, MatterRule] = {
    MatterMove.ANSWER: MatterRule(_OPEN, (g.handles, g.text_given), _answer),
    MatterMove.REPORT: MatterRule(_OPEN, (g.handles, g.unreported, g.text_given, g.evidence_given), _report),
    MatterMove.CONFIRM: MatterRule(_OPEN, (g.supervises, g.reported), _confirm),
    MatterMove.SEND_BACK: MatterRule(_OPEN, (g.supervises, g.reported, g.reason_given), _send_back),
    MatterMove.EXTEND: MatterRule(_OPEN, (g.supervises, g.unreported, g.reason_given, g.later_day), _extend),
    MatterMove.ADD: MatterRule(_OPEN, (g.supervises, g.text_given, g.day_given), _add),
    MatterMove.CLOSE: MatterRule(_OPEN, (g.supervises, g.all_confirmed), _close),
    MatterMove.REOPEN: MatterRule(_CLOSED, (g.supervises, g.there_is_one, g.reason_given, g.day_given), _reopen),
    MatterMove.WITHDRAW: MatterRule(_OPEN, (g.supervises, g.reason_given), _withdraw),
    MatterMove.NOTE: MatterRule((*_OPEN, *_CLOSED), (g.takes_part, g.text_given), _nothing),
}


_GIVEN: frozenset[g.Guard] = frozenset({g.reason_given, g.text_given, g.evidence_given, g.day_given, g.later_day})


def may_matter(case: MatterCase, move: MatterMove) -> Decision:
    """Whether somebody may make a move now, whatever they will give with it: what a screen shows a form for."""
    return _asked(case, move, _GIVEN)


def decide_matter(case: MatterCase, move: MatterMove) -> Decision:
    """Whether a move may be made, with the reason."""
    return _asked(case, move, frozenset())


def _asked(case: MatterCase, move: MatterMove, unasked: frozenset[g.Guard]) -> Decision:
    rule = MATTER_RULES.get(move)
    if rule is None or case.matter.state not in rule.origin:
        return no("not-in-this-state", state=case.matter.state, move=move)
    for guard in rule.guards:
        refusal = None if guard in unasked else guard(case)
        if refusal is not None:
            return refusal
    return Decision(True, "accepted", {"move": move})
