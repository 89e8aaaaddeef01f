"""Which tasks a list shows: what a screen asks for, and the conditions that this makes."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select

from data.operations.tasks.scope_conditions import is_open, late, unanswered
from data.operations.tasks.task_tables import task, task_part
from indicators.tasks.model import Tier, Urgency
from indicators.tasks.states import TaskState


@dataclass(frozen=True)
class TurnFilter:
    """Tasks that wait for somebody: in these states, of these lead units, sent by this account or on behalf of these
    units, or with a part that these units owe. What is None does not matter."""

    states: frozenset[TaskState]
    units: frozenset[str] | None = None
    sender: int | None = None
    sender_units: frozenset[str] | None = None
    owing: frozenset[str] | None = None


@dataclass(frozen=True)
class TaskFilter:
    """Which tasks a list shows. What is None does not matter; `turns` means any of them.

    `due_until`: open, and due by then. `extended`: at least so often. `text` is looked for in title, task, reason and
    place. `regions` names each one: a district does not imply its towns.
    """

    states: frozenset[TaskState] | None = None
    urgencies: frozenset[Urgency] | None = None
    kinds: frozenset[str] | None = None
    units: frozenset[str] | None = None
    regions: frozenset[int] | None = None
    tiers: frozenset[Tier] | None = None
    subject_kind: str | None = None
    subject: str | None = None
    parent: int | None = None
    text: str | None = None
    late: bool | None = None
    unanswered: bool | None = None
    due_from: int | None = None
    due_until: int | None = None
    extended: int | None = None
    reopened: int | None = None
    supervised: int | None = None
    whole_only: bool = False
    turns: tuple[TurnFilter, ...] = ()


def conditions(wanted: TaskFilter, now: int) -> list[ColumnElement[bool]]:
    """What a list asks for, as conditions."""
    listed = {
        task.c.state: wanted.states,
        task.c.urgency: wanted.urgencies,
        task.c.kind: wanted.kinds,
        task.c.unit: wanted.units,
        task.c.region: wanted.regions,
        task.c.tier: wanted.tiers,
    }
    found: list[ColumnElement[bool]] = [
        column.in_(sorted(values)) for column, values in listed.items() if values is not None
    ]
    exact = {task.c.subject_kind: wanted.subject_kind, task.c.subject: wanted.subject, task.c.parent: wanted.parent}
    found += [column == value for column, value in exact.items() if value is not None]
    counted = {
        task.c.extensions: wanted.extended,
        task.c.reopenings: wanted.reopened,
        task.c.supervision: wanted.supervised,
    }
    found += [column >= value for column, value in counted.items() if value is not None]
    found += [_text(wanted.text)] if wanted.text else []
    found += _in_time(wanted, now)
    found += [task.c.parent.is_(None)] if wanted.whole_only else []
    return found + ([or_(*map(_turn, wanted.turns))] if wanted.turns else [])


def _in_time(wanted: TaskFilter, now: int) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for condition, asked in ((late(now), wanted.late), (unanswered(now), wanted.unanswered)):
        if asked is not None:
            found.append(condition if asked else ~func.coalesce(condition, False))
    if wanted.due_from is not None:
        found.append(task.c.due_close >= wanted.due_from)
    if wanted.due_until is not None:
        found.append(and_(is_open(), task.c.due_close <= wanted.due_until))
    return found


def _text(text: str) -> ColumnElement[bool]:
    searched = (task.c.title, task.c.what, task.c.why, task.c.place)
    return or_(*(column.icontains(text, autoescape=True) for column in searched))


def _turn(turn: TurnFilter) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [task.c.state.in_(sorted(turn.states))]
    if turn.units is not None:
        conditions.append(task.c.unit.in_(sorted(turn.units)))
    if turn.sender_units is not None or turn.sender is not None:
        by_unit = task.c.sender_unit.in_(sorted(turn.sender_units or ()))
        conditions.append(or_(by_unit, task.c.sender == (-1 if turn.sender is None else turn.sender)))
    if turn.owing is not None:
        owed = select(task_part.c.task).where(
            task_part.c.unit.in_(sorted(turn.owing)), task_part.c.answered_at.is_(None)
        )
        conditions.append(task.c.id.in_(owed))
    return and_(*conditions)
