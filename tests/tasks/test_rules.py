"""The table of rules: every state and move has an answer, and every way through it is one that §6.2 knows."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from components.messages import catalogue as messages
from indicators.tasks.model import OPEN, SETTLED, State, Task, Tier, Urgency
from tasks.tasks.rules import RULES, TABLE, decide, may
from tasks.tasks.transition import Answer, Case, Rulebook
from tasks.tasks.transitions import Given, Move
from tests.tasks.people import ANALYST, CLOCK, LEADER, NOW, ROADS, SUPERVISOR, WATER

PAIRS = list(product(State, Move))


@pytest.fixture(scope="module")
def task(book: Rulebook) -> Task:
    """A task of the water bureau that the supervision sent."""
    terms = book.policy.freeze("indicator", Urgency.IMPORTANT).model_dump_json()
    return Task(
        id=1,
        kind="indicator",
        urgency=Urgency.IMPORTANT,
        state=State.DISPATCHED,
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


def case(task: Task, book: Rulebook, asker: object = SUPERVISOR, **given: object) -> Case:
    return Case(task, asker, Given(**given), NOW, book)  # type: ignore[arg-type]


def test_every_state_and_move_has_an_answer_with_a_reason_that_can_be_said(task: Task, book: Rulebook) -> None:
    """Walks all states, moves and askers."""
    askers = (LEADER, SUPERVISOR, WATER, ROADS, ANALYST, CLOCK)
    wrong = []
    for (state, move), asker in product(PAIRS, askers):
        asked = case(replace(task, state=state), book, asker, reason="因为", text="内容")
        answers = (decide(asked, move), may(asked, move))
        wrong += [(state, move, asker, answer) for answer in answers if not can_be_said(answer)]

    assert wrong == []


def can_be_said(answer: Answer) -> bool:
    """Whether it leads somewhere when it is accepted, and to a sentence in which no fact lacks when it is refused."""
    if answer.accepted or answer.target is not None:
        return answer.accepted and answer.target is not None
    try:
        return bool(messages()[f"task.refused.{answer.code}"]["zh"].format(**answer.facts))
    except KeyError:
        return False


def test_a_move_that_the_table_does_not_know_says_from_where_it_would_be_possible(task: Task, book: Rulebook) -> None:
    answer = decide(case(task, book), Move.CLOSE)

    assert (answer.code, answer.facts["state"], answer.facts["possible"]) == (
        "not-in-this-state",
        "dispatched",
        "verified",
    )


def test_every_state_and_move_has_a_name_in_both_languages() -> None:
    for key in (*(f"task.state.{s}" for s in State), *(f"task.move.{m}" for m in Move)):
        assert set(messages()[key]) == {"zh", "en"}


def test_every_move_stands_in_the_table() -> None:
    assert {rule.move for rule in RULES} == set(Move)


def test_the_only_way_to_closed_leads_over_reported_and_verified() -> None:
    into = {
        state: {(rule.move, origin) for rule in RULES if rule.target == state for origin in rule.origins}
        for state in (State.REPORTED, State.VERIFIED, State.CLOSED, State.EVALUATED, State.ARCHIVED)
    }

    assert into[State.CLOSED] == {(Move.CLOSE, State.VERIFIED)}
    assert into[State.VERIFIED] == {(Move.VERIFY, State.REPORTED)}
    assert {move for move, _ in into[State.REPORTED]} == {Move.REPORT}
    assert {origin for _, origin in into[State.EVALUATED] | into[State.ARCHIVED]} <= SETTLED


def test_what_is_archived_or_terminated_stays_so() -> None:
    assert {move for state, move in TABLE if state in {State.ARCHIVED, State.TERMINATED}} <= {Move.NOTE, Move.MEASURE}


def test_every_open_state_can_be_left_by_a_person() -> None:
    for state in OPEN:
        onward = {rule.move for rule in RULES if state in rule.origins and rule.target != "same"}
        assert onward - {Move.TERMINATE}, state


def test_going_back_leads_to_where_it_was(task: Task, book: Rulebook) -> None:
    asked = replace(task, state=State.EXTENSION_ASKED, back_to=State.CO_HANDLING, asked_by=WATER.account)

    assert decide(case(asked, book), Move.GRANT_EXTENSION).target is State.CO_HANDLING


def test_a_button_is_shown_before_the_form_is_filled_in(task: Task, book: Rulebook) -> None:
    working = replace(task, state=State.IN_PROGRESS)
    asked = case(working, book, WATER)

    assert may(asked, Move.REPORT).accepted
    assert decide(asked, Move.REPORT).code == "text-missing"
    assert may(case(working, book, ROADS), Move.REPORT).code == "not-your-unit"
