"""What time does: reminders, late marks, escalations, resumptions, archiving; each once, whoever is at it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import text

from data.core.clock import FixedClock
from data.operations.tasks.task_queries import task_timeline
from indicators.tasks.model import Task
from indicators.tasks.states import TaskState
from tasks.scheduler.sla_scheduler import run_due, run_scheduler_loop
from tasks.tasks.due_transitions import due_actions, next_due_at, schedule
from tasks.tasks.transitions import TaskTransition
from tests.tasks.moments import epoch, local
from tests.tasks.people import EVERYWHERE, LEADER, SUPERVISOR, WATER, Office


def moves_at(container: Office, task: Task, moment: str) -> list[str]:
    """The moves that time has made by a moment, with what they are about."""
    container.now = local(moment)
    run_due(container.operations, container.book, container.now)
    with container.operations.reading() as connection:
        record = task_timeline(connection, EVERYWHERE, task.id).record
    return [f"{entry.move} {entry.reason}" for entry in record if entry.role == "cockpit"]


def test_the_schedule_of_a_task_lies_before_and_after_its_deadlines(context: Office) -> None:
    task = context.sent()

    found = [(timed.move, timed.about, timed.step, timed.at) for timed in schedule(task, context.book)]

    assert found == [
        (TaskTransition.LATE, "accept", 0, epoch("2025-06-30 16:30:01")),
        (TaskTransition.LATE, "feedback", 0, epoch("2025-07-07 17:30:01")),
        (TaskTransition.REMIND, "close", 0, epoch("2025-07-15 08:30")),
        (TaskTransition.REMIND, "close", 0, epoch("2025-07-21 08:30")),
        (TaskTransition.LATE, "close", 0, epoch("2025-07-21 17:30:01")),
        (TaskTransition.ESCALATE, "close", 1, epoch("2025-07-22 17:30")),
        (TaskTransition.ESCALATE, "close", 2, epoch("2025-07-29 17:30")),
        (TaskTransition.ESCALATE, "close", 3, epoch("2025-08-11 17:30")),
    ]
    assert task.wake_at == epoch("2025-06-30 16:30:01")


def test_time_does_each_thing_at_its_time_and_once(container: Office) -> None:
    task = container.sent()

    assert moves_at(container, task, "2025-06-30 16:30") == []
    assert moves_at(container, task, "2025-06-30 16:31") == ["late accept"]
    assert moves_at(container, task, "2025-06-30 16:32") == ["late accept"]
    container.do(WATER, task, TaskTransition.ACCEPT)
    container.do(WATER, task, TaskTransition.PROGRESS, text="已排查")
    assert moves_at(container, task, "2025-07-15 08:30")[1:] == ["remind close"]
    assert moves_at(container, task, "2025-07-21 08:30")[2:] == ["remind close"]
    assert moves_at(container, task, "2025-07-21 17:31")[3:] == ["late close"]
    assert moves_at(container, task, "2025-07-23 09:00")[4:] == ["escalate close"]
    container.do(WATER, task, TaskTransition.REPORT, text="完成")
    assert moves_at(container, task, "2025-09-23 09:00")[5:] == []


def test_after_a_standstill_nobody_is_reminded_of_what_has_passed(container: Office) -> None:
    task = container.sent()
    container.do(WATER, task, TaskTransition.ACCEPT)

    assert moves_at(container, task, "2025-10-15 10:00") == ["late feedback", "late close", "escalate close"]
    with container.operations.reading() as connection:
        assert task_timeline(connection, EVERYWHERE, task.id).task.supervision == 3


def test_a_suspended_task_resumes_by_itself_and_then_goes_on(container: Office) -> None:
    task = container.sent()
    container.do(WATER, task, TaskTransition.ACCEPT)
    container.do(WATER, task, TaskTransition.PROGRESS, text="等设计")
    container.do(SUPERVISOR, task, TaskTransition.SUSPEND, reason="等设计", until=local("2025-09-01 09:00"))

    assert moves_at(container, task, "2025-08-31 23:59") == []
    assert moves_at(container, task, "2025-09-01 09:00") == ["resume resume"]
    with container.operations.reading() as connection:
        found = task_timeline(connection, EVERYWHERE, task.id).task
    assert (found.state, found.due_close) == (TaskState.IN_PROGRESS, epoch("2025-09-22 16:30"))


def test_a_closed_task_is_put_away_after_the_time_to_be_dissatisfied(container: Office) -> None:
    task = container.closed()
    container.do(LEADER, task, TaskTransition.RATE, stars=4)

    assert moves_at(container, task, "2025-07-29 12:00") == []
    assert moves_at(container, task, "2025-07-31 00:00") == ["archive archive"]


def test_a_second_clock_finds_nothing_left_to_do(container: Office) -> None:
    container.sent()
    container.now = local("2025-10-15 10:00")

    first = run_due(container.operations, container.book, container.now)
    second = run_due(container.operations, container.book, container.now)

    assert (first, second) == (4, 0)


def test_due_actions_are_found_for_many_tasks_at_once(context: Office) -> None:
    tasks = [context.sent(), context.sent(kind="street-dirt")]

    found = due_actions(tasks, context.book, epoch("2025-06-30 11:15"))

    assert [(task.kind, timed.move, timed.about) for task, timed in found] == [
        ("street-dirt", TaskTransition.REMIND, "close"),
        ("street-dirt", TaskTransition.LATE, "accept"),
    ]
    assert due_actions(tasks, context.book, epoch("2025-06-30 10:00")) == ()


def test_what_waits_for_nobody_has_no_next_time(context: Office) -> None:
    task = context.reported()

    assert next_due_at(task, context.book) is None


def test_a_moved_deadline_moves_what_time_does(context: Office) -> None:
    task = context.sent()
    context.do(WATER, task, TaskTransition.ACCEPT)
    context.do(WATER, task, TaskTransition.PROGRESS, text="已排查")
    context.do(WATER, task, TaskTransition.ASK_EXTENSION, reason="材料", amount=5)
    context.do(SUPERVISOR, task, TaskTransition.GRANT_EXTENSION)

    assert moves_at(context, task, "2025-07-21 17:31") == []
    assert moves_at(context, task, "2025-07-22 08:30") == ["remind close"]


def times(count: int, between: Callable[[int], None] = lambda turn: None) -> Callable[[], bool]:
    turns = iter(range(count))

    def again() -> bool:
        turn = next(turns, None)
        if turn is not None:
            between(turn)
        return turn is not None

    return again


def test_a_failed_turn_is_followed_by_another(context: Office, caplog: pytest.LogCaptureFixture) -> None:
    task = context.sent()
    clock = FixedClock(local("2025-07-01 09:00"))

    def rename(turn: int) -> None:
        old, new = [("notice", "away"), ("away", "notice")][turn]
        with context.operations.writing() as connection:
            connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))

    run_scheduler_loop(context.operations, context.book, clock, times(2, rename))

    assert "trying again" in caplog.text
    with context.operations.reading() as connection:
        assert [e.move for e in task_timeline(connection, EVERYWHERE, task.id).record] == ["send", "late"]
