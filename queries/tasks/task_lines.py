"""Tasks as lines of lists, for any screen: those about one thing, and those about the numbers of a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from components.framework.view import View
from components.tasks.task_counts import TaskCounts
from components.tasks.task_list import LinkedTask, TaskLine, new_href
from data.core.clock import BUSINESS_ZONE, to_epoch
from data.operations.tasks.counts import CountingWindow, TaskTally, tally
from data.operations.tasks.filters import TaskFilter
from data.operations.tasks.task_queries import tasks
from indicators.tasks.model import Task, is_late
from indicators.tasks.states import OPEN, PAUSED, SETTLED
from queries.local_time import local
from queries.tasks.names import TaskNames

ALL = TaskFilter()
SHOWN = 6
SOONEST = 300  # open tasks that are looked through for those about the rows of a list


@dataclass(frozen=True)
class TaskLines(TaskNames):
    """Tasks as lines, in the visitor's language and as they stand now."""

    def lines(self, view: View, found: Iterable[Task]) -> list[TaskLine]:
        """Tasks as lines."""
        return [self.line(view, task) for task in found]

    def line(self, view: View, task: Task) -> TaskLine:
        """A task as a line."""
        return TaskLine(
            task.id,
            task.title,
            task.state,
            deadline_state(task, self.context.now),
            task.urgency,
            self.unit_name(view, task.unit),
            self.region_name(view, task.region),
            "" if task.due_close is None else f"{local(task.due_close):%m-%d %H:%M}",
            task.helped or "" if task.state in SETTLED else "",
        )

    def about(
        self, view: View, kind: str, ref: str | None = None, region: int | None = None, inside: bool = False
    ) -> list[TaskLine]:
        """The open tasks about a subject, late ones first, then what was closed lately.

        `kind`: indicator | alert | incident | topic | matter | place | "" for all. `inside`: of the region and all
        in it.
        """
        within = self.context.catalogue.regions.within
        wanted = TaskFilter(
            states=OPEN,
            subject_kind=kind or None,
            subject=ref,
            regions=None if region is None else frozenset(within(region) if inside else (region,)),
        )
        scope, now = self.context.scope, to_epoch(self.context.now)
        with self.context.operations.reading() as connection:
            found = tasks(connection, scope, wanted, now, SHOWN)
            left = SHOWN - len(found)
            done = tasks(connection, scope, replace(wanted, states=SETTLED), now, left) if left else ()
        return self.lines(view, (*found, *done))

    def beside(self, view: View) -> Callable[[str, int], LinkedTask]:
        """For an indicator and a region: the open task about it, or else whether the visitor may send one.

        The open tasks are read once, however many rows are asked for.
        """
        context = self.context
        wanted = TaskFilter(states=OPEN, subject_kind="indicator")
        with context.operations.reading() as connection:
            found = tasks(connection, context.scope, wanted, to_epoch(context.now), SOONEST)
        known = {(task.subject, task.region): task for task in reversed(found)}
        may, indicators = context.actor.may("task.dispatch"), context.catalogue.indicators

        def row(indicator: str, region: int) -> LinkedTask:
            task = known.get((indicator, region))
            if task is not None:
                return LinkedTask(self.line(view, task))
            if not may:
                return LinkedTask()
            name = f"{self.region_name(view, region)} {view.localise(indicators[indicator].name)}"
            return LinkedTask(sends=new_href(view, indicator=indicator, region=str(region)), name=name)

        return row

    def counts(self, wanted: TaskFilter = ALL) -> TaskCounts:
        """The counts over a list; over all tasks of the scope where none is named."""
        with self.context.operations.reading() as connection:
            return counted(tally(connection, self.context.scope, wanted, CountingWindow.at(self.context.now)))


def counted(found: TaskTally) -> TaskCounts:
    """Counts as their row shows them."""
    return TaskCounts(found.open, found.due_today, found.late, found.closed_this_month, found.recovered_share)


def deadline_state(task: Task, now: datetime) -> str:
    """How a task stands in time: late | today | open | paused | done | ended."""
    if task.state in SETTLED:
        return "done"
    if task.state not in OPEN:
        return "ended"
    if task.state in PAUSED:
        return "paused"
    if is_late(task, to_epoch(now)):
        return "late"
    due = task.due_close
    today = due is not None and task.reported_at is None and local(due).date() == now.astimezone(BUSINESS_ZONE).date()
    return "today" if today else "open"
