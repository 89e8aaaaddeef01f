"""Counting what rates are made of, in SQL: per unit or region, for a stretch of time. Every count takes a scope first.

What is counted are rounds, each from dispatch to its end, so that a reopening does not change the month before it. A
round counts as due when its deadline lies in the stretch and has passed: what is still running is not held against
anybody, nor what was returned, terminated or is suspended.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from sqlalchemy import Column, ColumnElement, Connection, and_, case, func, select, true

from data.core.scope import Scope
from data.operations.tasks.scope_conditions import visible
from data.operations.tasks.task_tables import task, task_round
from indicators.definitions.model import TaskCount
from indicators.tasks.model import NumberOutcome

COUNTS: tuple[str, ...] = get_args(TaskCount)
"""What can stand in a formula of the appraisal."""

By = Literal["unit", "region"]
Key = str | int
Condition = ColumnElement[bool]
_GONE = ("returned", "renewed", "terminated")
_round = task_round.c


@dataclass(frozen=True)
class RateWindow:
    """From a moment (included) to another (not included), as seen at `now`."""

    start: int
    end: int
    now: int


@dataclass(frozen=True)
class _Group:
    """Counts that look at the same time: rounds whose `at` lies in the stretch, and what is counted of them."""

    at: Column[int]
    which: Condition
    counts: Mapping[str, ColumnElement[int]]


def counted(connection: Connection, scope: Scope, stretch: RateWindow, by: By) -> dict[Key, dict[str, int]]:
    """Every count of each unit or region that has any; what is missing is 0.

    By unit, tasks that were split off count for whom they were given to. By region only whole tasks count, in the
    region that they are about and not in those around it.
    """
    found: dict[Key, dict[str, int]] = {}
    for group in (*_groups(stretch), _helped()):
        for key, counts in _grouped(connection, scope, stretch, by, group):
            found.setdefault(key, dict.fromkeys(COUNTS, 0)).update(counts)
    for counts in found.values():
        counts["late"] = counts["due"] - counts["done_on_time"]
    return found


def _grouped(
    connection: Connection, scope: Scope, stretch: RateWindow, by: By, group: _Group
) -> Iterator[tuple[Key, dict[str, int]]]:
    key = _round.unit if by == "unit" else _round.region
    whole = _round.part_of.is_(None) if by == "region" else true()
    query = (
        select(key.label("key"), *(counted.label(name) for name, counted in group.counts.items()))
        .join(task, task.c.id == _round.task)
        .where(group.at >= stretch.start, group.at < stretch.end, group.which, whole, visible(scope))
        .group_by(key)
    )
    for row in connection.execute(query):
        counts = {name: int(value) for name, value in row._mapping.items() if name != "key"}
        yield row.key, counts


def _groups(stretch: RateWindow) -> Iterator[_Group]:
    yield _Group(_round.sent_at, _round.due_accept.is_not(None), {"received": func.count()})
    in_time_accepted = _round.accepted_at <= _round.due_accept
    in_time_fed_back = _round.feedback_at <= _round.due_feedback
    yield _Group(
        _round.due_accept,
        and_(_round.due_accept < stretch.now, _stands()),
        {"accept_due": func.count(), "accepted_on_time": _how_many(in_time_accepted)},
    )
    yield _Group(
        _round.due_feedback,
        and_(_round.due_feedback < stretch.now, _stands()),
        {
            "feedback_due": func.count(),
            "feedback_on_time": _how_many(in_time_fed_back),
            "responded": _how_many(and_(in_time_accepted, in_time_fed_back)),
        },
    )
    yield _Group(
        _round.due_close,
        and_(_round.due_close < stretch.now, _stands()),
        {
            "due": func.count(),
            "done_on_time": _how_many(_round.reported_at <= _round.due_close),
            "closed_due": _how_many(_round.closed_at.is_not(None)),
            "closed_on_time": _how_many(_round.closed_at <= _round.due_close),
        },
    )
    yield _Group(_round.closed_at, true(), {"closed": func.count()})
    ended = {name: _how_many(_round.ended == name) for name in ("returned", "reopened")}
    yield _Group(_round.ended_at, _round.ended.in_(list(ended)), ended)
    yield _Group(_round.evaluated_at, true(), {"rated": func.count(), "stars": func.sum(_round.stars)})
    yield _Group(
        _round.called_back_at,
        true(),
        {
            "called_back": func.count(),
            "resolved": _how_many(_round.resolved.is_(True)),
            "satisfied": _how_many(_round.satisfied.is_(True)),
        },
    )


def _helped() -> _Group:
    """Of the tasks closed in the stretch, for how many the number is known again, and for how many it recovered."""
    looked = _round.helped.in_([NumberOutcome.RECOVERED, NumberOutcome.NOT_YET, NumberOutcome.WORSE])
    counts = {"looked_at": _how_many(looked), "recovered": _how_many(_round.helped == NumberOutcome.RECOVERED)}
    return _Group(_round.closed_at, _round.ended == "", counts)


def _stands() -> Condition:
    """Neither returned nor terminated, and its clock is not paused."""
    return and_(_round.ended.not_in(_GONE), _round.paused_at.is_(None))


def _how_many(condition: Condition) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
