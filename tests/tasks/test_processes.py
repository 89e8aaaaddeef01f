"""The processes beside the web workers do their work, and end when they are told to or their parent goes."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable
from pathlib import Path

from data.clock import FixedClock
from data.operations.task_reading import story
from tasks.processes import beside, start_clockwork, start_sender
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


def test_the_clockwork_works_beside(office: Office) -> None:
    task = office.sent()
    process = start_clockwork(office.operations, office.book, FixedClock(local("2025-07-01 09:00")), every=0.05)

    def marked() -> bool:
        with office.operations.reading() as connection:
            return [e.move for e in story(connection, EVERYWHERE, task.id).record] == ["send", "late"]

    try:
        assert until(marked)
    finally:
        process.terminate()
        process.join()


def test_the_sender_works_beside(office: Office) -> None:
    with receiving(200) as receiver:
        hook = Hook("test", receiver.url, b"s" * 32)
        process = start_sender(office.operations, hook, FixedClock(office.now), every=0.05)
        try:
            assert until(lambda: bool(office.sent()) and bool(receiver.got))
        finally:
            process.terminate()
            process.join()


def _start_and_go(folder: Path) -> None:
    def work(again: Callable[[], bool]) -> None:
        (folder / "began").write_text(str(os.getpid()))
        while again():
            pass
        (folder / "ended").touch()

    beside(work, 0.05)
    assert until((folder / "began").exists)
    os._exit(0)  # as if it were killed: nobody ends the child


def test_it_ends_when_its_parent_is_gone(tmp_path: Path) -> None:
    parent = multiprocessing.get_context("fork").Process(target=_start_and_go, args=(tmp_path,))
    parent.start()
    parent.join(60)

    assert until((tmp_path / "ended").exists)
