"""Who is told of what: for each move a table of those it concerns. Whoever made the move is not told of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from data.operations.notifications.notice_store import NewNotice
from indicators.tasks.model import Task, TaskEntry
from indicators.tasks.supervision_item import SupervisionEntry, SupervisionItem
from tasks.tasks.transition import TransitionContext
from tasks.tasks.transitions import TaskTransition

Recipients = tuple[str, int | str]
"""`account`, `unit` or `right`, and which."""
RecipientRule = Callable[[TransitionContext, Task], Iterator[Recipients]]


def lead(case: TransitionContext, after: Task) -> Iterator[Recipients]:
    """The responsible unit, and the one that was responsible until now."""
    yield "unit", after.unit
    yield "unit", case.task.unit


def helpers(case: TransitionContext, after: Task) -> Iterator[Recipients]:
    """The units that are asked to help, and those asked before that still owe an answer."""
    for unit in (*case.given.units, *(part.unit for part in case.open_parts)):
        yield "unit", unit


def released(case: TransitionContext, after: Task) -> Iterator[Recipients]:
    """The unit that need not help any more."""
    yield "unit", case.given.unit


def sender(case: TransitionContext, after: Task) -> Iterator[Recipients]:
    """Who sent it."""
    if after.sender:
        yield "account", after.sender
    if after.sender_unit:
        yield "unit", after.sender_unit


def overseers(case: TransitionContext, after: Task) -> Iterator[Recipients]:
    """Who sent it, and the supervision of the region."""
    yield from sender(case, after)
    yield "right", "task.supervise"


TOLD: Mapping[TaskTransition, tuple[RecipientRule, ...]] = {
    TaskTransition.SEND: (lead, helpers),
    TaskTransition.ACCEPT: (sender,),
    TaskTransition.START: (sender,),
    TaskTransition.PROGRESS: (sender,),
    TaskTransition.ASK_HELP: (helpers,),
    TaskTransition.ANSWER: (lead,),
    TaskTransition.RELEASE: (released, lead),
    TaskTransition.ASK_EXTENSION: (overseers,),
    TaskTransition.GRANT_EXTENSION: (lead,),
    TaskTransition.REFUSE_EXTENSION: (lead,),
    TaskTransition.ASK_RETURN: (overseers,),
    TaskTransition.GRANT_RETURN: (lead,),
    TaskTransition.REFUSE_RETURN: (lead,),
    TaskTransition.REDISPATCH: (lead,),
    TaskTransition.ASSIGN: (lead,),
    TaskTransition.SUSPEND: (lead, helpers),
    TaskTransition.RESUME: (lead, helpers),
    TaskTransition.REPORT: (overseers,),
    TaskTransition.VERIFY: (lead,),
    TaskTransition.REJECT: (lead,),
    TaskTransition.CLOSE: (lead, sender),
    TaskTransition.RATE: (lead,),
    TaskTransition.CALL_BACK: (lead,),
    TaskTransition.REOPEN: (lead, overseers),
    TaskTransition.TERMINATE: (lead, helpers),
    TaskTransition.ESCALATE: (lead, overseers),
    TaskTransition.REMIND: (lead, helpers),
    TaskTransition.NOTE: (lead, sender),
    TaskTransition.LATE: (lead, overseers),
}


def notices_of(case: TransitionContext, move: TaskTransition, after: Task, entry: TaskEntry) -> list[NewNotice]:
    """The notices that a move makes, each once."""
    whom = dict.fromkeys(one for circle in TOLD.get(move, ()) for one in circle(case, after))
    whom.pop(("account", case.actor.account), None)
    facts = {
        "title": after.title,
        "unit": after.unit,
        "state": after.state,
        "urgency": after.urgency,
        "due": after.due_close,
        "by": entry.name,
        "reason": entry.reason,
    }
    return [
        NewNotice(move, after.region, facts, task=after.id, **{kind: which})  # type: ignore[arg-type]
        for kind, which in whom
    ]


_TO_UNIT = frozenset({"set", "confirm", "send-back", "extend", "add", "close", "reopen", "withdraw", "note"})
_TO_SUPERVISION = frozenset({"answer", "report", "note"})


def notices_of_item(matter: SupervisionItem, entry: SupervisionEntry) -> list[NewNotice]:
    """The notices that a move with a supervised matter makes."""
    facts = {"title": matter.title, "unit": matter.unit, "by": entry.name, "reason": entry.reason}
    facts |= {"milestone": str(entry.milestone)} if entry.milestone else {}
    found: list[NewNotice] = []
    if entry.move in _TO_UNIT:
        found.append(NewNotice(entry.move, matter.region, facts, matter=matter.id, unit=matter.unit))
    if entry.move in _TO_SUPERVISION:
        found.append(NewNotice(entry.move, matter.region, facts, matter=matter.id, right="task.supervise"))
    return found
