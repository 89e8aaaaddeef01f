"""Who is told of what, and that everybody reads their own notices."""

from __future__ import annotations

from data.core.actor import Actor
from data.core.scope import Scope
from data.operations.notifications.notice_store import Notice, mark_read, notices, unread
from tasks.tasks.transitions import TaskTransition
from tests.tasks.people import (
    ANALYST,
    COLLEAGUE,
    LEADER,
    NANHAI_SUPERVISOR,
    ROADS,
    SUPERVISOR,
    WATER,
    WATER_TOO,
    Office,
)


def of(container: Office, actor: Actor) -> tuple[Notice, ...]:
    with container.operations.reading() as connection:
        return notices(connection, actor)


def moves(container: Office, actor: Actor) -> list[str]:
    return [notice.move for notice in reversed(of(container, actor))]


def test_a_dispatch_is_told_to_the_unit_and_to_who_shall_help(container: Office) -> None:
    container.sent(helpers=("transport-bureau",))

    assert [(notice.move, notice.facts["title"]) for notice in of(container, WATER)] == [("send", "内涝点整治未达进度")]
    assert moves(container, ROADS) == ["send"]
    assert moves(container, SUPERVISOR) == []
    assert moves(container, ANALYST) == []


def test_the_sender_hears_how_it_goes_and_the_supervision_what_has_to_be_decided(container: Office) -> None:
    task = container.sent(LEADER)
    container.do(WATER, task, TaskTransition.ACCEPT)
    container.do(WATER, task, TaskTransition.PROGRESS, text="已排查")
    container.do(WATER, task, TaskTransition.ASK_EXTENSION, reason="材料", amount=1)

    assert moves(container, LEADER) == ["accept", "progress", "ask-extension"]
    assert moves(container, SUPERVISOR) == ["ask-extension"]


def test_the_supervision_hears_of_its_own_regions_only(container: Office) -> None:
    container.do(WATER, container.sent(region=440605), TaskTransition.ASK_RETURN, reason="非职责")
    container.do(WATER, container.sent(region=440606), TaskTransition.ASK_RETURN, reason="非职责")

    assert len(of(container, NANHAI_SUPERVISOR)) == 1
    assert len(of(container, COLLEAGUE)) == 2


def test_both_units_hear_of_a_redispatch(container: Office) -> None:
    task = container.sent()
    container.do(WATER, task, TaskTransition.ASK_RETURN, reason="非职责")
    container.do(SUPERVISOR, task, TaskTransition.GRANT_RETURN)
    container.do(SUPERVISOR, task, TaskTransition.REDISPATCH, unit="transport-bureau")

    assert moves(container, WATER) == ["send", "grant-return", "redispatch"]
    assert moves(container, ROADS) == ["redispatch"]


def test_each_person_of_a_unit_reads_for_themselves(container: Office) -> None:
    container.sent()
    container.sent()
    with container.operations.writing() as connection:
        mark_read(connection, WATER, 5, [of(container, WATER)[0].id])
        mark_read(connection, WATER, 6, [of(container, WATER)[0].id])

    with container.operations.reading() as connection:
        assert (unread(connection, WATER), unread(connection, WATER_TOO)) == (1, 2)
        assert [notice.read for notice in notices(connection, WATER)] == [True, False]
        assert len(notices(connection, WATER, unread_only=True)) == 1


def test_everything_can_be_read_at_once_and_nothing_of_others(container: Office) -> None:
    container.sent()
    other = container.sent(unit="transport-bureau")
    with container.operations.writing() as connection:
        mark_read(connection, WATER, 5)
        mark_read(connection, WATER, 5, [of(container, ROADS)[0].id])

    with container.operations.reading() as connection:
        assert (unread(connection, WATER), unread(connection, ROADS)) == (0, 1)
    assert of(container, ROADS)[0].task == other.id


def test_a_scope_without_units_hears_nothing_as_a_unit(container: Office) -> None:
    container.sent()
    nobody = Actor(99, "无单位", "unit", Scope(None, frozenset()), frozenset())

    assert of(container, nobody) == ()
