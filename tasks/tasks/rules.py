"""The table of rules: from which states a move is possible, who may make it, what must be given, where it leads.

The life cycle is that of indicators.md §6.2, which covers the published ones (12345 orders, city-management cases,
petitions, supervision). There is no way to closed but over a report and somebody else's verification.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from indicators.tasks.model import OPEN, RUNNING, SETTLED, TaskState
from tasks.tasks import guards as g
from tasks.tasks.guards import Guard
from tasks.tasks.transition import Decision, TransitionContext, no
from tasks.tasks.transitions import Transition

TransitionTarget = TaskState | Literal["same", "back"]
"""A state; or it stays; or it goes back to where it was before something was asked or suspended."""


@dataclass(frozen=True)
class TransitionRule:
    """One line of the table. `who` says whether somebody may do this now, `form` whether enough is given with it."""

    move: Transition
    origins: frozenset[TaskState]
    target: TransitionTarget
    who: tuple[Guard, ...]
    form: tuple[Guard, ...] = ()


def _rule(
    move: Transition,
    origins: Iterable[TaskState],
    target: TransitionTarget,
    who: Iterable[Guard],
    form: Iterable[Guard] = (),
) -> TransitionRule:
    return TransitionRule(move, frozenset(origins), target, tuple(who), (*form, g.not_too_long))


_S = TaskState
_WORKING = (_S.ACCEPTED, _S.IN_PROGRESS, _S.CO_HANDLING)
_HELPED = RUNNING - {_S.RETURN_ASKED}
_JUDGED = (_S.CLOSED, _S.EVALUATED)

RULES: tuple[TransitionRule, ...] = (
    _rule(Transition.EDIT, [_S.DRAFT], "same", [g.owns_draft]),
    _rule(
        Transition.SEND,
        [_S.DRAFT],
        _S.DISPATCHED,
        [g.may_send],
        [g.title_given, g.addressed, g.helpers_fit, g.below_parent, g.until_later],
    ),
    # The unit takes it and works on it.
    _rule(Transition.ACCEPT, [_S.DISPATCHED], _S.ACCEPTED, [g.handles]),
    _rule(Transition.START, [_S.ACCEPTED], _S.IN_PROGRESS, [g.handles]),
    _rule(Transition.PROGRESS, [_S.ACCEPTED], _S.IN_PROGRESS, [g.handles], [g.text_given]),
    _rule(Transition.PROGRESS, [_S.IN_PROGRESS, _S.CO_HANDLING], "same", [g.handles], [g.text_given]),
    _rule(Transition.SPLIT, _WORKING, "same", [g.handles]),
    # Others help.
    _rule(Transition.ASK_HELP, _WORKING, _S.CO_HANDLING, [g.handles], [g.text_given, g.helpers_known]),
    _rule(Transition.ANSWER, _HELPED, "same", [g.helps], [g.text_given]),
    _rule(Transition.RELEASE, _HELPED, "same", [g.oversees], [g.reason_given, g.part_is_open]),
    _rule(Transition.GATHER, [_S.CO_HANDLING], _S.IN_PROGRESS, [g.handles, g.no_open_parts]),
    # More time.
    _rule(
        Transition.ASK_EXTENSION,
        _WORKING,
        _S.EXTENSION_ASKED,
        [g.handles, g.extension_left, g.before_deadline],
        [g.reason_given, g.amount_within],
    ),
    _rule(Transition.GRANT_EXTENSION, [_S.EXTENSION_ASKED], "back", [g.oversees, g.not_who_asked]),
    _rule(Transition.REFUSE_EXTENSION, [_S.EXTENSION_ASKED], "back", [g.oversees, g.not_who_asked], [g.reason_given]),
    _rule(Transition.SUSPEND, _WORKING, _S.SUSPENDED, [g.oversees], [g.reason_given, g.until_given]),
    _rule(Transition.RESUME, [_S.SUSPENDED], "back", [g.oversees_or_clock]),
    # Not ours.
    _rule(
        Transition.ASK_RETURN,
        [_S.DISPATCHED, _S.ACCEPTED],
        _S.RETURN_ASKED,
        [g.handles, g.not_assigned, g.in_time_to_return],
        [g.reason_given],
    ),
    _rule(Transition.GRANT_RETURN, [_S.RETURN_ASKED], _S.RETURNED, [g.oversees, g.not_who_asked]),
    _rule(Transition.REFUSE_RETURN, [_S.RETURN_ASKED], "back", [g.oversees, g.not_who_asked], [g.reason_given]),
    _rule(Transition.REDISPATCH, [_S.RETURNED], _S.DISPATCHED, [g.oversees], [g.new_unit_known, g.until_later]),
    _rule(
        Transition.ASSIGN,
        [_S.RETURN_ASKED, _S.RETURNED],
        _S.DISPATCHED,
        [g.supervises, g.not_who_asked],
        [g.reason_given, g.new_unit_known, g.until_later],
    ),
    # The result, and what others think of it.
    _rule(
        Transition.REPORT,
        _WORKING,
        _S.REPORTED,
        [g.handles, g.no_open_parts, g.no_open_children],
        [g.text_given, g.evidence_shown],
    ),
    _rule(
        Transition.VERIFY,
        [_S.REPORTED],
        _S.VERIFIED,
        [g.oversees, g.report_stands, g.not_the_reporter, g.no_open_children],
    ),
    _rule(
        Transition.REJECT,
        [_S.REPORTED, _S.VERIFIED],
        _S.IN_PROGRESS,
        [g.oversees, g.not_the_reporter],
        [g.reason_given],
    ),
    _rule(
        Transition.CLOSE,
        [_S.VERIFIED],
        _S.CLOSED,
        [g.oversees, g.report_stands, g.verified_by_another, g.no_open_children],
    ),
    _rule(Transition.RATE, _JUDGED, _S.EVALUATED, [g.rates], [g.stars_given]),
    _rule(Transition.CALL_BACK, _JUDGED, "same", [g.oversees], [g.verdict_given]),
    _rule(Transition.REOPEN, _JUDGED, _S.IN_PROGRESS, [g.may_be_dissatisfied], [g.reason_given]),
    _rule(Transition.ARCHIVE, _JUDGED, _S.ARCHIVED, [g.oversees_or_clock]),
    # Side exits, pressure, and what is said beside it all.
    _rule(Transition.TERMINATE, [_S.DRAFT], _S.TERMINATED, [g.owns_draft], [g.reason_given]),
    _rule(Transition.TERMINATE, OPEN, _S.TERMINATED, [g.oversees, g.no_open_children], [g.reason_given]),
    _rule(Transition.ESCALATE, OPEN, "same", [g.supervises_or_clock, g.step_left], [g.reason_given]),
    _rule(Transition.REMIND, OPEN, "same", [g.oversees_or_clock]),
    _rule(Transition.NOTE, OPEN | SETTLED, "same", [g.takes_part], [g.text_given]),
    _rule(Transition.LATE, RUNNING, "same", [g.clock_only]),
    _rule(Transition.MEASURE, OPEN | SETTLED, "same", [g.clock_only]),
)


def _table(rules: Iterable[TransitionRule]) -> dict[tuple[TaskState, Transition], TransitionRule]:
    """Each state and move has one rule at most."""
    table: dict[tuple[TaskState, Transition], TransitionRule] = {}
    for rule in rules:
        for origin in rule.origins:
            if (origin, rule.move) in table:
                raise ValueError(f"two rules for {rule.move} from {origin}")
            table[origin, rule.move] = rule
    return table


TABLE: Mapping[tuple[TaskState, Transition], TransitionRule] = _table(RULES)


def decide(case: TransitionContext, move: Transition) -> Decision:
    """Whether a move may be made as it is given; accepted with the state that follows, or rejected with the reason."""
    return _asked(case, move, with_form=True)


def may(case: TransitionContext, move: Transition) -> Decision:
    """Whether somebody may make a move now, whatever they will give with it: what a screen shows a button for."""
    return _asked(case, move, with_form=False)


def _asked(case: TransitionContext, move: Transition, with_form: bool) -> Decision:
    rule = TABLE.get((case.task.state, move))
    if rule is None:
        wanted = [str(state) for state in TaskState if (state, move) in TABLE]
        return no("not-in-this-state", state=case.task.state, move=move, possible=", ".join(wanted))
    for guard in (*rule.who, *(rule.form if with_form else ())):
        refusal = guard(case)
        if refusal is not None:
            return refusal
    return Decision(True, "accepted", {"move": move}, _target(rule, case))


def _target(rule: TransitionRule, case: TransitionContext) -> TaskState:
    if rule.target == "same":
        return case.task.state
    if rule.target == "back":
        return case.task.back_to or TaskState.IN_PROGRESS
    return TaskState(rule.target)
