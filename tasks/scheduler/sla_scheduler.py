"""Applying what time does, again and again, in a process of its own: nothing is done twice, whoever else is at it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from data.core.actor import Actor
from data.core.clock import Clock, to_epoch
from data.operations import Connection, Operations
from data.operations.tasks.due_tasks import due_tasks, mark_processed
from data.operations.tasks.task_queries import one
from indicators.tasks.model import Task
from tasks.tasks.commands import carry_out, task_context
from tasks.tasks.due_transitions import DueTransition, due_actions, next_due_at
from tasks.tasks.transition import RuleSet
from tasks.tasks.transitions import Payload

MOST = 20  # moves that time makes with one task at once; more would mean that they never end
Look = Callable[[datetime], object]
log = logging.getLogger("cockpit.clockwork")


def run_due(operations: Operations, book: RuleSet, now: datetime) -> int:
    """Do to every task what is due by now; returns how many moves were made. Each task is a transaction of its own."""
    cockpit, moment = Actor.cockpit(), to_epoch(now)
    with operations.reading() as connection:
        numbers = due_tasks(connection, cockpit.scope, moment)
    made = 0
    for number in numbers:
        with operations.writing() as connection:
            made += _wake(connection, book, number, now)
    return made


def _wake(connection: Connection, book: RuleSet, number: int, now: datetime) -> int:
    """Another process may have been quicker: what is due is looked up again within the transaction."""
    moment, made = to_epoch(now), 0
    task = one(connection, Actor.cockpit().scope, number)
    for _ in range(MOST):
        due = due_actions([task], book, moment)
        if not due:
            break
        timed = due[0][1]
        made += _move(connection, book, task, timed, now)
        mark_processed(connection, number, timed.at, task.wake_at)
        task = one(connection, Actor.cockpit().scope, number)
    task = replace(task, clocked_at=max(task.clocked_at, moment))
    mark_processed(connection, number, task.clocked_at, next_due_at(task, book))
    return made


def _move(connection: Connection, book: RuleSet, task: Task, timed: DueTransition, now: datetime) -> bool:
    given = Payload(reason=timed.about or timed.move, amount=timed.step or None)
    case = task_context(connection, book, Actor.cockpit(), now, task.id, given)
    return carry_out(connection, case, timed.move).done


def run_scheduler_loop(
    operations: Operations, book: RuleSet, clock: Clock, again: Callable[[], bool], look: Look | None = None
) -> None:
    """Do what time does whenever `again` (which waits) says so, until it says no; `look` looks at numbers again.

    A failure is logged and tried again at the next turn.
    """
    while again():
        try:
            run_due(operations, book, clock.now())
            if look is not None:
                look(clock.now())
        except Exception:
            log.exception("what time does to tasks could not be done; trying again")
        finally:
            operations.dispose()
