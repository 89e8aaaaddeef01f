"""Who is told of what, and that everybody reads their own notices."""

from __future__ import annotations

from data.core.actor import Actor
from data.core.scope import Scope
from data.operations.notifications.notice_store import Notice, mark_read, notices, unread
from tasks.tasks.transitions import Transition
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


def of(office: Office, asker: Actor) -> tuple[Notice, ...]:
    with office.operations.reading() as connection:
        return notices(connection, asker)


def moves(office: Office, asker: Actor) -> list[str]:
    return [notice.move for notice in reversed(of(office, asker))]


def test_a_dispatch_is_told_to_the_unit_and_to_who_shall_help(office: Office) -> None:
    office.sent(helpers=("transport-bureau",))

    assert [(notice.move, notice.facts["title"]) for notice in of(office, WATER)] == [("send", "内涝点整治未达进度")]
    assert moves(office, ROADS) == ["send"]
    assert moves(office, SUPERVISOR) == []
    assert moves(office, ANALYST) == []


def test_the_sender_hears_how_it_goes_and_the_supervision_what_has_to_be_decided(office: Office) -> None:
    task = office.sent(LEADER)
    office.do(WATER, task, Transition.ACCEPT)
    office.do(WATER, task, Transition.PROGRESS, text="已排查")
    office.do(WATER, task, Transition.ASK_EXTENSION, reason="材料", amount=1)

    assert moves(office, LEADER) == ["accept", "progress", "ask-extension"]
    assert moves(office, SUPERVISOR) == ["ask-extension"]


def test_the_supervision_hears_of_its_own_regions_only(office: Office) -> None:
    office.do(WATER, office.sent(region=440605), Transition.ASK_RETURN, reason="非职责")
    office.do(WATER, office.sent(region=440606), Transition.ASK_RETURN, reason="非职责")

    assert len(of(office, NANHAI_SUPERVISOR)) == 1
    assert len(of(office, COLLEAGUE)) == 2


def test_both_units_hear_of_a_redispatch(office: Office) -> None:
    task = office.sent()
    office.do(WATER, task, Transition.ASK_RETURN, reason="非职责")
    office.do(SUPERVISOR, task, Transition.GRANT_RETURN)
    office.do(SUPERVISOR, task, Transition.REDISPATCH, unit="transport-bureau")

    assert moves(office, WATER) == ["send", "grant-return", "redispatch"]
    assert moves(office, ROADS) == ["redispatch"]


def test_each_person_of_a_unit_reads_for_themselves(office: Office) -> None:
    office.sent()
    office.sent()
    with office.operations.writing() as connection:
        mark_read(connection, WATER, 5, [of(office, WATER)[0].id])
        mark_read(connection, WATER, 6, [of(office, WATER)[0].id])

    with office.operations.reading() as connection:
        assert (unread(connection, WATER), unread(connection, WATER_TOO)) == (1, 2)
        assert [notice.read for notice in notices(connection, WATER)] == [True, False]
        assert len(notices(connection, WATER, unread_only=True)) == 1


def test_everything_can_be_read_at_once_and_nothing_of_others(office: Office) -> None:
    office.sent()
    other = office.sent(unit="transport-bureau")
    with office.operations.writing() as connection:
        mark_read(connection, WATER, 5)
        mark_read(connection, WATER, 5, [of(office, ROADS)[0].id])

    with office.operations.reading() as connection:
        assert (unread(connection, WATER), unread(connection, ROADS)) == (0, 1)
    assert of(office, ROADS)[0].task == other.id


def test_a_scope_without_units_hears_nothing_as_a_unit(office: Office) -> None:
    office.sent()
    nobody = Actor(99, "无单位", "unit", Scope(None, frozenset()), frozenset())

    assert of(office, nobody) == ()
