"""The weekly bulletin of a unit: what came, what was done, what is wrong, what comes next; tasks and matters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from data.core.clock import BUSINESS_ZONE, to_epoch
from data.core.scope import Scope
from data.operations import Connection, Operations
from data.operations.supervision.supervision_store import supervision_items
from data.operations.tasks.counts import CountingWindow, TaskTally, tally
from data.operations.tasks.filters import TaskFilter
from data.operations.tasks.rates import COUNTS, RateWindow, counted
from data.operations.tasks.task_queries import tasks
from indicators.tasks.model import Task
from indicators.tasks.states import OPEN
from indicators.tasks.supervision_item import Milestone, SupervisionItem
from tasks.appraisal.appraisal import Appraisal, Appraised, appraise_one
from tasks.supervision.rag_status import ItemStatus, Troubles, rag_status, troubles
from tasks.tasks.transition import RuleSet

WEEK = timedelta(days=7)
LONGEST = 200  # tasks of a list


@dataclass(frozen=True)
class BulletinItem:
    """A supervised matter in the bulletin: its milestones, its light, and what comes next (None: all are reported)."""

    matter: SupervisionItem
    steps: tuple[Milestone, ...]
    lit: ItemStatus
    following: Milestone | None


@dataclass(frozen=True)
class Bulletin:
    """All that a unit's bulletin says; lists as they stand at the moment it is made, counts of its week."""

    unit: str
    first_day: date
    last_day: date
    now: TaskTally
    week: Appraised
    week_before: Appraised
    late: tuple[Task, ...]
    twice_extended: tuple[Task, ...]
    reopened: tuple[Task, ...]
    unanswered: tuple[Task, ...]
    due_next: tuple[Task, ...]
    matters: tuple[BulletinItem, ...]
    matter_troubles: Troubles


def bulletin(
    operations: Operations, scope: Scope, book: RuleSet, rules: Appraisal, unit: str, week: date, now: datetime
) -> Bulletin:
    """The bulletin of a unit for the week (Monday to Sunday) that a day lies in, within the asker's scope."""
    monday = week - timedelta(days=week.weekday())
    moment = to_epoch(now)
    following = to_epoch(now + WEEK)

    def listed(connection: Connection, **asked: object) -> tuple[Task, ...]:
        wanted = TaskFilter(states=OPEN, units=frozenset({unit}), **asked)  # type: ignore[arg-type]
        return tasks(connection, scope, wanted, moment, LONGEST)

    with operations.reading() as connection:
        found = supervision_items(connection, scope, units=[unit])
        return Bulletin(
            unit,
            monday,
            monday + timedelta(days=6),
            tally(connection, scope, TaskFilter(units=frozenset({unit})), CountingWindow.at(now)),
            _week(connection, scope, rules, unit, monday, moment),
            _week(connection, scope, rules, unit, monday - WEEK, moment),
            listed(connection, late=True),
            listed(connection, extended=2),
            listed(connection, reopened=1),
            listed(connection, unanswered=True),
            listed(connection, late=False, due_from=moment, due_until=following),
            tuple(
                BulletinItem(matter, steps, rag_status(matter, steps, now, book), _following(steps))
                for matter, steps in found
            ),
            troubles(found, now),
        )


def _week(connection: Connection, scope: Scope, rules: Appraisal, unit: str, monday: date, moment: int) -> Appraised:
    start = datetime.combine(monday, time(0), BUSINESS_ZONE)
    stretch = RateWindow(to_epoch(start), to_epoch(start + WEEK), moment)
    counts = counted(connection, scope, stretch, "unit").get(unit, dict.fromkeys(COUNTS, 0))
    return appraise_one(rules, unit, counts)


def _following(steps: tuple[Milestone, ...]) -> Milestone | None:
    waiting = [step for step in steps if step.reported_at is None]
    return min(waiting, key=lambda step: (step.due, step.n), default=None)
