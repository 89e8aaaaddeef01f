"""What was asked for once is done once: keys that are taken, answered and given back. On both engines."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from data.operations import Operations, once
from data.operations.once import Before


def test_a_key_is_taken_once_and_remembers_where_it_led(operations: Operations) -> None:
    with operations.writing() as connection:
        assert once.take(connection, "k", 0) is None
        assert once.take(connection, "k", 0) == Before(None)
        once.done(connection, "k", "/tasks/7")
        assert once.take(connection, "k", 0) == Before("/tasks/7")
        assert once.take(connection, "other", 0) is None


def test_a_refused_act_gives_its_key_back(operations: Operations) -> None:
    with operations.writing() as connection:
        once.take(connection, "k", 0)
        once.release(connection, "k")
        assert once.look(connection, "k") is None
        assert once.take(connection, "k", 0) is None


def test_of_many_at_once_one_gets_the_key(operations: Operations) -> None:
    def take(_: int) -> bool:
        with operations.writing() as connection:
            return once.take(connection, "k", 0) is None

    with ThreadPoolExecutor(6) as people:
        assert sum(people.map(take, range(30))) == 1


def test_a_key_is_forgotten_after_a_week(operations: Operations) -> None:
    with operations.writing() as connection:
        once.take(connection, "k", 0)
        assert once.take(connection, "k", once.KEPT) is not None
        assert once.take(connection, "k", once.KEPT + 1) is None
