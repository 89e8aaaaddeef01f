"""The processes beside the web workers do their work, and end when they are told to."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from data.clock import FixedClock
from data.operations.task_reading import story
from tasks.processes import start_clockwork, start_sender
from tasks.webhook import Hook
from tests.tasks.moments import local
from tests.tasks.people import EVERYWHERE, Office
from tests.tasks.receiver import receiving


def until(found: Callable[[], bool]) -> bool:
    """Whether something comes to hold within half a minute."""
    for _ in range(600):
        if found():
            return True
        time.sleep(0.05)
    return False


def end(process: int) -> None:
    """End a process and wait for its end."""
    os.kill(process, signal.SIGTERM)
    os.waitpid(process, 0)


def test_the_clockwork_works_beside(office: Office, tmp_path: Path) -> None:
    task = office.sent()
    process = start_clockwork(
        office.operations, office.book, FixedClock(local("2025-07-01 09:00")), tmp_path, every=0.05
    )

    def marked() -> bool:
        with office.operations.reading() as connection:
            return [e.move for e in story(connection, EVERYWHERE, task.id).record] == ["send", "late"]

    try:
        assert until(marked)
    finally:
        end(process)


def test_the_sender_works_beside(office: Office, tmp_path: Path) -> None:
    with receiving(200) as receiver:
        hook = Hook("test", receiver.url, b"s" * 32)
        process = start_sender(office.operations, hook, FixedClock(office.now), tmp_path, every=0.05)
        try:
            assert until(lambda: bool(office.sent()) and bool(receiver.got))
        finally:
            end(process)
