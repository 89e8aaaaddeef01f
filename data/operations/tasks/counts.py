"""Counting tasks for screens: the head of a list, the load of each unit, the map. Every count takes a scope first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, Connection, and_, case, func, select

from data.core.clock import BUSINESS_ZONE, to_epoch
from data.core.scope import Scope
from data.operations.tasks.filters import TaskFilter, conditions
from data.operations.tasks.scope_conditions import is_open, late, unanswered, visible
from data.operations.tasks.task_tables import task, task_part
from indicators.tasks.model import NumberOutcome
from indicators.tasks.states import RUNNING

RECENT = 90  # days: what is counted as recently closed


@dataclass(frozen=True)
class CountingWindow:
    """Now, the bounds of the business day and month it lies in, and where the last RECENT days begin, as stored."""

    now: int
    day_starts: int
    day_ends: int
    month_starts: int
    recent_starts: int

    @classmethod
    def at(cls, moment: datetime) -> CountingWindow:
        """The day and month of a moment in the business zone; a day ends with its last second."""
        local = moment.astimezone(BUSINESS_ZONE)
        midnight = datetime.combine(local.date(), time(0), BUSINESS_ZONE)
        return cls(
            to_epoch(moment),
            to_epoch(midnight),
            to_epoch(midnight + timedelta(days=1)) - 1,
            to_epoch(midnight.replace(day=1)),
            to_epoch(midnight - timedelta(days=RECENT)),
        )


@dataclass(frozen=True)
class TaskTally:
    """How many tasks: open, due today, late, not accepted in time, closed this month.

    Of those closed in the last RECENT days: for how many the number is known again, and for how many it recovered.
    """

    open: int
    due_today: int
    late: int
    unanswered: int
    closed_this_month: int
    looked_at: int
    recovered: int

    @property
    def recovered_share(self) -> float | None:
        """In percent of those looked at; None when there are none."""
        return self.recovered / self.looked_at * 100 if self.looked_at else None


@dataclass(frozen=True)
class UnitLoad:
    """What lies with a unit: tasks it leads by how they stand, and parts it owes to others."""

    unit: str
    open: int
    running: int
    late: int
    due_today: int
    unanswered: int
    owed: int


@dataclass(frozen=True)
class RegionTaskCount:
    """How many tasks are open in a region itself (not inside it), and how many of them are late."""

    open: int
    late: int


def tally(connection: Connection, scope: Scope, wanted: TaskFilter, today: CountingWindow) -> TaskTally:
    """The counts over a list."""
    running = {
        "open": is_open(),
        "due_today": _due_today(today),
        "late": late(today.now),
        "unanswered": unanswered(today.now),
    }
    settled = {
        "closed_this_month": task.c.closed_at >= today.month_starts,
        "looked_at": task.c.helped.in_([NumberOutcome.RECOVERED, NumberOutcome.NOT_YET, NumberOutcome.WORSE]),
        "recovered": task.c.helped == NumberOutcome.RECOVERED,
    }
    recent = task.c.closed_at >= min(today.month_starts, today.recent_starts)
    found: dict[str, int] = {}
    for counts, among in ((running, is_open()), (settled, recent)):
        query = select(*(_count(condition).label(name) for name, condition in counts.items()))
        found |= connection.execute(query.where(among, visible(scope), *conditions(wanted, today.now))).one()._mapping
    return TaskTally(**found)


def workload(connection: Connection, scope: Scope, wanted: TaskFilter, today: CountingWindow) -> tuple[UnitLoad, ...]:
    """What lies with each unit that has anything open, the most late ones first, then the fullest."""
    led = (
        select(
            task.c.unit,
            _count(is_open()).label("open"),
            _count(task.c.state.in_(sorted(RUNNING))).label("running"),
            _count(late(today.now)).label("late"),
            _count(_due_today(today)).label("due_today"),
            _count(unanswered(today.now)).label("unanswered"),
        )
        .where(visible(scope), is_open(), *conditions(wanted, today.now))
        .group_by(task.c.unit)
    )
    owed = _owed(connection, scope, wanted, today)
    found = {row.unit: row for row in connection.execute(led)}
    loads = [
        UnitLoad(unit, row.open, row.running, row.late, row.due_today, row.unanswered, owed.get(unit, 0))
        for unit, row in found.items()
    ]
    loads += [UnitLoad(unit, 0, 0, 0, 0, 0, count) for unit, count in owed.items() if unit not in found]
    return tuple(sorted(loads, key=lambda load: (-load.late, -load.open, -load.owed, load.unit)))


def by_region(connection: Connection, scope: Scope, wanted: TaskFilter, now: int) -> Mapping[int, RegionTaskCount]:
    """How many tasks are open in each region: for the map."""
    query = (
        select(task.c.region, _count(is_open()).label("open"), _count(late(now)).label("late"))
        .where(visible(scope), is_open(), *conditions(wanted, now))
        .group_by(task.c.region)
    )
    return {row.region: RegionTaskCount(row.open, row.late) for row in connection.execute(query)}


def _owed(connection: Connection, scope: Scope, wanted: TaskFilter, today: CountingWindow) -> dict[str, int]:
    query = (
        select(task_part.c.unit, func.count().label("owed"))
        .join(task, task.c.id == task_part.c.task)
        .where(visible(scope), task.c.state.in_(sorted(RUNNING)), task_part.c.answered_at.is_(None))
        .where(*conditions(wanted, today.now))
        .group_by(task_part.c.unit)
    )
    return {row.unit: row.owed for row in connection.execute(query)}


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _due_today(today: CountingWindow) -> ColumnElement[bool]:
    within = task.c.due_close.between(today.day_starts, today.day_ends)
    return and_(is_open(), task.c.reported_at.is_(None), within)
