"""Several people and processes at once, on both engines: one wins, the others are told, nothing is lost."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Callable
from multiprocessing.queues import Queue
from typing import Any

from sqlalchemy import select

from data.core.actor import Actor
from data.operations import open_operations
from data.operations.tasks.task_queries import one, task_timeline
from data.operations.tasks.task_tables import task as task_table
from indicators.tasks.model import Tier
from indicators.tasks.states import TaskState
from tasks.tasks.commands import TaskActionResult, act_on_task
from tasks.tasks.dispatch import send, split, write
from tasks.tasks.transition import RuleSet
from tasks.tasks.transitions import Payload, TaskTransition
from tests.tasks.people import COLLEAGUE, EVERYWHERE, NOW, SANSHUI, SUPERVISOR, WATER, WATER_TOO, Office, code_of, draft

FORK = multiprocessing.get_context("fork")
Work = Callable[[str, RuleSet, int], Any]


def at_once(container: Office, url: str, work: Work, people: int) -> list[Any]:
    """What each of several processes answers that begin at the same moment, each with its own connection."""
    container.operations.dispose()
    answers: Queue[Any] = FORK.Queue()
    start = FORK.Barrier(people)

    def run(number: int) -> None:
        start.wait(30)
        answers.put(work(url, container.book, number))

    crowd = [FORK.Process(target=run, args=(number,)) for number in range(people)]
    for process in crowd:
        process.start()
    found = [answers.get(timeout=60) for _ in crowd]
    for process in crowd:
        process.join(60)
        assert process.exitcode == 0
    return found


def judge(number: int) -> Work:
    """One supervisor verifies, the other rejects, both looking at the same version."""

    def work(url: str, book: RuleSet, who: int) -> Any:
        actor, move = ((SUPERVISOR, TaskTransition.VERIFY), (COLLEAGUE, TaskTransition.REJECT))[who]
        operations = open_operations(url)
        outcome = act_on_task(operations, book, actor, NOW, number, move, Payload(reason="现场不符"), seen=3)
        operations.dispose()
        facts = dict(outcome.refusal.facts) if outcome.refusal else {}
        return actor.name, code_of(outcome), facts, [e.move for e in outcome.meanwhile]

    return work


def test_of_two_who_judge_at_once_one_wins_and_the_other_is_told(container: Office, warehouse_url: str) -> None:
    task = container.reported()
    assert task.version == 3

    answers = at_once(container, warehouse_url, judge(task.id), 2)

    by_code = {code: (name, facts, meanwhile) for name, code, facts, meanwhile in answers}
    assert set(by_code) == {"accepted", "overtaken"}
    winner, (_, facts, meanwhile) = by_code["accepted"][0], by_code["overtaken"]
    assert facts["name"] == winner
    assert meanwhile == [{"督查员": "verify", "另一督查员": "reject"}[winner]]
    with container.operations.reading() as connection:
        found = task_timeline(connection, EVERYWHERE, task.id)
    assert [entry.move for entry in found.record][:-1] == ["send", "accept", "report"]
    assert (found.record[-1].name, found.task.version) == (winner, 4)


def dispatch_once(url: str, book: RuleSet, who: int) -> Any:
    operations = open_operations(url)
    outcome = send(operations, book, SUPERVISOR, NOW, draft(), once="double-click")
    operations.dispose()
    assert outcome.task is not None
    return outcome.task.id, outcome.again


def test_a_send_that_comes_several_times_with_one_key_makes_one_task(container: Office, warehouse_url: str) -> None:
    answers = at_once(container, warehouse_url, dispatch_once, 4)

    assert len({number for number, _ in answers}) == 1
    assert Counter(again for _, again in answers) == {False: 1, True: 3}
    with container.operations.reading() as connection:
        assert len(connection.execute(select(task_table.c.id)).all()) == 1


def write_notes(number: int, each: int) -> Work:
    def work(url: str, book: RuleSet, who: int) -> Any:
        actor: Actor = (WATER, WATER_TOO, SUPERVISOR)[who]
        operations = open_operations(url)
        codes = [
            code_of(act_on_task(operations, book, actor, NOW, number, TaskTransition.NOTE, Payload(text=f"{who}-{n}")))
            for n in range(each)
        ]
        operations.dispose()
        return codes

    return work


def test_nothing_that_is_said_at_once_is_lost(container: Office, warehouse_url: str) -> None:
    task = container.sent()

    answers = at_once(container, warehouse_url, write_notes(task.id, 8), 3)

    assert {code for codes in answers for code in codes} == {"accepted"}
    with container.operations.reading() as connection:
        found = task_timeline(connection, EVERYWHERE, task.id)
    assert [entry.n for entry in found.record] == list(range(1, 26))
    assert Counter(entry.text for entry in found.record[1:]) == {f"{w}-{n}": 1 for w in range(3) for n in range(8)}


def accept_or_return(number: int) -> Work:
    def work(url: str, book: RuleSet, who: int) -> Any:
        operations = open_operations(url)
        move = (TaskTransition.ACCEPT, TaskTransition.ASK_RETURN)[who]
        outcome = act_on_task(
            operations, book, (WATER, WATER_TOO)[who], NOW, number, move, Payload(reason="非职责"), seen=1
        )
        operations.dispose()
        return move, code_of(outcome)

    return work


def test_two_people_of_a_unit_do_not_cross_each_other(container: Office, warehouse_url: str) -> None:
    task = container.sent()

    answers = dict(at_once(container, warehouse_url, accept_or_return(task.id), 2))

    assert sorted(answers.values()) == ["accepted", "overtaken"]
    with container.operations.reading() as connection:
        state = one(connection, EVERYWHERE, task.id).state
    assert state is (TaskState.ACCEPTED if answers[TaskTransition.ACCEPT] == "accepted" else TaskState.RETURN_ASKED)


def test_a_key_used_for_something_else_is_refused(context: Office) -> None:
    task, other = context.sent(once="k"), context.sent()

    assert code_of(context.try_(SUPERVISOR, other, TaskTransition.NOTE, once="k", text="注")) == "key-used"
    assert context.try_(SUPERVISOR, other, TaskTransition.NOTE, once="n", text="注").done
    again = context.try_(SUPERVISOR, other, TaskTransition.NOTE, once="n", text="注")
    assert (again.done, again.again, code_of(again)) == (True, True, "done-before")
    assert code_of(context.try_(SUPERVISOR, task, TaskTransition.NOTE, once="n", text="注")) == "key-used"
    assert context.try_(
        WATER, task, TaskTransition.NOTE, once="n", text="注"
    ).done  # another person's key is another key


def test_a_note_of_somebody_else_does_not_stand_in_the_way(context: Office) -> None:
    task = context.sent()
    context.do(SUPERVISOR, task, TaskTransition.NOTE, text="请抓紧")

    assert context.try_(WATER, task, TaskTransition.ACCEPT, seen=task.version).done


def test_sending_and_writing_twice_with_one_key_is_once(context: Office) -> None:
    sends = [send(context.operations, context.book, SUPERVISOR, NOW, draft(), once="s") for _ in range(2)]
    drafts = [write(context.operations, context.book, SUPERVISOR, NOW, draft(), once="w") for _ in range(2)]

    for first, second in (sends, drafts):
        assert (first.again, second.again) == (False, True)
        assert first.task == second.task
    assert code_of(send(context.operations, context.book, SUPERVISOR, NOW, draft(), once="w")) == "key-used"


def test_a_split_is_refused_where_its_task_moved_on_or_cannot_be_seen(context: Office) -> None:
    task = context.sent(unit="sanshui-government", region=440607, tier=Tier.DISTRICT)
    part = draft(unit="leping-government", region=440607103, tier=Tier.TOWN)

    def split_by(actor: Actor, seen: int | None = None) -> TaskActionResult:
        return split(context.operations, context.book, actor, NOW, task.id, part, seen=seen)

    assert code_of(split_by(WATER)) == "no-task"
    assert code_of(split_by(SANSHUI)) == "not-in-this-state"
    context.do(SANSHUI, task, TaskTransition.ACCEPT)
    assert code_of(split_by(SUPERVISOR)) == "no-right"
    late = split_by(SANSHUI, seen=task.version)
    assert (code_of(late), [entry.move for entry in late.meanwhile]) == ("overtaken", ["accept"])
    assert split_by(SANSHUI, seen=task.version + 1).done


def test_who_was_released_since_is_told_that_it_was_done(context: Office) -> None:
    """The answer to a repeated act, also when the task is no longer for who asks."""
    task = context.sent()
    asked = context.try_(WATER, task, TaskTransition.ASK_RETURN, once="r", reason="非职责")
    context.do(SUPERVISOR, task, TaskTransition.GRANT_RETURN)
    context.do(SUPERVISOR, task, TaskTransition.REDISPATCH, unit="transport-bureau")

    again = context.try_(WATER, task, TaskTransition.ASK_RETURN, once="r", reason="非职责")

    assert (asked.done, again.done, again.again, again.task) == (True, True, True, None)
