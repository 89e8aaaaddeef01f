"""What can be done to a supervised matter, what is given with it, and what the rules look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from data.core.actor import Actor
from data.core.clock import to_epoch
from data.evidence.evidence_folder import StoredEvidence
from indicators.tasks.supervision_item import Milestone, SupervisionItem
from tasks.tasks.transition import RuleSet


class SupervisionTransition(StrEnum):
    """Everything that stands in a matter's record."""

    SET = "set"
    ANSWER = "answer"
    REPORT = "report"
    CONFIRM = "confirm"
    SEND_BACK = "send-back"
    EXTEND = "extend"
    ADD = "add"
    CLOSE = "close"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    NOTE = "note"


@dataclass(frozen=True)
class SupervisionPayload:
    """What comes with a move: which milestone (0: none), why, what, a new day, a title, files."""

    milestone: int = 0
    reason: str = ""
    text: str = ""
    until: datetime | None = None
    files: tuple[StoredEvidence, ...] = ()


@dataclass(frozen=True)
class SupervisionContext:
    """A matter, who wants something of it, and what is given."""

    matter: SupervisionItem
    milestones: tuple[Milestone, ...]
    actor: Actor
    given: SupervisionPayload
    now: datetime
    book: RuleSet

    @property
    def subject(self) -> SupervisionItem:
        """What it is about."""
        return self.matter

    @property
    def epoch(self) -> int:
        """Now, as it is stored."""
        return to_epoch(self.now)

    @property
    def step(self) -> Milestone | None:
        """The milestone that is meant."""
        return next((step for step in self.milestones if step.n == self.given.milestone), None)


@dataclass(frozen=True)
class SupervisionChange:
    """A matter and its milestones after a transition."""

    matter: SupervisionItem
    milestones: tuple[Milestone, ...]
