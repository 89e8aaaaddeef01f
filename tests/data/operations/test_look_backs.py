"""The queue of looks back: one at a time, none lost with a process that dies, and nobody fills it alone."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from data.core.actor import Actor
from data.core.clock import FixedClock
from data.operations import Operations
from data.operations.processes import look_back_queue
from data.operations.processes.look_back_queue import LEASE, OPEN_ALL, OPEN_EACH, RETRY, TRIES, TooManyLookBacks
from data.snapshots.look_backs import LookBacks, NotComputable, keep_computing

START = datetime(2025, 6, 30, 2, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def queue(operations: Operations) -> LookBacks:
    return LookBacks(operations, FixedClock(START))


def person(account: int) -> Actor:
    return replace(Actor.cockpit(), account=account)


def nothing(moment: datetime, progress: Callable[[int, int], None]) -> None:
    """Computed at once."""


def later(queue: LookBacks, seconds: float) -> LookBacks:
    return replace(queue, clock=FixedClock(queue.clock.now() + timedelta(seconds=seconds)))


def claimed(queue: LookBacks, worker: str, alive: bool = True, seconds: int = 0) -> int | None:
    now = int(START.timestamp()) + seconds
    with queue.operations.writing() as connection:
        return look_back_queue.take(connection, worker, lambda _: alive, now)


def test_moments_are_computed_in_the_order_they_were_asked_for_and_once_each(queue: LookBacks) -> None:
    for n, (account, wanted) in enumerate([(1, START - DAY), (2, START - 2 * DAY), (3, START - DAY)]):
        later(queue, n).ask(person(account), wanted)
    computed: list[datetime] = []
    turns = iter([True])

    keep_computing(queue, lambda moment, _: computed.append(moment), lambda: next(turns, False))

    assert computed == [START - DAY, START - 2 * DAY]
    assert not queue.any_waiting()


def test_who_waits_is_told_how_far_it_is_and_how_many_are_before(queue: LookBacks) -> None:
    queue.ask(person(1), START - DAY)
    told = []

    def compute(moment: datetime, progress: Callable[[int, int], None]) -> None:
        progress(3, 10)
        told.append(queue.ask(person(1), START - DAY).standing)
        told.append(later(queue, 1).ask(person(1), START - 2 * DAY).standing)

    assert queue.work_off_one(compute)
    assert [(one.done, one.total, one.before) for one in told] == [(3, 10, 0), (0, 0, 1)]


def test_only_one_process_computes_at_a_time(queue: LookBacks) -> None:
    for n in (1, 2):
        queue.ask(person(n), START - n * DAY)

    assert claimed(queue, "here:1") is not None
    assert claimed(queue, "here:2") is None


@pytest.mark.parametrize(("alive", "seconds"), [(False, 1), (True, LEASE + 1)])
def test_what_a_dead_or_silent_process_had_claimed_is_taken_again(queue: LookBacks, alive: bool, seconds: int) -> None:
    queue.ask(person(1), START - DAY)
    first = claimed(queue, "here:1")

    assert claimed(queue, "here:2", alive, seconds) == first


def test_a_process_killed_in_the_middle_loses_nothing(queue: LookBacks) -> None:
    queue.ask(person(1), START - DAY)
    queue.operations.dispose()
    child = os.fork()
    if child == 0:
        try:
            queue.work_off_one(lambda moment, progress: time.sleep(60))
        finally:
            os._exit(1)
    until = time.monotonic() + 20
    while not running(queue) and time.monotonic() < until:
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    computed: list[datetime] = []

    assert queue.work_off_one(lambda moment, _: computed.append(moment))
    assert computed == [START - DAY]


def running(queue: LookBacks) -> bool:
    with queue.operations.reading() as connection:
        return look_back_queue.claimed(connection) > 0


def test_what_fails_again_and_again_is_given_up_told_and_may_be_asked_for_later(
    queue: LookBacks, caplog: pytest.LogCaptureFixture
) -> None:
    queue.ask(person(1), START - DAY)
    tried: list[datetime] = []
    turns = iter([True] * (TRIES + 2))

    def breaks(moment: datetime, progress: Callable[[int, int], None]) -> None:
        tried.append(moment)
        raise RuntimeError("no room")

    keep_computing(queue, breaks, lambda: next(turns, False))

    assert len(tried) == TRIES
    assert "could not be computed" in caplog.text
    with pytest.raises(NotComputable):
        queue.ask(person(1), START - DAY)
    assert not later(queue, RETRY + 1).ask(person(1), START - DAY).standing.failed


def test_one_account_has_few_moments_open_and_joins_those_of_others_freely(queue: LookBacks) -> None:
    for n in range(OPEN_EACH):
        queue.ask(person(1), START - n * DAY)
    later(queue, 1).ask(person(2), START - 50 * DAY)

    with pytest.raises(TooManyLookBacks):
        queue.ask(person(1), START - 60 * DAY)
    queue.ask(person(1), START - 50 * DAY)
    assert queue.work_off_one(nothing)
    queue.ask(person(1), START - 60 * DAY)


def test_all_together_ask_for_no_more_than_is_kept(queue: LookBacks) -> None:
    for n in range(OPEN_ALL):
        queue.ask(person(n), START - n * DAY)

    with pytest.raises(TooManyLookBacks, match="later"):
        queue.ask(person(99), START - 99 * DAY)
