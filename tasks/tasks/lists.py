"""Whose turn it is: the lists that somebody opens first."""

from __future__ import annotations

from data.core.actor import Actor
from data.operations.tasks.filters import TaskFilter, TurnFilter
from indicators.tasks.states import OPEN, RUNNING, SETTLED, TO_DECIDE, TO_HANDLE, TO_RATE


def my_list(actor: Actor) -> TaskFilter | None:
    """Tasks that wait for this person, by their rights; None when none can."""
    turns = [*_as_unit(actor), *_as_overseer(actor)]
    return TaskFilter(turns=tuple(turns)) if turns else None


def of_my_units(actor: Actor) -> TaskFilter | None:
    """All tasks that the units somebody acts for lead or help with; None for who acts for none."""
    own = actor.scope.units
    if not own:
        return None
    return TaskFilter(turns=(TurnFilter(OPEN | SETTLED, units=own), TurnFilter(OPEN | SETTLED, owing=own)))


def sent_by_me(actor: Actor) -> TaskFilter:
    """All tasks that somebody sent, or that were sent on behalf of their units."""
    return TaskFilter(turns=(TurnFilter(OPEN | SETTLED, sender=actor.account, sender_units=actor.scope.units),))


def _as_unit(actor: Actor) -> list[TurnFilter]:
    own = actor.scope.units
    if not own or not actor.may("task.handle"):
        return []
    return [
        TurnFilter(TO_HANDLE, units=own),
        TurnFilter(RUNNING, owing=own),
        TurnFilter(TO_DECIDE, sender_units=own),
    ]


def _as_overseer(actor: Actor) -> list[TurnFilter]:
    turns: list[TurnFilter] = []
    if actor.may("task.supervise"):
        turns.append(TurnFilter(TO_DECIDE))
    elif actor.may("task.dispatch"):
        turns.append(TurnFilter(TO_DECIDE, sender=actor.account))
    if actor.may("task.rate"):
        turns.append(TurnFilter(TO_RATE, sender=actor.account))
    return turns
