"""Supervised matters (督查): work-report items, plan items and leaders' instructions with milestones and their days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from data.core.actor import Actor
from data.core.clock import to_epoch
from data.operations import Connection, Operations
from data.operations.core.change_counters import beat
from data.operations.notifications.notice_store import post
from data.operations.supervision.matter_store import (
    NoSupervisionItem,
    add_matter,
    keep_matter_evidence,
    matter_done_once,
    matter_entries_since,
    one_matter,
    record_matter,
    save_matter,
)
from indicators.tasks.model import Urgency
from indicators.tasks.supervision_item import MatterEntry, MatterKind, MatterState, Milestone, SupervisionItem
from tasks.supervision.rules import MATTER_RULES, decide_matter
from tasks.supervision.transition import MatterCase, MatterGiven, MatterMove
from tasks.tasks.guards import LONGEST
from tasks.tasks.recipients import notices_of_matter
from tasks.tasks.transition import Decision, RuleSet, no


@dataclass(frozen=True)
class NewSupervisionItem:
    """A matter to be put under supervision: where it is written, who answers for it, its milestones with their days."""

    kind: MatterKind
    title: str
    source: str
    region: int
    unit: str
    milestones: tuple[tuple[str, datetime], ...]
    what: str = ""


@dataclass(frozen=True)
class MatterOutcome:
    """What came of an act on a matter. `meanwhile`: what others did since the version that the asker had seen."""

    answer: Decision
    matter: SupervisionItem | None = None
    milestones: tuple[Milestone, ...] = ()
    again: bool = False
    meanwhile: tuple[MatterEntry, ...] = ()

    @property
    def done(self) -> bool:
        """Whether the act stands in the record."""
        return self.answer.accepted


def set_matter(
    operations: Operations,
    book: RuleSet,
    actor: Actor,
    now: datetime,
    new: NewSupervisionItem,
    *,
    once: str | None = None,
) -> MatterOutcome:
    """Put a matter under supervision. The unit is to answer within the time for a first word on an instruction."""
    refusal = _unfit(book, actor, now, new)
    if refusal is not None:
        return MatterOutcome(refusal)
    with operations.writing() as connection:
        if once is not None and (before := matter_done_once(connection, actor.account, once)):
            return _repeated(connection, actor, before, MatterMove.SET)
        matter = add_matter(
            connection,
            SupervisionItem(
                id=0,
                kind=new.kind,
                state=MatterState.OPEN,
                title=new.title.strip(),
                what=new.what.strip(),
                source=new.source.strip(),
                region=new.region,
                unit=new.unit,
                set_by=actor.account,
                set_by_name=actor.name,
                set_at=to_epoch(now),
                answer_by=_answer_by(book, now),
            ),
        )
        days = [(title.strip(), to_epoch(day)) for title, day in new.milestones]
        steps = tuple(Milestone(n, title, due, due) for n, (title, due) in enumerate(days, 1))
        case = MatterCase(matter, (), actor, MatterGiven(), now, book)
        return _write(connection, case, MatterMove.SET, matter, steps, once)


def act_on_matter(
    operations: Operations,
    book: RuleSet,
    actor: Actor,
    now: datetime,
    number: int,
    move: MatterMove,
    given: MatterGiven | None = None,
    *,
    seen: int | None = None,
    once: str | None = None,
) -> MatterOutcome:
    """Make a move with a matter, or say why not. `seen` and `once` as with tasks."""
    with operations.writing() as connection:
        if once is not None and (before := matter_done_once(connection, actor.account, once)):
            return _repeated(connection, actor, before, move, number)
        try:
            matter, steps = one_matter(connection, actor.scope, number)
        except NoSupervisionItem as missing:
            return MatterOutcome(no(missing.code, matter=number))
        if seen is not None and seen != matter.version and move is not MatterMove.NOTE:
            return _overtaken(connection, actor, matter, seen)
        case = MatterCase(matter, steps, actor, given or MatterGiven(), now, book)
        answer = decide_matter(case, move)
        if not answer.accepted:
            return MatterOutcome(answer, matter, steps)
        return _write(connection, case, move, *MATTER_RULES[move].effect(case), once)


def _unfit(book: RuleSet, actor: Actor, now: datetime, new: NewSupervisionItem) -> Decision | None:
    """Why a new matter cannot be set, or None."""
    if not actor.may("task.supervise"):
        return no("no-right", right="task.supervise")
    if new.region not in book.catalogue.regions:
        return no("unknown-region", region=new.region)
    if not actor.scope.permits(new.region):
        return no("out-of-scope", region=new.region)
    if new.unit not in book.catalogue.units:
        return no("unknown-unit", unit=new.unit)
    if not actor.scope.permits_unit(new.unit):
        return no("not-overseeing")
    if not new.title.strip():
        return no("title-missing")
    if len(new.title) > LONGEST["title"]:
        return no("too-long", field="title", most=LONGEST["title"])
    if not new.milestones or not all(title.strip() for title, _ in new.milestones):
        return no("milestones-missing")
    past = [day for _, day in new.milestones if day <= now]
    return no("until-past", until=to_epoch(past[0])) if past else None


def _answer_by(book: RuleSet, now: datetime) -> int:
    frozen = book.policy.freeze(book.policy.kind_for("matter"), Urgency.ORDINARY)
    return to_epoch(book.calendar(frozen.hours).due(now, frozen.terms.feedback).at)


def _write(
    connection: Connection,
    case: MatterCase,
    move: MatterMove,
    matter: SupervisionItem,
    steps: tuple[Milestone, ...],
    once: str | None,
) -> MatterOutcome:
    beside = move is MatterMove.NOTE
    after = _numbered(matter, case.matter.version + (not beside))
    if not beside:
        save_matter(connection, after, steps)
    keep_matter_evidence(connection, after.id, case.given.milestone, case.given.files, case.epoch, case.actor.account)
    before, later = _difference(case, after, steps)
    own = case.actor.scope.units or ()
    entry = record_matter(
        connection,
        MatterEntry(
            matter=after.id,
            n=0,
            at=case.epoch,
            actor=case.actor.account,
            name=case.actor.name,
            role=case.actor.role,
            unit=after.unit if after.unit in own else "",
            move=move,
            milestone=case.given.milestone,
            version=after.version,
            reason=case.given.reason.strip(),
            text=case.given.text.strip(),
            before=before,
            after=later,
            once=once,
        ),
    )
    post(connection, notices_of_matter(after, entry), case.epoch)
    beat(connection, "tasks")
    return MatterOutcome(Decision(True, "accepted", {"move": move}), after, steps)


def _numbered(matter: SupervisionItem, version: int) -> SupervisionItem:
    return SupervisionItem(**{**asdict(matter), "version": version})


def _difference(
    case: MatterCase, after: SupervisionItem, steps: Sequence[Milestone]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What changed of the matter, and which milestones did, as they were and as they are."""
    old, new = asdict(case.matter), asdict(after)
    changed = [name for name in old if old[name] != new[name] and name != "version"]
    before, later = {name: old[name] for name in changed}, {name: new[name] for name in changed}
    known = {step.n: step for step in case.milestones}
    moved = [step for step in steps if known.get(step.n) != step]
    if moved:
        before["milestones"] = [asdict(known[step.n]) for step in moved if step.n in known]
        later["milestones"] = [asdict(step) for step in moved]
    return before, later


def _repeated(
    connection: Connection, actor: Actor, before: MatterEntry, move: MatterMove, number: int | None = None
) -> MatterOutcome:
    if before.move != move or number not in (None, before.matter):
        return MatterOutcome(no("key-used", task=before.matter, move=before.move))
    matter, steps = one_matter(connection, actor.scope, before.matter)
    return MatterOutcome(Decision(True, "done-before", {"move": move}), matter, steps, again=True)


def _overtaken(connection: Connection, actor: Actor, matter: SupervisionItem, seen: int) -> MatterOutcome:
    meanwhile = matter_entries_since(connection, actor.scope, matter.id, seen)
    facts: dict[str, str | int] = {"seen": seen, "version": matter.version}
    if meanwhile:
        last = meanwhile[-1]
        facts |= {"name": last.name, "role": last.role, "unit": last.unit, "move": last.move, "at": last.at}
    return MatterOutcome(no("overtaken", **facts), matter, meanwhile=meanwhile)
