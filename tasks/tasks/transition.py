"""What a rule looks at, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from data.core.actor import Asker
from data.core.clock import to_epoch
from indicators.catalogue.catalogue import Catalogue
from indicators.tasks.model import Part, State, Task
from tasks.tasks.policy import Policy
from tasks.tasks.transitions import Given
from tasks.workflow.limits import Hours
from tasks.workflow.working_time import Calendar, Days


@dataclass(frozen=True, eq=False)
class Rulebook:
    """What tasks are handled by: which units and regions there are, how long people have, which days are worked on."""

    catalogue: Catalogue
    policy: Policy
    days: Days

    def calendar(self, hours: Hours) -> Calendar:
        """The calendar with the hours that a task was sent under."""
        return Calendar(self.days, hours)


@dataclass(frozen=True)
class Case:
    """A task, who wants something of it, what is given with that, and all that a rule may need to know besides.

    `media` are the kinds of files handed in since the task was last sent or reopened, without those given now.
    """

    task: Task
    asker: Asker
    given: Given
    now: datetime
    book: Rulebook
    parts: tuple[Part, ...] = ()
    open_children: int = 0
    media: tuple[str, ...] = ()
    parent: Task | None = None

    @property
    def epoch(self) -> int:
        """Now, as it is stored."""
        return to_epoch(self.now)

    @property
    def open_parts(self) -> tuple[Part, ...]:
        """What other units were asked and have not answered."""
        return tuple(part for part in self.parts if part.answered_at is None)


@dataclass(frozen=True)
class Answer:
    """Accepted, with the state that follows; or rejected. A reason always: its code, and the facts for its sentence."""

    accepted: bool
    code: str
    facts: Mapping[str, str | int] = field(default_factory=dict)
    target: State | None = None


def no(code: str, **facts: str | int) -> Answer:
    """A rejection."""
    return Answer(False, code, facts)
