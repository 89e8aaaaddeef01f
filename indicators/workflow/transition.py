"""One row of a table of transitions: from which states, to which, what must hold, what it changes, what is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from indicators.workflow.refusal import Refusal

State = TypeVar("State", bound=str)
Context = TypeVar("Context")
Change = TypeVar("Change")
Entry = TypeVar("Entry")

Guard = Callable[[Context], Refusal | None]
"""Looks at one thing of a subject, of who asks or of what is given, and names what stands against the transition."""
Effect = Callable[[Context], Change]
"""What stands afterwards, but for the state: that is the table's. Called only when no guard refused."""
Record = Callable[[Context, Change], Entry]
"""What the log keeps of it, told from what was there before and from what stands afterwards."""


@dataclass(frozen=True)
class TargetChoice(Generic[State, Context]):
    """A target that depends on the case: `choose` answers one of `states`."""

    states: frozenset[State]
    choose: Callable[[Context], State]


@dataclass(frozen=True)
class Transition(Generic[State, Context, Change, Entry]):
    """A row of the table; `target` None: the subject stays in its state.

    The guards are asked in order. Those of `who` look at the subject and at who asks: whether somebody may do this now.
    Those of `form` look at what is given with it, and are not asked while a screen only wants to know what to offer.
    """

    name: str
    sources: frozenset[State]
    target: State | TargetChoice[State, Context] | None
    who: tuple[Guard[Context], ...]
    form: tuple[Guard[Context], ...]
    effect: Effect[Context, Change]
    record: Record[Context, Change, Entry]

    @property
    def ways(self) -> frozenset[tuple[State, State]]:
        """Every pair of source and target that this row allows."""
        return frozenset((source, target) for source in self.sources for target in self._targets(source))

    def target_of(self, context: Context, source: State) -> State:
        """The state that follows. ValueError where a choice answers none of its states."""
        if not isinstance(self.target, TargetChoice):
            return self.target or source
        chosen = self.target.choose(context)
        if chosen not in self.target.states:
            raise ValueError(f"{self.name} does not lead to {chosen}")
        return chosen

    def _targets(self, source: State) -> Iterable[State]:
        return self.target.states if isinstance(self.target, TargetChoice) else (self.target or source,)
