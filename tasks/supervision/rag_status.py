"""The traffic light of a supervised matter, which nobody sets: it follows from milestones and days alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from data.core.clock import from_epoch, to_epoch
from indicators.tasks.supervision_item import Milestone, SupervisionItem, SupervisionState
from tasks.tasks.transition import RuleSet

SOON = 5  # working days before a milestone's day from which the light is yellow
OFTEN = 2  # extensions of one milestone from which the light is yellow


class RagStatus(StrEnum):
    """How a matter stands."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    DONE = "done"


@dataclass(frozen=True)
class ItemStatus:
    """A light with its reason: a code, and the milestone it is about (0: the whole)."""

    light: RagStatus
    code: str
    milestone: int = 0


def rag_status(matter: SupervisionItem, milestones: tuple[Milestone, ...], now: datetime, book: RuleSet) -> ItemStatus:
    """The light of a matter.

    Red: a milestone was not reported by its day (a late report stays late until it is confirmed), or the unit did not
    answer in time. Yellow: a day is near, was moved often, or the matter was reopened. Else green; done when closed.
    """
    if matter.state is not SupervisionState.OPEN:
        return ItemStatus(RagStatus.DONE, matter.state)
    open_steps = [step for step in milestones if step.confirmed_at is None]
    moment = to_epoch(now)
    for step in open_steps:
        if (step.reported_at or moment) > step.due:
            return ItemStatus(RagStatus.RED, "late", step.n)
    if matter.answered_at is None and moment > matter.answer_by:
        return ItemStatus(RagStatus.RED, "unanswered")
    for step in open_steps:
        if step.reported_at is None and _is_near(step, now, book):
            return ItemStatus(RagStatus.YELLOW, "near", step.n)
        if step.extensions >= OFTEN:
            return ItemStatus(RagStatus.YELLOW, "twice-extended", step.n)
    return ItemStatus(RagStatus.YELLOW, "reopened") if matter.reopenings else ItemStatus(RagStatus.GREEN, "in-time")


def _is_near(step: Milestone, now: datetime, book: RuleSet) -> bool:
    """Whether no more than SOON working days are left, whole or begun."""
    calendar = book.calendar(book.policy.hours)
    left = calendar.open_time(now, from_epoch(step.due), "working-days")
    return left <= SOON * book.policy.hours.working_day


@dataclass(frozen=True)
class Troubles:
    """The lists that the supervision keeps: matters by what is wrong with them."""

    late: tuple[SupervisionItem, ...] = ()
    twice_extended: tuple[SupervisionItem, ...] = ()
    reopened: tuple[SupervisionItem, ...] = ()
    unanswered: tuple[SupervisionItem, ...] = ()


def troubles(found: Sequence[tuple[SupervisionItem, tuple[Milestone, ...]]], now: datetime) -> Troubles:
    """Which open matters are late, were extended twice or more, were reopened, or have not been answered."""
    moment = to_epoch(now)
    still_open = [(matter, steps) for matter, steps in found if matter.state is SupervisionState.OPEN]

    def those(wrong: Callable[[SupervisionItem, tuple[Milestone, ...]], bool]) -> tuple[SupervisionItem, ...]:
        return tuple(matter for matter, steps in still_open if wrong(matter, steps))

    return Troubles(
        those(lambda _, steps: any((s.reported_at or moment) > s.due for s in steps if s.confirmed_at is None)),
        those(lambda _, steps: any(s.extensions >= OFTEN for s in steps)),
        those(lambda matter, _: matter.reopenings > 0),
        those(lambda matter, _: matter.answered_at is None and moment > matter.answer_by),
    )
