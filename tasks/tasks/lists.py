"""Whose turn it is: the lists that somebody opens first."""

from __future__ import annotations

from data.core.actor import Actor
from data.operations.tasks.filters import TaskFilter, TurnFilter
from indicators.tasks.model import OPEN, RUNNING, SETTLED, TaskState

TO_HANDLE = frozenset({TaskState.DISPATCHED, TaskState.ACCEPTED, TaskState.IN_PROGRESS, TaskState.CO_HANDLING})
TO_DECIDE = frozenset(
    {TaskState.EXTENSION_ASKED, TaskState.RETURN_ASKED, TaskState.RETURNED, TaskState.REPORTED, TaskState.VERIFIED},
)
TO_RATE = frozenset({TaskState.CLOSED})


def my_list(asker: Actor) -> TaskFilter | None:
    """Tasks that wait for this person, by their rights; None when none can."""
    turns = [*_as_unit(asker), *_as_overseer(asker)]
    return TaskFilter(turns=tuple(turns)) if turns else None


def of_my_units(asker: Actor) -> TaskFilter | None:
    """All tasks that the units somebody acts for lead or help with; None for who acts for none."""
    own = asker.scope.units
    if not own:
        return None
    return TaskFilter(turns=(TurnFilter(OPEN | SETTLED, units=own), TurnFilter(OPEN | SETTLED, owing=own)))


def sent_by_me(asker: Actor) -> TaskFilter:
    """All tasks that somebody sent, or that were sent on behalf of their units."""
    return TaskFilter(turns=(TurnFilter(OPEN | SETTLED, sender=asker.account, sender_units=asker.scope.units),))


def _as_unit(asker: Actor) -> list[TurnFilter]:
    own = asker.scope.units
    if not own or not asker.may("task.handle"):
        return []
    return [
        TurnFilter(TO_HANDLE, units=own),
        TurnFilter(RUNNING, owing=own),
        TurnFilter(TO_DECIDE, sender_units=own),
    ]


def _as_overseer(asker: Actor) -> list[TurnFilter]:
    turns: list[TurnFilter] = []
    if asker.may("task.supervise"):
        turns.append(TurnFilter(TO_DECIDE))
    elif asker.may("task.dispatch"):
        turns.append(TurnFilter(TO_DECIDE, sender=asker.account))
    if asker.may("task.rate"):
        turns.append(TurnFilter(TO_RATE, sender=asker.account))
    return turns
