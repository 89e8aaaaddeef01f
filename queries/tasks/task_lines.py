"""Tasks as lines of lists, panels of tasks that belong to something, and the button beside a number.

For every screen: `tasks_about(view, context, "alert", str(alert.id))` is the list of what was sent about one thing,
`dispatcher(view, context)` puts 派 or 催 beside rows, or how the open task stands. Both follow the subject "tasks".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from dash.development.base_component import Component

from components.framework.view import View
from components.indicators.attention import RowExtra
from components.tasks.task_list import TaskLine, dispatch_button, tally_row, task_list, task_mark
from data.core.clock import BUSINESS_ZONE, from_epoch, to_epoch
from data.operations.tasks.counts import Tally, Today, tally
from data.operations.tasks.filters import TaskFilter
from data.operations.tasks.task_queries import tasks
from indicators.tasks.model import OPEN, SETTLED, Task, TaskState, is_late
from queries.request_context import RequestContext

ALL = TaskFilter()
SHOWN = 6
SOONEST = 300  # open tasks that are looked through for those about the rows of a list


def line_of(view: View, context: RequestContext, task: Task) -> TaskLine:
    """A task as a line, in the visitor's language."""
    return TaskLine(
        task.id,
        task.title,
        task.state,
        stands(task, context.now),
        task.urgency,
        unit_name(view, context, task.unit),
        region_name(view, context, task.region),
        "" if task.due_close is None else f"{local(task.due_close):%m-%d %H:%M}",
        task.helped or "" if task.state in SETTLED else "",
    )


def stands(task: Task, now: datetime) -> str:
    """How a task stands in time: late | today | open | paused | done | ended."""
    if task.state in SETTLED:
        return "done"
    if task.state not in OPEN:
        return "ended"
    if task.state in {TaskState.SUSPENDED, TaskState.RETURNED}:
        return "paused"
    if is_late(task, to_epoch(now)):
        return "late"
    due = task.due_close
    today = due is not None and task.reported_at is None and local(due).date() == now.astimezone(BUSINESS_ZONE).date()
    return "today" if today else "open"


def tasks_about(
    view: View,
    context: RequestContext,
    kind: str,
    ref: str | None = None,
    region: int | None = None,
    inside: bool = False,
) -> Component:
    """The open tasks about a subject, late ones first, then what was closed lately.

    `kind`: indicator | alert | incident | topic | matter | place | "" for all. `inside`: of the region and all in it.
    """
    regions = context.catalogue.regions
    wanted = TaskFilter(
        states=OPEN,
        subject_kind=kind or None,
        subject=ref,
        regions=None if region is None else frozenset(regions.within(region) if inside else (region,)),
    )
    with context.operations.reading() as connection:
        now = to_epoch(context.now)
        found = tasks(connection, context.scope, wanted, now, SHOWN)
        left = SHOWN - len(found)
        done = tasks(connection, context.scope, replace(wanted, states=SETTLED), now, left) if left else ()
    return task_list(view, lines(view, context, (*found, *done)))


def lines(view: View, context: RequestContext, found: Iterable[Task]) -> Sequence[TaskLine]:
    """Tasks as lines."""
    return [line_of(view, context, task) for task in found]


def dispatcher(view: View, context: RequestContext) -> RowExtra:
    """What stands beside rows of indicators: the state of the open task about one, or else the button that sends one.

    The open tasks are read once, however many rows there are.
    """
    wanted = TaskFilter(states=OPEN, subject_kind="indicator")
    with context.operations.reading() as connection:
        found = tasks(connection, context.scope, wanted, to_epoch(context.now), SOONEST)
    known = {(task.subject, task.region): task for task in reversed(found)}
    may = context.actor.may("task.dispatch")

    def beside(indicator: str, region: int, unknown: bool) -> Component | None:
        task = known.get((indicator, region))
        if task is not None:
            return task_mark(view, line_of(view, context, task))
        if not may:
            return None
        name = f"{region_name(view, context, region)} {view.localise(context.catalogue.indicators[indicator].name)}"
        return dispatch_button(view, new_href(view, indicator=indicator, region=str(region)), unknown, name)

    return beside


def new_href(view: View, **subject: str) -> str:
    """The address of a new task about something: `indicator` and `region`, `alert`, `incident`, `topic`, `place`."""
    return view.href("/tasks/new", **subject)


def counts_of(context: RequestContext, wanted: TaskFilter = ALL) -> Tally:
    """The counts over a list."""
    with context.operations.reading() as connection:
        return tally(connection, context.scope, wanted, Today.at(context.now))


def counts_row(view: View, found: Tally) -> Component:
    """The row of counts, each leading to its list."""
    share = found.recovered_share
    everything, settled = {"list": "all"}, {"list": "all", "state": "settled"}
    recovered = "—" if share is None else f"{share:.0f}%"
    counts = [
        ("open", str(found.open), "", everything),
        ("today", str(found.due_today), "watch" if found.due_today else "", everything | {"due": "today"}),
        ("late", str(found.late), "off_track" if found.late else "", everything | {"due": "late"}),
        ("closed", str(found.closed_this_month), "", settled),
        ("recovered", recovered, "", settled),
    ]
    return tally_row(view, [(name, text, mark, view.href("/tasks", **to)) for name, text, mark, to in counts])


def unit_name(view: View, context: RequestContext, unit: str) -> str:
    """A unit's name; its id where it is none of ours any more."""
    known = context.catalogue.units.get(unit)
    return view.localise(known.name) if known else unit


def region_name(view: View, context: RequestContext, region: int) -> str:
    """A region's name, with its district where it is a town."""
    regions = context.catalogue.regions
    if region not in regions:
        return str(region)
    here = regions[region]
    name = view.localise(here.name)
    return f"{view.localise(regions[here.parent].name)} · {name}" if here.level == "town" and here.parent else name


def local(seconds: int) -> datetime:
    """A stored time in the business zone."""
    return from_epoch(seconds).astimezone(BUSINESS_ZONE)
