"""Whose turn it is: the lists that somebody opens first."""

from __future__ import annotations

from data.core.actor import Asker
from data.operations.tasks.filters import Turn, Wanted
from indicators.tasks.model import OPEN, RUNNING, SETTLED, State

TO_HANDLE = frozenset({State.DISPATCHED, State.ACCEPTED, State.IN_PROGRESS, State.CO_HANDLING})
TO_DECIDE = frozenset(
    {State.EXTENSION_ASKED, State.RETURN_ASKED, State.RETURNED, State.REPORTED, State.VERIFIED},
)
TO_RATE = frozenset({State.CLOSED})


def my_list(asker: Asker) -> Wanted | None:
    """Tasks that wait for this person, by their rights; None when none can."""
    turns = [*_as_unit(asker), *_as_overseer(asker)]
    return Wanted(turns=tuple(turns)) if turns else None


def of_my_units(asker: Asker) -> Wanted | None:
    """All tasks that the units somebody acts for lead or help with; None for who acts for none."""
    own = asker.scope.units
    if not own:
        return None
    return Wanted(turns=(Turn(OPEN | SETTLED, units=own), Turn(OPEN | SETTLED, owing=own)))


def sent_by_me(asker: Asker) -> Wanted:
    """All tasks that somebody sent, or that were sent on behalf of their units."""
    return Wanted(turns=(Turn(OPEN | SETTLED, sender=asker.account, sender_units=asker.scope.units),))


def _as_unit(asker: Asker) -> list[Turn]:
    own = asker.scope.units
    if not own or not asker.may("task.handle"):
        return []
    return [
        Turn(TO_HANDLE, units=own),
        Turn(RUNNING, owing=own),
        Turn(TO_DECIDE, sender_units=own),
    ]


def _as_overseer(asker: Asker) -> list[Turn]:
    turns: list[Turn] = []
    if asker.may("task.supervise"):
        turns.append(Turn(TO_DECIDE))
    elif asker.may("task.dispatch"):
        turns.append(Turn(TO_DECIDE, sender=asker.account))
    if asker.may("task.rate"):
        turns.append(Turn(TO_RATE, sender=asker.account))
    return turns
