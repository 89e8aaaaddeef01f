"""Who is told of what: for each move a table of those it concerns. Whoever made the move is not told of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from data.operations.notifications.notice_store import NewNotice
from indicators.tasks.model import Entry, Task
from indicators.tasks.supervision_item import Matter, MatterEntry
from tasks.tasks.transition import Case
from tasks.tasks.transitions import Move

Whom = tuple[str, int | str]
"""`account`, `unit` or `right`, and which."""
Circle = Callable[[Case, Task], Iterator[Whom]]


def lead(case: Case, after: Task) -> Iterator[Whom]:
    """The responsible unit, and the one that was responsible until now."""
    yield "unit", after.unit
    yield "unit", case.task.unit


def helpers(case: Case, after: Task) -> Iterator[Whom]:
    """The units that are asked to help, and those asked before that still owe an answer."""
    for unit in (*case.given.units, *(part.unit for part in case.open_parts)):
        yield "unit", unit


def released(case: Case, after: Task) -> Iterator[Whom]:
    """The unit that need not help any more."""
    yield "unit", case.given.unit


def sender(case: Case, after: Task) -> Iterator[Whom]:
    """Who sent it."""
    if after.sender:
        yield "account", after.sender
    if after.sender_unit:
        yield "unit", after.sender_unit


def overseers(case: Case, after: Task) -> Iterator[Whom]:
    """Who sent it, and the supervision of the region."""
    yield from sender(case, after)
    yield "right", "task.supervise"


TOLD: Mapping[Move, tuple[Circle, ...]] = {
    Move.SEND: (lead, helpers),
    Move.ACCEPT: (sender,),
    Move.START: (sender,),
    Move.PROGRESS: (sender,),
    Move.ASK_HELP: (helpers,),
    Move.ANSWER: (lead,),
    Move.RELEASE: (released, lead),
    Move.ASK_EXTENSION: (overseers,),
    Move.GRANT_EXTENSION: (lead,),
    Move.REFUSE_EXTENSION: (lead,),
    Move.ASK_RETURN: (overseers,),
    Move.GRANT_RETURN: (lead,),
    Move.REFUSE_RETURN: (lead,),
    Move.REDISPATCH: (lead,),
    Move.ASSIGN: (lead,),
    Move.SUSPEND: (lead, helpers),
    Move.RESUME: (lead, helpers),
    Move.REPORT: (overseers,),
    Move.VERIFY: (lead,),
    Move.REJECT: (lead,),
    Move.CLOSE: (lead, sender),
    Move.RATE: (lead,),
    Move.CALL_BACK: (lead,),
    Move.REOPEN: (lead, overseers),
    Move.TERMINATE: (lead, helpers),
    Move.ESCALATE: (lead, overseers),
    Move.REMIND: (lead, helpers),
    Move.NOTE: (lead, sender),
    Move.LATE: (lead, overseers),
}


def notices_of(case: Case, move: Move, after: Task, entry: Entry) -> list[NewNotice]:
    """The notices that a move makes, each once."""
    whom = dict.fromkeys(one for circle in TOLD.get(move, ()) for one in circle(case, after))
    whom.pop(("account", case.asker.account), None)
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


def notices_of_matter(matter: Matter, entry: MatterEntry) -> list[NewNotice]:
    """The notices that a move with a supervised matter makes."""
    facts = {"title": matter.title, "unit": matter.unit, "by": entry.name, "reason": entry.reason}
    facts |= {"milestone": str(entry.milestone)} if entry.milestone else {}
    found: list[NewNotice] = []
    if entry.move in _TO_UNIT:
        found.append(NewNotice(entry.move, matter.region, facts, matter=matter.id, unit=matter.unit))
    if entry.move in _TO_SUPERVISION:
        found.append(NewNotice(entry.move, matter.region, facts, matter=matter.id, right="task.supervise"))
    return found
