"""What a rule looks at, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from data.core.actor import Actor
from data.core.clock import to_epoch
from indicators.catalogue.catalogue import Catalogue
from indicators.tasks.model import CoHandlerAssignment, Task, TaskState
from tasks.tasks.policy import TaskPolicy
from tasks.tasks.transitions import Payload
from tasks.workflow.limits import Hours
from tasks.workflow.working_time import Days, WorkingCalendar


@dataclass(frozen=True, eq=False)
class RuleSet:
    """What tasks are handled by: which units and regions there are, how long people have, which days are worked on."""

    catalogue: Catalogue
    policy: TaskPolicy
    days: Days

    def calendar(self, hours: Hours) -> WorkingCalendar:
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
    def epoch(self) -> int:
        """Now, as it is stored."""
        return to_epoch(self.now)

    @property
    def open_parts(self) -> tuple[CoHandlerAssignment, ...]:
        """What other units were asked and have not answered."""
        return tuple(part for part in self.parts if part.answered_at is None)


@dataclass(frozen=True)
class Decision:
    """Accepted, with the state that follows; or rejected. A reason always: its code, and the facts for its sentence."""

    accepted: bool
    code: str
    facts: Mapping[str, str | int] = field(default_factory=dict)
    target: TaskState | None = None


def no(code: str, **facts: str | int) -> Decision:
    """A rejection."""
    return Decision(False, code, facts)
