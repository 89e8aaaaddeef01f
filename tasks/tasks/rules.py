"""The table of tasks: from which states a transition is possible, who may make it, what must be given, where it leads.

The life cycle is that of indicators.md §6.2, which covers the published ones (12345 orders, city-management cases,
petitions, supervision). There is no way to closed but over a report and somebody else's verification.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from indicators.tasks.model import TaskEntry
from indicators.tasks.states import OPEN, RUNNING, SETTLED, TaskState
from indicators.workflow import Guard, TargetChoice, Transition, TransitionTable
from tasks.tasks import effects as e
from tasks.tasks import form_guards as f
from tasks.tasks import guards as g
from tasks.tasks.effects import TaskChange
from tasks.tasks.record import entry_of, numbered
from tasks.tasks.transition import TransitionContext
from tasks.tasks.transitions import TaskTransition
from tasks.workflow import guards as w

Target = TaskState | TargetChoice[TaskState, TransitionContext] | None
"""A state; or where it was before something was asked or suspended; or it stays."""


def _row(
    name: TaskTransition,
    sources: Iterable[TaskState],
    target: Target,
    effect: Callable[[TransitionContext], TaskChange],
    who: Iterable[Guard[TransitionContext]],
    form: Iterable[Guard[TransitionContext]] = (),
) -> Transition[TaskState, TransitionContext, TaskChange, TaskEntry]:
    """A row in which nothing that is given is too long."""
    guards = (*form, w.not_too_long)
    return Transition(name, frozenset(sources), target, tuple(who), guards, effect, partial(entry_of, name))


def _entered(case: TransitionContext, name: str, made: TaskChange, state: TaskState) -> TaskChange:
    return replace(made, task=numbered(case, name, replace(made.task, state=state)))


def _back(case: TransitionContext) -> TaskState:
    return case.task.back_to or TaskState.IN_PROGRESS


_S, _T = TaskState, TaskTransition
_WORKING = (_S.ACCEPTED, _S.IN_PROGRESS, _S.CO_HANDLING)
_HELPED = RUNNING - {_S.RETURN_ASKED}
_JUDGED = (_S.CLOSED, _S.EVALUATED)
_BACK = TargetChoice(frozenset(_WORKING), _back)
_BACK_TO_UNIT = TargetChoice(frozenset({_S.DISPATCHED, _S.ACCEPTED, _S.IN_PROGRESS}), _back)

TASK_TRANSITIONS: TransitionTable[TaskState, TransitionContext, TaskChange, TaskEntry] = TransitionTable(
    lambda case: case.task.state,
    _entered,
    (
        _row(_T.EDIT, [_S.DRAFT], None, e.edit, [g.owns_draft]),
        _row(
            _T.SEND,
            [_S.DRAFT],
            _S.DISPATCHED,
            e.send,
            [g.may_send],
            [f.title_given, f.addressed, f.helpers_fit, f.below_parent, f.until_later],
        ),
        # The unit takes it and works on it.
        _row(_T.ACCEPT, [_S.DISPATCHED], _S.ACCEPTED, e.accept, [w.handles]),
        _row(_T.START, [_S.ACCEPTED], _S.IN_PROGRESS, e.nothing, [w.handles]),
        _row(_T.PROGRESS, [_S.ACCEPTED], _S.IN_PROGRESS, e.progress, [w.handles], [w.text_given]),
        _row(_T.PROGRESS, [_S.IN_PROGRESS, _S.CO_HANDLING], None, e.progress, [w.handles], [w.text_given]),
        _row(_T.SPLIT, _WORKING, None, e.nothing, [w.handles]),
        # Others help.
        _row(_T.ASK_HELP, _WORKING, _S.CO_HANDLING, e.ask_help, [w.handles], [w.text_given, f.helpers_known]),
        _row(_T.ANSWER, _HELPED, None, e.answer, [g.helps], [w.text_given]),
        _row(_T.RELEASE, _HELPED, None, e.release, [g.oversees], [w.reason_given, f.part_is_open]),
        _row(_T.GATHER, [_S.CO_HANDLING], _S.IN_PROGRESS, e.nothing, [w.handles, g.no_open_parts]),
        # More time.
        _row(
            _T.ASK_EXTENSION,
            _WORKING,
            _S.EXTENSION_ASKED,
            e.ask_extension,
            [w.handles, g.extension_left, g.before_deadline],
            [w.reason_given, f.amount_within],
        ),
        _row(_T.GRANT_EXTENSION, [_S.EXTENSION_ASKED], _BACK, e.grant_extension, [g.oversees, g.not_who_asked]),
        _row(
            _T.REFUSE_EXTENSION, [_S.EXTENSION_ASKED], _BACK, e.refuse, [g.oversees, g.not_who_asked], [w.reason_given]
        ),
        _row(_T.SUSPEND, _WORKING, _S.SUSPENDED, e.suspend, [g.oversees], [w.reason_given, f.until_given]),
        _row(_T.RESUME, [_S.SUSPENDED], _BACK, e.resume, [g.oversees_or_clock]),
        # Not ours.
        _row(
            _T.ASK_RETURN,
            [_S.DISPATCHED, _S.ACCEPTED],
            _S.RETURN_ASKED,
            e.ask_return,
            [w.handles, g.not_assigned, g.in_time_to_return],
            [w.reason_given],
        ),
        _row(_T.GRANT_RETURN, [_S.RETURN_ASKED], _S.RETURNED, e.grant_return, [g.oversees, g.not_who_asked]),
        _row(
            _T.REFUSE_RETURN,
            [_S.RETURN_ASKED],
            _BACK_TO_UNIT,
            e.refuse,
            [g.oversees, g.not_who_asked],
            [w.reason_given],
        ),
        _row(
            _T.REDISPATCH, [_S.RETURNED], _S.DISPATCHED, e.redispatch, [g.oversees], [f.new_unit_known, f.until_later]
        ),
        _row(
            _T.ASSIGN,
            [_S.RETURN_ASKED, _S.RETURNED],
            _S.DISPATCHED,
            e.assign,
            [w.supervises, g.not_who_asked],
            [w.reason_given, f.new_unit_known, f.until_later],
        ),
        # The result, and what others think of it.
        _row(
            _T.REPORT,
            _WORKING,
            _S.REPORTED,
            e.report,
            [w.handles, g.no_open_parts, g.no_open_children],
            [w.text_given, f.evidence_shown],
        ),
        _row(
            _T.VERIFY,
            [_S.REPORTED],
            _S.VERIFIED,
            e.verify,
            [g.oversees, g.report_stands, g.not_the_reporter, g.no_open_children],
        ),
        _row(
            _T.REJECT,
            [_S.REPORTED, _S.VERIFIED],
            _S.IN_PROGRESS,
            e.reject,
            [g.oversees, g.not_the_reporter],
            [w.reason_given],
        ),
        _row(
            _T.CLOSE,
            [_S.VERIFIED],
            _S.CLOSED,
            e.close,
            [g.oversees, g.report_stands, g.verified_by_another, g.no_open_children],
        ),
        _row(_T.RATE, _JUDGED, _S.EVALUATED, e.rate, [g.rates], [f.stars_given]),
        _row(_T.CALL_BACK, _JUDGED, None, e.call_back, [g.oversees], [f.verdict_given]),
        _row(_T.REOPEN, _JUDGED, _S.IN_PROGRESS, e.reopen, [g.may_be_dissatisfied], [w.reason_given]),
        _row(_T.ARCHIVE, _JUDGED, _S.ARCHIVED, e.archive, [g.oversees_or_clock]),
        # Side exits, pressure, and what is said beside it all.
        _row(_T.TERMINATE, [_S.DRAFT], _S.TERMINATED, e.terminate, [g.owns_draft], [w.reason_given]),
        _row(_T.TERMINATE, OPEN, _S.TERMINATED, e.terminate, [g.oversees, g.no_open_children], [w.reason_given]),
        _row(_T.ESCALATE, OPEN, None, e.escalate, [g.supervises_or_clock, g.step_left], [w.reason_given]),
        _row(_T.REMIND, OPEN, None, e.nothing, [g.oversees_or_clock]),
        _row(_T.NOTE, OPEN | SETTLED, None, e.nothing, [w.takes_part], [w.text_given]),
        _row(_T.LATE, RUNNING, None, e.nothing, [g.clock_only]),
        _row(_T.MEASURE, OPEN | SETTLED, None, e.measure, [g.clock_only]),
    ),
)
