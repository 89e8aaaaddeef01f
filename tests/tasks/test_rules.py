"""The table of tasks: every way through it is one that §6.2 knows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indicators.tasks.model import Task, Tier, Urgency
from indicators.tasks.states import OPEN, SETTLED, TaskState
from indicators.workflow import reject
from tasks.tasks.rules import TASK_TRANSITIONS
from tasks.tasks.transition import RuleSet, TransitionContext
from tasks.tasks.transitions import Payload, TaskTransition
from tests.answers import accepted
from tests.tasks.people import NOW, ROADS, SUPERVISOR, WATER


@pytest.fixture(scope="module")
def task(book: RuleSet) -> Task:
    """A task of the water bureau that the supervision sent."""
    terms = book.policy.freeze("indicator", Urgency.IMPORTANT).model_dump_json()
    return Task(
        id=1,
        kind="indicator",
        urgency=Urgency.IMPORTANT,
        state=TaskState.DISPATCHED,
        title="整治",
        what="",
        why="",
        place="",
        region=440600,
        tier=Tier.CITY,
        unit="water-bureau",
        subject_kind="indicator",
        subject="I046",
        facts="{}",
        sender=SUPERVISOR.account,
        sender_name=SUPERVISOR.name,
        sender_unit="",
        created_at=0,
        terms=terms,
        sent_at=int(NOW.timestamp()) - 60,
        due_close=int(NOW.timestamp()) + 86400,
    )


def case(task: Task, book: RuleSet, actor: object = SUPERVISOR, **given: object) -> TransitionContext:
    return TransitionContext(task, actor, Payload(**given), NOW, book)  # type: ignore[arg-type]


def test_the_only_way_to_closed_leads_over_reported_and_verified() -> None:
    into = {
        state: {
            (row.name, source) for row in TASK_TRANSITIONS for source, target in row.ways if source != target == state
        }
        for state in (TaskState.REPORTED, TaskState.VERIFIED, TaskState.CLOSED, TaskState.EVALUATED, TaskState.ARCHIVED)
    }

    assert into[TaskState.CLOSED] == {(TaskTransition.CLOSE, TaskState.VERIFIED)}
    assert into[TaskState.VERIFIED] == {(TaskTransition.VERIFY, TaskState.REPORTED)}
    assert {move for move, _ in into[TaskState.REPORTED]} == {TaskTransition.REPORT}
    assert {origin for _, origin in into[TaskState.EVALUATED] | into[TaskState.ARCHIVED]} <= SETTLED


def test_what_is_archived_or_terminated_stays_so() -> None:
    ended = {TaskState.ARCHIVED, TaskState.TERMINATED}
    assert {row.name for row in TASK_TRANSITIONS if row.sources & ended} <= {
        TaskTransition.NOTE,
        TaskTransition.MEASURE,
    }


def test_every_open_state_can_be_left_by_a_person() -> None:
    for state in OPEN:
        onward = {row.name for row in TASK_TRANSITIONS for source, target in row.ways if source == state != target}
        assert onward - {TaskTransition.TERMINATE}, state


def test_going_back_leads_to_where_it_was(task: Task, book: RuleSet) -> None:
    asked = replace(task, state=TaskState.EXTENSION_ASKED, back_to=TaskState.CO_HANDLING, asked_by=WATER.account)

    answer = TASK_TRANSITIONS.apply(case(asked, book), TaskTransition.REFUSE_EXTENSION)
    assert answer == reject("reason-missing")
    made = accepted(TASK_TRANSITIONS.apply(case(asked, book, reason="无必要"), TaskTransition.REFUSE_EXTENSION))
    assert made.target is made.after.task.state is TaskState.CO_HANDLING


def test_a_button_is_shown_before_the_form_is_filled_in(task: Task, book: RuleSet) -> None:
    working = replace(task, state=TaskState.IN_PROGRESS)
    asked = case(working, book, WATER)

    assert TASK_TRANSITIONS.offer(asked, TaskTransition.REPORT) is None
    assert TASK_TRANSITIONS.refusal(asked, TaskTransition.REPORT) == reject("text-missing")
    refusal = TASK_TRANSITIONS.offer(case(working, book, ROADS), TaskTransition.REPORT)
    assert refusal == reject("not-your-unit", unit="water-bureau")
