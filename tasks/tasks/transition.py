"""What the rules of tasks look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from data.core.actor import Actor
from data.core.clock import to_epoch
from indicators.catalogue.catalogue import Catalogue
from indicators.tasks.model import CoHandlerAssignment, Task
from tasks.tasks.policy import TaskPolicy
from tasks.tasks.transitions import Payload
from tasks.workflow.limits import CountingHours
from tasks.workflow.working_time import WorkingCalendar, WorkingDays


@dataclass(frozen=True, eq=False)
class RuleSet:
    """What tasks are handled by: which units and regions there are, how long people have, which days are worked on."""

    catalogue: Catalogue
    policy: TaskPolicy
    days: WorkingDays

    def calendar(self, hours: CountingHours) -> WorkingCalendar:
        """The calendar with the hours that a task was sent under."""
        return WorkingCalendar(self.days, hours)


@dataclass(frozen=True)
class TransitionContext:
    """A task, who wants something of it, what is given with that, and all that a rule may need to know besides.

    `media` are the kinds of files handed in since the task was last sent or reopened, without those given now.
    """

    task: Task
    actor: Actor
    given: Payload
    now: datetime
    book: RuleSet
    parts: tuple[CoHandlerAssignment, ...] = ()
    open_children: int = 0
    media: tuple[str, ...] = ()
    parent: Task | None = None

    @property
    def subject(self) -> Task:
        """What it is about."""
        return self.task

    @property
    def epoch(self) -> int:
        """Now, as it is stored."""
        return to_epoch(self.now)

    @property
    def open_parts(self) -> tuple[CoHandlerAssignment, ...]:
        """What other units were asked and have not answered."""
        return tuple(part for part in self.parts if part.answered_at is None)
