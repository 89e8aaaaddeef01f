"""Which tasks an address asks for: whose list, and what narrows it down."""

from __future__ import annotations

from dataclasses import dataclass, replace

from components.framework.view import View
from components.tasks.task_table import LISTS
from data.operations.tasks.counts import CountingWindow
from data.operations.tasks.filters import TaskFilter
from indicators.tasks.model import Urgency
from indicators.tasks.states import OPEN, SETTLED, TaskState
from queries.tasks.names import TaskNames
from tasks import my_list, of_my_units, sent_by_me

GROUPS = {"open": OPEN, "settled": SETTLED}


@dataclass(frozen=True)
class TaskFilters(TaskNames):
    """The options `list`, `state`, `due`, `unit`, `region`, `urgency` and `q` of an address as filters."""

    def possible_lists(self) -> list[str]:
        """The lists that this visitor can have, the one that opens first in front."""
        actor = self.context.actor
        possible = {"mine": my_list(actor), "units": of_my_units(actor)}
        sends = actor.may("task.dispatch")
        return [name for name in LISTS if possible.get(name) is not None or name == "all" or (name == "sent" and sends)]

    def chosen_list(self, view: View) -> str:
        """The list that the address asks for; the first possible one where it cannot be had."""
        known = self.possible_lists()
        return view.option("list") if view.option("list") in known else known[0]

    def _whose(self, view: View) -> TaskFilter:
        """The whole list, not narrowed down."""
        actor = self.context.actor
        found = {"mine": my_list(actor), "units": of_my_units(actor), "sent": sent_by_me(actor)}
        return found.get(self.chosen_list(view)) or TaskFilter()

    def _wanted(self, view: View) -> TaskFilter:
        """The list narrowed down by the address; what it does not understand is left out."""
        catalogue, state, region = self.context.catalogue, view.option("state"), view.option("region")
        wanted = self._whose(view)
        if state in GROUPS:
            wanted = replace(wanted, states=GROUPS[state])
        elif state in list(TaskState):
            wanted = replace(wanted, states=frozenset({TaskState(state)}))
        elif view.option("due") or not wanted.turns:
            wanted = replace(wanted, states=OPEN)
        if region.isascii() and region.isdigit() and int(region) in catalogue.regions:
            wanted = replace(wanted, regions=frozenset(catalogue.regions.within(int(region))))
        if view.option("unit") in catalogue.units:
            wanted = replace(wanted, units=frozenset({view.option("unit")}))
        if view.option("urgency") in list(Urgency):
            wanted = replace(wanted, urgencies=frozenset({Urgency(view.option("urgency"))}))
        wanted = replace(wanted, text=view.option("q") or None)
        return _by_time(wanted, view.option("due"), CountingWindow.at(self.context.now))


def _by_time(wanted: TaskFilter, due: str, today: CountingWindow) -> TaskFilter:
    narrowed = {
        "late": {"late": True},
        "unanswered": {"unanswered": True},
        "today": {"due_from": today.day_starts, "due_until": today.day_ends},
        "extended": {"extended": 2},
        "reopened": {"reopened": 1},
    }
    return replace(wanted, **narrowed.get(due, {}))  # type: ignore[arg-type]
