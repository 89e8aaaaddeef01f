"""The processes beside the web workers: one for what time does to tasks, one for notices that go out.

Close connections before starting one: none may be open when a process parts in two.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess

from data.clock import Clock
from data.operations import Operations
from tasks.case import Rulebook
from tasks.clockwork_loop import Look, keep_time
from tasks.outgoing import keep_sending
from tasks.webhook import Hook

CLOCKWORK_EVERY = 20.0  # seconds; a look that finds nothing due costs one query
SENDER_EVERY = 5.0
Again = Callable[[], bool]


def start_clockwork(
    operations: Operations, book: Rulebook, clock: Clock, look: Look | None = None, every: float = CLOCKWORK_EVERY
) -> BaseProcess:
    """Start the process that reminds, marks late, escalates, resumes and puts away; `look` looks at numbers again."""
    operations.rest()
    return beside(lambda again: keep_time(operations, book, clock, again, look), every)


def start_sender(operations: Operations, hook: Hook, clock: Clock, every: float = SENDER_EVERY) -> BaseProcess:
    """Start the process that sends notices to another system."""
    operations.rest()
    return beside(lambda again: keep_sending(operations, hook, clock, random.random, again), every)


def beside(work: Callable[[Again], None], every: float) -> BaseProcess:
    """Run a loop in a process of its own, a turn every so many seconds; it ends with the process that starts it."""
    parent = os.getpid()

    def again() -> bool:
        time.sleep(every)
        return os.getppid() == parent

    process = multiprocessing.get_context("fork").Process(target=work, args=(again,), daemon=True)
    process.start()
    return process
