"""The loops beside the web workers do their work until they are told to end."""

from __future__ import annotations

import time
from collections.abc import Callable

from data.core.clock import FixedClock
from data.core.jobs import Wait, waiting
from data.operations.tasks.task_queries import task_timeline
from runtime.task_processes import run_scheduler, run_sender
from tasks.notifications.webhook import WebhookTarget
from tests.tasks.moments import local
from tests.tasks.people import EVERYWHERE, Office
from tests.tasks.receiver import receiving


def until(found: Callable[[], bool]) -> Wait:
    """A wait that ends the work when something holds, or after half a minute."""
    latest = time.monotonic() + 30
    return waiting(lambda: not found() and time.monotonic() < latest)


def test_the_scheduler_works_until_it_is_told_to_end(container: Office) -> None:
    task = container.sent()

    def record() -> list[str]:
        with container.operations.reading() as connection:
            return [e.move for e in task_timeline(connection, EVERYWHERE, task.id).record]

    late = FixedClock(local("2025-07-01 09:00"))
    run_scheduler(container.operations, container.book, late, until(lambda: len(record()) > 1), every=0.05)

    assert record() == ["send", "late"]


def test_the_sender_works_until_it_is_told_to_end(container: Office) -> None:
    with receiving(200) as receiver:
        hook = WebhookTarget("test", receiver.url, b"s" * 32)
        sent = until(lambda: bool(container.sent()) and bool(receiver.got))
        run_sender(container.operations, hook, FixedClock(container.now), sent, every=0.05)

        assert receiver.got
