"""What an act is answered with: accepted or refused, always with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from indicators.alerts.events import Event, EventActor, Events

T = TypeVar("T")
Q = TypeVar("Q", bound="ActionRequest")
Fact = str | int | float


@dataclass(frozen=True)
class Refusal:
    """Why something may not be done: a code to translate and count by, and the facts of its sentence."""

    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True)
class ActionRequest:
    """Who wants something, why, and when (UTC epoch seconds)."""

    actor: EventActor
    reason: str
    now: int


@dataclass(frozen=True)
class Decision(Generic[T]):
    """What came of an act. `after` is what stands now: the very thing that was there when it was refused.

    `code` is `done`, or the code of the refusal with its facts.
    """

    after: T
    events: Events = ()
    code: str = "done"
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def accepted(self) -> bool:
        """Whether it was done."""
        return self.code == "done"


Guard = Callable[[T, Q], Refusal | None]
Effect = Callable[[T, Q], tuple[T, Iterable[Event]]]


@dataclass(frozen=True)
class AlertAction(Generic[T, Q]):
    """One row of a table of acts: what must hold, asked in this order, and what it then does."""

    guards: tuple[Guard[T, Q], ...]
    effect: Effect[T, Q]

    def on(self, subject: T, ask: Q) -> Decision[T]:
        """Do it, or refuse it with the first reason that stands against it."""
        refusals = (refusal for guard in self.guards if (refusal := guard(subject, ask)))
        if refusal := next(refusals, None):
            return Decision(subject, (), refusal.code, refusal.facts)
        after, events = self.effect(subject, ask)
        return Decision(after, tuple(events))


def says_why(_: object, ask: ActionRequest) -> Refusal | None:
    """Whoever changes something says why."""
    return None if ask.reason.strip() else Refusal("no-reason")
