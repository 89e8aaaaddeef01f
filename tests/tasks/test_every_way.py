"""All ways through the table, not a sample: every state that people can bring a task into, one after another."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from indicators.tasks.model import CoHandlerAssignment, Task
from indicators.tasks.states import SETTLED, TaskState
from indicators.workflow import AcceptedTransition
from tasks.tasks.rules import TASK_TRANSITIONS
from tasks.tasks.subjects import fields_of
from tasks.tasks.transition import RuleSet, TransitionContext
from tasks.tasks.transitions import Payload, TaskTransition
from tests.answers import accepted
from tests.tasks.people import CLOCK, COLLEAGUE, LEADER, NOW, ROADS, SUPERVISOR, WATER, WATER_TOO, draft

PEOPLE = (LEADER, SUPERVISOR, COLLEAGUE, WATER, WATER_TOO, ROADS, CLOCK)
Place = tuple[Task, tuple[CoHandlerAssignment, ...]]
FULL = Payload(
    reason="因为",
    text="内容",
    unit="transport-bureau",
    units=("transport-bureau",),
    amount=1,
    until=NOW + timedelta(days=3),
    stars=3,
    resolved=False,
    satisfied=False,
)


def key(place: Place) -> tuple[object, ...]:
    """What tells two places of the life cycle apart; counters only up to one."""
    task, parts = place
    return (
        task.state, task.back_to, task.unit, task.reporter, task.verifier, task.asked_by, task.assigned,
        min(task.reopenings, 1), min(task.extensions, 1), min(task.returns, 1), len(parts),
        any(part.answered_at is None for part in parts),
    )  # fmt: skip


def onward(place: Place, book: RuleSet) -> Iterator[tuple[TaskTransition, Place]]:
    """Everything that anybody can do next."""
    task, parts = place
    for who in PEOPLE:
        case = TransitionContext(task, who, FULL, NOW, book, parts)
        for move in TaskTransition:
            made = TASK_TRANSITIONS.apply(case, move)
            if isinstance(made, AcceptedTransition):
                yield move, (made.after.task, made.after.parts)


@pytest.fixture(scope="module")
def ways(book: RuleSet) -> dict[tuple[object, ...], tuple[Place, list[tuple[TaskTransition, tuple[object, ...]]]]]:
    """Every place that can be reached, with the moves that lead on from it."""
    new = Task(
        id=1, state=TaskState.DRAFT, sender=SUPERVISOR.account, sender_name="", sender_unit="", created_at=0,
        **fields_of(draft()),
    )  # fmt: skip
    found: dict[tuple[object, ...], tuple[Place, list[tuple[TaskTransition, tuple[object, ...]]]]] = {}
    waiting: deque[Place] = deque([(new, ())])
    while waiting:
        place = waiting.popleft()
        if key(place) in found:
            continue
        moves = [(move, (after, key(after))) for move, after in onward(place, book)]
        found[key(place)] = (place, [(move, there) for move, (_, there) in moves])
        waiting.extend(after for _, (after, _) in moves)
    return found


def test_every_state_can_be_reached(ways: dict[tuple[object, ...], object]) -> None:
    assert {where[0] for where in ways} == set(TaskState)
    assert len(ways) > 300


def test_nothing_is_closed_without_a_report_and_another_s_verification(
    ways: dict[tuple[object, ...], tuple[Place, object]],
) -> None:
    closed = [task for (task, _), _ in ways.values() if task.state in SETTLED]

    assert closed
    for task in closed:
        assert task.reported_at is not None
        assert task.reporter is not None
        assert task.verifier not in (None, task.reporter)


def test_what_was_assigned_is_never_returned(
    ways: dict[tuple[object, ...], tuple[Place, list[tuple[TaskTransition, tuple[object, ...]]]]],
) -> None:
    assigned = [moves for (task, _), moves in ways.values() if task.assigned]

    assert assigned
    assert not any(move is TaskTransition.ASK_RETURN for moves in assigned for move, _ in moves)


def test_there_is_no_dead_end(
    ways: dict[tuple[object, ...], tuple[Place, list[tuple[TaskTransition, tuple[object, ...]]]]],
) -> None:
    """From everywhere but the two ends a task can still be closed; terminating it is not counted as a way out."""
    leads_to_closed = {where for where in ways if where[0] in SETTLED}
    grown = True
    while grown:
        before = len(leads_to_closed)
        leads_to_closed |= {
            where for where, (_, moves) in ways.items() if any(there in leads_to_closed for _, there in moves)
        }
        grown = len(leads_to_closed) > before

    stuck = {where[0] for where in ways if where not in leads_to_closed}
    assert stuck == {TaskState.TERMINATED}


def test_a_round_never_has_less_time_than_it_began_with(
    ways: dict[tuple[object, ...], tuple[Place, object]],
) -> None:
    for (task, _), _ in ways.values():
        if task.sent_at is not None and task.state is not TaskState.RETURNED:
            assert task.due_close is not None
            assert task.due_close > task.sent_at


def test_editing_a_draft_leaves_it_a_draft(book: RuleSet) -> None:
    new = Task(
        id=1, state=TaskState.DRAFT, sender=LEADER.account, sender_name="", sender_unit="", created_at=0,
        **fields_of(draft()),
    )  # fmt: skip
    case = TransitionContext(new, LEADER, replace(FULL, draft=draft(title="改")), NOW, book)

    assert accepted(TASK_TRANSITIONS.apply(case, TaskTransition.EDIT)).after.task == replace(new, title="改", version=1)
