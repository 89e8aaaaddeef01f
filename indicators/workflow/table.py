"""A table of transitions at work: what may be done now, why not, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic

from indicators.workflow.refusal import Refusal, reject
from indicators.workflow.transition import Change, Context, Entry, State, Transition


@dataclass(frozen=True)
class AcceptedTransition(Generic[State, Change, Entry]):
    """A transition that was made: from where to where, what stands now, what the log keeps of it. Not written yet."""

    transition: str
    source: State
    target: State
    after: Change
    entry: Entry


class TransitionTable(Generic[State, Context, Change, Entry]):
    """All transitions of a kind of subject; a name has one row at most in each state (ValueError).

    `state_of` says in which state a context's subject is. `enter` is given a context, a transition's name, what its
    effect made and the target, and puts that state (and what every transition changes, such as a version) into it.
    """

    def __init__(
        self,
        state_of: Callable[[Context], State],
        enter: Callable[[Context, str, Change, State], Change],
        transitions: Iterable[Transition[State, Context, Change, Entry]],
    ) -> None:
        self._state_of, self._enter = state_of, enter
        self._rows = tuple(transitions)
        self._by_source: dict[tuple[str, str], Transition[State, Context, Change, Entry]] = {}
        for row in self._rows:
            for source in row.sources:
                if (source, row.name) in self._by_source:
                    raise ValueError(f"two rows for {row.name} from {source}")
                self._by_source[source, row.name] = row

    def __iter__(self) -> Iterator[Transition[State, Context, Change, Entry]]:
        """The rows in their order."""
        return iter(self._rows)

    @property
    def names(self) -> tuple[str, ...]:
        """The transitions by name, in the order of the rows."""
        return tuple(dict.fromkeys(row.name for row in self._rows))

    def offer(self, context: Context, name: str) -> Refusal | None:
        """Why the one who asks may not do this now, whatever they will give with it; None: a screen may offer it."""
        return self._asked(context, name, with_form=False)

    def offers(self, context: Context, names: Iterable[str] | None = None) -> Mapping[str, Refusal | None]:
        """For all transitions, or those named, why they cannot be offered; None at those that can."""
        return {name: self.offer(context, name) for name in (self.names if names is None else names)}

    def refusal(self, context: Context, name: str) -> Refusal | None:
        """Why a transition may not be made as it is given; None: it may."""
        return self._asked(context, name, with_form=True)

    def apply(self, context: Context, name: str) -> AcceptedTransition[State, Change, Entry] | Refusal:
        """Make a transition as it is given, or say why not. Nothing is written, and nothing given is changed."""
        refusal = self.refusal(context, name)
        if refusal is not None:
            return refusal
        source = self._state_of(context)
        row = self._by_source[source, name]
        target = row.target_of(context, source)
        after = self._enter(context, name, row.effect(context), target)
        return AcceptedTransition(name, source, target, after, row.record(context, after))

    def _asked(self, context: Context, name: str, with_form: bool) -> Refusal | None:
        state = self._state_of(context)
        row = self._by_source.get((state, name))
        if row is None:
            return reject("not-in-this-state", state=state, transition=name)
        guards = (*row.who, *(row.form if with_form else ()))
        return next((refusal for guard in guards if (refusal := guard(context)) is not None), None)
