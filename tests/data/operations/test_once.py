"""What was asked for once is done once: keys that are taken, answered and given back. On both engines."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from data.operations import Operations
from data.operations.accounts import idempotency
from data.operations.accounts.idempotency import EarlierRequest


def test_a_key_is_taken_once_and_remembers_where_it_led(operations: Operations) -> None:
    with operations.writing() as connection:
        assert idempotency.take(connection, "k", 0) is None
        assert idempotency.take(connection, "k", 0) == EarlierRequest(None)
        idempotency.done(connection, "k", "/tasks/7")
        assert idempotency.take(connection, "k", 0) == EarlierRequest("/tasks/7")
        assert idempotency.take(connection, "other", 0) is None


def test_a_refused_act_gives_its_key_back(operations: Operations) -> None:
    with operations.writing() as connection:
        idempotency.take(connection, "k", 0)
        idempotency.release(connection, "k")
        assert idempotency.look(connection, "k") is None
        assert idempotency.take(connection, "k", 0) is None


def test_of_many_at_once_one_gets_the_key(operations: Operations) -> None:
    def take(_: int) -> bool:
        with operations.writing() as connection:
            return idempotency.take(connection, "k", 0) is None

    with ThreadPoolExecutor(6) as people:
        assert sum(people.map(take, range(30))) == 1


def test_a_key_is_forgotten_after_a_week(operations: Operations) -> None:
    with operations.writing() as connection:
        idempotency.take(connection, "k", 0)
        assert idempotency.take(connection, "k", idempotency.KEPT) is not None
        assert idempotency.take(connection, "k", idempotency.KEPT + 1) is None
