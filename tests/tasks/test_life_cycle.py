"""Tasks on their way, on both engines: the straight way, what is refused, and what each move writes."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import DatabaseError

from data.core.scope import Scope, ScopeMissing
from data.operations.tasks.task_queries import NoTask, one, task_timeline
from data.operations.tasks.task_tables import task as task_table
from data.operations.tasks.task_tables import task_entry, task_round
from indicators.tasks.model import Task, TaskTimeline
from indicators.tasks.states import TaskState
from tasks.tasks.dispatch import send, write
from tasks.tasks.policy import terms_of
from tasks.tasks.transitions import TaskTransition
from tests.tasks.moments import epoch, local
from tests.tasks.people import (
    ANALYST,
    CLOCK,
    COLLEAGUE,
    EVERYWHERE,
    LEADER,
    NANHAI_SUPERVISOR,
    ROADS,
    SUPERVISOR,
    WATER,
    WATER_TOO,
    Office,
    code_of,
    draft,
)


def told(container: Office, task: Task) -> TaskTimeline:
    with container.operations.reading() as connection:
        return task_timeline(connection, EVERYWHERE, task.id)


def test_the_straight_way_from_dispatch_to_archive(container: Office) -> None:
    task = container.sent()
    container.do(WATER, task, TaskTransition.ACCEPT)
    container.do(WATER, task, TaskTransition.START)
    container.do(WATER, task, TaskTransition.PROGRESS, text="已排查")
    container.do(WATER, task, TaskTransition.REPORT, text="已完成整治")
    container.do(SUPERVISOR, task, TaskTransition.VERIFY)
    container.do(SUPERVISOR, task, TaskTransition.CLOSE)
    container.do(LEADER, task, TaskTransition.RATE, stars=5)
    container.do(SUPERVISOR, task, TaskTransition.CALL_BACK, resolved=True, satisfied=True)
    container.do(SUPERVISOR, task, TaskTransition.ARCHIVE)

    found = told(container, task)

    assert found.task.state is TaskState.ARCHIVED
    assert [entry.move for entry in found.record] == [
        "send", "accept", "start", "progress", "report", "verify", "close", "rate", "call-back", "archive",
    ]  # fmt: skip
    assert [entry.n for entry in found.record] == list(range(1, 11))
    assert (found.task.stars, found.task.resolved, found.task.satisfied) == (5, True, True)
    assert container.operations.pulses()["tasks"] == 10


def test_an_entry_says_who_for_which_unit_when_and_what_changed(container: Office) -> None:
    task = container.sent()
    container.later(hours=1)

    container.do(WATER, task, TaskTransition.ACCEPT)

    entry = told(container, task).record[-1]
    assert (entry.actor, entry.name, entry.role, entry.unit) == (10, "水利局甲", "unit", "water-bureau")
    assert (entry.origin, entry.target, entry.at) == (
        TaskState.DISPATCHED,
        TaskState.ACCEPTED,
        epoch("2025-06-30 11:00"),
    )
    assert entry.before == {"state": "dispatched", "accepted_at": None}
    assert entry.after == {"state": "accepted", "accepted_at": epoch("2025-06-30 11:00")}


def test_deadlines_come_from_the_policy_by_kind_and_urgency(container: Office) -> None:
    task = container.sent()

    assert task.due_accept == epoch("2025-06-30 16:30")
    assert task.due_feedback == epoch("2025-07-07 17:30")
    assert task.due_close == epoch("2025-07-21 17:30")


def test_a_deadline_set_by_hand_holds_for_all_of_them(container: Office) -> None:
    task = container.sent(until=local("2025-06-30 12:00"))

    assert {task.due_accept, task.due_feedback, task.due_close} == {epoch("2025-06-30 12:00")}
    assert container.code(SUPERVISOR, container.sent(), TaskTransition.CLOSE) == "not-in-this-state"


def test_the_policy_is_frozen_into_the_task_when_it_is_sent(container: Office) -> None:
    task = container.sent()
    stricter = container.book.policy.model_copy(update={"kinds": {}})

    container.book = type(container.book)(container.book.catalogue, stricter, container.book.days)
    container.do(WATER, task, TaskTransition.ACCEPT)
    container.do(WATER, task, TaskTransition.ASK_EXTENSION, reason="汛期", amount=5)
    extended = container.do(SUPERVISOR, task, TaskTransition.GRANT_EXTENSION)

    assert str(terms_of(extended).terms.close) == "15 working-days"
    assert extended.due_close == epoch("2025-07-28 17:30")


def test_nobody_judges_their_own_report(container: Office) -> None:
    both = type(WATER)(10, "两职", "unit", Scope(None, frozenset({"water-bureau"})), WATER.rights | SUPERVISOR.rights)
    task = container.sent()
    container.do(both, task, TaskTransition.ACCEPT)
    container.do(both, task, TaskTransition.REPORT, text="已完成")

    assert container.code(both, task, TaskTransition.VERIFY) == "same-person"
    assert container.code(both, task, TaskTransition.REJECT, reason="不够") == "same-person"
    assert container.do(SUPERVISOR, task, TaskTransition.VERIFY).state is TaskState.VERIFIED


def test_the_database_itself_refuses_a_closed_task_that_nobody_else_verified(container: Office) -> None:
    task = container.reported()
    closed = update(task_table).where(task_table.c.id == task.id).values(state="closed")

    for verifier in (None, WATER.account):
        with pytest.raises(DatabaseError), container.operations.writing() as connection:
            connection.execute(closed.values(verified_at=1, verifier=verifier))


def test_the_record_can_only_grow(container: Office) -> None:
    task = container.sent()

    for statement in (task_entry.update().values(name="别人"), task_entry.delete()):
        with pytest.raises(DatabaseError), container.operations.writing() as connection:
            connection.execute(statement)

    assert [entry.name for entry in told(container, task).record] == [SUPERVISOR.name]


@pytest.mark.parametrize(
    ("actor", "move", "given", "code"),
    [
        (ANALYST, TaskTransition.ACCEPT, {}, "no-right"),
        (LEADER, TaskTransition.ACCEPT, {}, "no-right"),
        (WATER, TaskTransition.SUSPEND, {"reason": "等"}, "not-in-this-state"),
        (WATER, TaskTransition.TERMINATE, {"reason": "不做"}, "not-overseeing"),
        (WATER, TaskTransition.ESCALATE, {"reason": "急"}, "no-right"),
        (WATER, TaskTransition.ASK_RETURN, {}, "reason-missing"),
        (WATER, TaskTransition.ASK_RETURN, {"reason": " "}, "reason-missing"),
        (WATER, TaskTransition.ASK_RETURN, {"reason": "长" * 501}, "too-long"),
        (SUPERVISOR, TaskTransition.LATE, {}, "clock-only"),
        (SUPERVISOR, TaskTransition.NOTE, {}, "text-missing"),
        (SUPERVISOR, TaskTransition.NOTE, {"text": "长" * 4001}, "too-long"),
        (ANALYST, TaskTransition.NOTE, {"text": "看"}, "no-right"),
        (NANHAI_SUPERVISOR, TaskTransition.ESCALATE, {"reason": "急"}, "no-task"),
        (ROADS, TaskTransition.ACCEPT, {}, "no-task"),
    ],
)
def test_a_dispatched_task_refuses(
    context: Office, actor: object, move: TaskTransition, given: dict[str, object], code: str
) -> None:
    assert context.code(actor, context.sent(), move, **given) == code  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": " "}, "title-missing"),
        ({"title": "长" * 121}, "too-long"),
        ({"what": "长" * 4001}, "too-long"),
        ({"unit": "nobody"}, "unknown-unit"),
        ({"unit": ""}, "unknown-unit"),
        ({"kind": "nothing"}, "unknown-kind"),
        ({"region": 999}, "unknown-region"),
        ({"helpers": ("nobody",)}, "unknown-unit"),
        ({"helpers": ("water-bureau",)}, "asked-already"),
        ({"until": local("2025-06-30 09:59")}, "until-past"),
    ],
)
def test_a_draft_that_cannot_be_sent_leaves_nothing_behind(
    context: Office, changes: dict[str, object], code: str
) -> None:
    outcome = send(context.operations, context.book, SUPERVISOR, context.now, draft(**changes))

    assert (code_of(outcome), outcome.task) == (code, None)
    with context.operations.reading() as connection, pytest.raises(NoTask):
        one(connection, EVERYWHERE, 1, SUPERVISOR.account)


def test_only_who_dispatches_in_a_region_sends_there(context: Office) -> None:
    southern = type(LEADER)(9, "南海", "leader", Scope.of_regions({440605}), frozenset({"task.dispatch"}))

    assert code_of(send(context.operations, context.book, WATER, context.now, draft())) == "no-right"
    assert code_of(send(context.operations, context.book, southern, context.now, draft())) == "out-of-scope"
    assert send(context.operations, context.book, southern, context.now, draft(region=440605)).done


def test_supervision_has_three_steps(context: Office) -> None:
    task = context.sent()
    for step in (1, 2, 3):
        assert context.do(SUPERVISOR, task, TaskTransition.ESCALATE, reason="久拖未办").supervision == step

    assert context.code(SUPERVISOR, task, TaskTransition.ESCALATE, reason="再升") == "highest-step"


def test_what_time_does_is_not_done_by_people(context: Office) -> None:
    task = context.sent()
    late = context.do(CLOCK, task, TaskTransition.LATE, reason="close")

    assert late.version == task.version
    assert context.code(COLLEAGUE, task, TaskTransition.MEASURE) == "clock-only"


def test_a_read_without_a_scope_raises(context: Office) -> None:
    task = context.sent()
    with context.operations.reading() as connection, pytest.raises(ScopeMissing):
        one(connection, None, task.id)  # type: ignore[arg-type]


def test_facts_of_the_subject_are_kept(context: Office) -> None:
    assert json.loads(context.sent().facts) == {"value": 81.0}


def test_a_colleague_of_the_same_unit_carries_on(context: Office) -> None:
    task = context.sent()
    context.do(WATER, task, TaskTransition.ACCEPT)
    context.now += timedelta(hours=1)

    assert context.do(WATER_TOO, task, TaskTransition.REPORT, text="完成").reporter == WATER_TOO.account


def test_a_draft_is_its_writer_s_until_it_is_sent(context: Office) -> None:
    made = write(context.operations, context.book, LEADER, context.now, draft(helpers=("transport-bureau",)))
    assert made.task is not None
    assert context.code(SUPERVISOR, made.task, TaskTransition.SEND) == "no-task"
    edited = context.do(LEADER, made.task, TaskTransition.EDIT, draft=draft(title="改题", helpers=("ecology-bureau",)))
    sent = context.do(LEADER, made.task, TaskTransition.SEND)

    assert (edited.title, sent.state) == ("改题", TaskState.DISPATCHED)
    assert [part.unit for part in told(context, sent).parts] == ["ecology-bureau"]
    with context.operations.reading() as connection:
        assert connection.execute(task_round.select()).all()[0].round == 1


def test_the_same_key_never_makes_two_entries(context: Office) -> None:
    task = context.sent(once="k1")

    row: dict[str, object] = {c.name: "" for c in task_entry.c} | {"task": task.id, "n": 9, "at": 1, "version": 1}
    row |= {"actor": SUPERVISOR.account, "once": "k1", "origin": None}

    with pytest.raises(DatabaseError), context.operations.writing() as connection:
        connection.execute(insert(task_entry).values(**row))
