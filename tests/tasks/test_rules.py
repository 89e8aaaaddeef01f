"""The table of rules: every state and move has an answer, and every way through it is one that §6.2 knows."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from components.messages import catalogue as messages
from indicators.tasks.model import OPEN, SETTLED, Task, TaskState, Tier, Urgency
from tasks.tasks.rules import RULES, TABLE, decide, may
from tasks.tasks.transition import Decision, RuleSet, TransitionContext
from tasks.tasks.transitions import Payload, Transition
from tests.tasks.people import ANALYST, CLOCK, LEADER, NOW, ROADS, SUPERVISOR, WATER

PAIRS = list(product(TaskState, Transition))


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


def test_every_state_and_move_has_an_answer_with_a_reason_that_can_be_said(task: Task, book: RuleSet) -> None:
    """Walks all states, moves and askers."""
    askers = (LEADER, SUPERVISOR, WATER, ROADS, ANALYST, CLOCK)
    wrong = []
    for (state, move), actor in product(PAIRS, askers):
        asked = case(replace(task, state=state), book, actor, reason="因为", text="内容")
        answers = (decide(asked, move), may(asked, move))
        wrong += [(state, move, actor, answer) for answer in answers if not can_be_said(answer)]

    assert wrong == []


def can_be_said(answer: Decision) -> bool:
    """Whether it leads somewhere when it is accepted, and to a sentence in which no fact lacks when it is refused."""
    if answer.accepted or answer.target is not None:
        return answer.accepted and answer.target is not None
    try:
        return bool(messages()[f"task.refused.{answer.code}"]["zh"].format(**answer.facts))
    except KeyError:
        return False


def test_a_move_that_the_table_does_not_know_says_from_where_it_would_be_possible(task: Task, book: RuleSet) -> None:
    answer = decide(case(task, book), Transition.CLOSE)

    assert (answer.code, answer.facts["state"], answer.facts["possible"]) == (
        "not-in-this-state",
        "dispatched",
        "verified",
    )


def test_every_state_and_move_has_a_name_in_both_languages() -> None:
    for key in (*(f"task.state.{s}" for s in TaskState), *(f"task.move.{m}" for m in Transition)):
        assert set(messages()[key]) == {"zh", "en"}


def test_every_move_stands_in_the_table() -> None:
    assert {rule.move for rule in RULES} == set(Transition)


def test_the_only_way_to_closed_leads_over_reported_and_verified() -> None:
    into = {
        state: {(rule.move, origin) for rule in RULES if rule.target == state for origin in rule.origins}
        for state in (TaskState.REPORTED, TaskState.VERIFIED, TaskState.CLOSED, TaskState.EVALUATED, TaskState.ARCHIVED)
    }

    assert into[TaskState.CLOSED] == {(Transition.CLOSE, TaskState.VERIFIED)}
    assert into[TaskState.VERIFIED] == {(Transition.VERIFY, TaskState.REPORTED)}
    assert {move for move, _ in into[TaskState.REPORTED]} == {Transition.REPORT}
    assert {origin for _, origin in into[TaskState.EVALUATED] | into[TaskState.ARCHIVED]} <= SETTLED


def test_what_is_archived_or_terminated_stays_so() -> None:
    assert {move for state, move in TABLE if state in {TaskState.ARCHIVED, TaskState.TERMINATED}} <= {
        Transition.NOTE,
        Transition.MEASURE,
    }


def test_every_open_state_can_be_left_by_a_person() -> None:
    for state in OPEN:
        onward = {rule.move for rule in RULES if state in rule.origins and rule.target != "same"}
        assert onward - {Transition.TERMINATE}, state


def test_going_back_leads_to_where_it_was(task: Task, book: RuleSet) -> None:
    asked = replace(task, state=TaskState.EXTENSION_ASKED, back_to=TaskState.CO_HANDLING, asked_by=WATER.account)

    assert decide(case(asked, book), Transition.GRANT_EXTENSION).target is TaskState.CO_HANDLING


def test_a_button_is_shown_before_the_form_is_filled_in(task: Task, book: RuleSet) -> None:
    working = replace(task, state=TaskState.IN_PROGRESS)
    asked = case(working, book, WATER)

    assert may(asked, Transition.REPORT).accepted
    assert decide(asked, Transition.REPORT).code == "text-missing"
    assert may(case(working, book, ROADS), Transition.REPORT).code == "not-your-unit"
