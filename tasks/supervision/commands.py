"""Supervised matters (督查): work-report items, plan items and leaders' instructions with milestones and their days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from data.core.actor import Actor
from data.core.clock import to_epoch
from data.operations import Connection, Operations
from data.operations.core.change_counters import bump
from data.operations.notifications.notice_store import post
from data.operations.supervision.supervision_store import (
    NoSupervisionItem,
    add_item,
    keep_milestone_evidence,
    one_item,
    record_entry,
    save_item,
    supervision_entries_since,
    supervision_entry_made_once,
)
from indicators.tasks.model import Urgency
from indicators.tasks.supervision_item import (
    Milestone,
    SupervisionEntry,
    SupervisionItem,
    SupervisionKind,
    SupervisionState,
)
from indicators.workflow import Refusal, reject
from tasks.supervision.record import entry_of, numbered
from tasks.supervision.rules import MATTER_TRANSITIONS
from tasks.supervision.transition import (
    SupervisionChange,
    SupervisionContext,
    SupervisionPayload,
    SupervisionTransition,
)
from tasks.tasks.recipients import notices_of_item
from tasks.tasks.transition import RuleSet
from tasks.workflow.guards import said
from tasks.workflow.overtaken import overtaken


@dataclass(frozen=True)
class NewSupervisionItem:
    """A matter to be put under supervision: where it is written, who answers for it, its milestones with their days."""

    kind: SupervisionKind
    title: str
    source: str
    region: int
    unit: str
    milestones: tuple[tuple[str, datetime], ...]
    what: str = ""


@dataclass(frozen=True)
class SupervisionActionResult:
    """What came of an act on a matter: why it was refused, if it was, and the matter as it stands.

    `meanwhile`: what others did since the version that the asker had seen.
    """

    refusal: Refusal | None
    matter: SupervisionItem | None = None
    milestones: tuple[Milestone, ...] = ()
    again: bool = False
    meanwhile: tuple[SupervisionEntry, ...] = ()

    @property
    def done(self) -> bool:
        """Whether the act stands in the record."""
        return self.refusal is None


def set_item(
    operations: Operations,
    book: RuleSet,
    actor: Actor,
    now: datetime,
    new: NewSupervisionItem,
    *,
    once: str | None = None,
) -> SupervisionActionResult:
    """Put a matter under supervision. The unit is to answer within the time for a first word on an instruction."""
    refusal = _unfit(book, actor, now, new)
    if refusal is not None:
        return SupervisionActionResult(refusal)
    with operations.writing() as connection:
        if once is not None and (before := supervision_entry_made_once(connection, actor.account, once)):
            return _repeated(connection, actor, before, SupervisionTransition.SET)
        matter = add_item(
            connection,
            SupervisionItem(
                id=0,
                kind=new.kind,
                state=SupervisionState.OPEN,
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
        case = SupervisionContext(matter, (), actor, SupervisionPayload(), now, book)
        made = SupervisionChange(numbered(case, SupervisionTransition.SET, matter), steps)
        return _write(connection, case, made, entry_of(SupervisionTransition.SET, case, made), once)


def act_on_item(
    operations: Operations,
    book: RuleSet,
    actor: Actor,
    now: datetime,
    number: int,
    move: SupervisionTransition,
    given: SupervisionPayload | None = None,
    *,
    seen: int | None = None,
    once: str | None = None,
) -> SupervisionActionResult:
    """Make a move with a matter, or say why not. `seen` and `once` as with tasks."""
    with operations.writing() as connection:
        if once is not None and (before := supervision_entry_made_once(connection, actor.account, once)):
            return _repeated(connection, actor, before, move, number)
        try:
            matter, steps = one_item(connection, actor.scope, number)
        except NoSupervisionItem as missing:
            return SupervisionActionResult(reject(missing.code, matter=number))
        if seen is not None and seen != matter.version and move is not SupervisionTransition.NOTE:
            return _overtaken(connection, actor, matter, seen)
        case = SupervisionContext(matter, steps, actor, given or SupervisionPayload(), now, book)
        made = MATTER_TRANSITIONS.apply(case, move)
        if isinstance(made, Refusal):
            return SupervisionActionResult(made, matter, steps)
        return _write(connection, case, made.after, made.entry, once)


def _unfit(book: RuleSet, actor: Actor, now: datetime, new: NewSupervisionItem) -> Refusal | None:
    """Why a new matter cannot be set, or None."""
    if not actor.may("task.supervise"):
        return reject("no-right", right="task.supervise")
    if new.region not in book.catalogue.regions:
        return reject("unknown-region", region=new.region)
    if not actor.scope.permits(new.region):
        return reject("out-of-scope", region=new.region)
    if new.unit not in book.catalogue.units:
        return reject("unknown-unit", unit=new.unit)
    if not actor.scope.permits_unit(new.unit):
        return reject("not-overseeing")
    wrong = said("title", new.title)
    if wrong is not None:
        return wrong
    if not new.milestones or not all(title.strip() for title, _ in new.milestones):
        return reject("milestones-missing")
    past = [day for _, day in new.milestones if day <= now]
    return reject("until-past", until=to_epoch(past[0])) if past else None


def _answer_by(book: RuleSet, now: datetime) -> int:
    frozen = book.policy.freeze(book.policy.kind_for("matter"), Urgency.ORDINARY)
    return to_epoch(book.calendar(frozen.hours).due(now, frozen.terms.feedback).at)


def _write(
    connection: Connection, case: SupervisionContext, made: SupervisionChange, entry: SupervisionEntry, once: str | None
) -> SupervisionActionResult:
    after, given = made.matter, case.given
    if after.version != case.matter.version:
        save_item(connection, after, made.milestones)
    keep_milestone_evidence(connection, after.id, given.milestone, given.files, case.epoch, case.actor.account)
    kept = record_entry(connection, replace(entry, once=once))
    post(connection, notices_of_item(after, kept), case.epoch)
    bump(connection, "tasks")
    return SupervisionActionResult(None, after, made.milestones)


def _repeated(
    connection: Connection,
    actor: Actor,
    before: SupervisionEntry,
    move: SupervisionTransition,
    number: int | None = None,
) -> SupervisionActionResult:
    if before.move != move or number not in (None, before.matter):
        return SupervisionActionResult(reject("key-used", matter=before.matter))
    matter, steps = one_item(connection, actor.scope, before.matter)
    return SupervisionActionResult(None, matter, steps, again=True)


def _overtaken(connection: Connection, actor: Actor, matter: SupervisionItem, seen: int) -> SupervisionActionResult:
    meanwhile = supervision_entries_since(connection, actor.scope, matter.id, seen)
    return SupervisionActionResult(overtaken(seen, matter.version, meanwhile), matter, meanwhile=meanwhile)
