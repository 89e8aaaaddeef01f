"""The processes beside the web workers: one for what time does to tasks, one for notices that go out."""

from __future__ import annotations

import random
from pathlib import Path

from data.beside import start_beside
from data.clock import Clock
from data.operations import Operations
from tasks.case import Rulebook
from tasks.clockwork_loop import Look, keep_time
from tasks.outgoing import keep_sending
from tasks.webhook import Hook

CLOCKWORK_EVERY = 20.0  # seconds; a look that finds nothing due costs one query
SENDER_EVERY = 5.0


def start_clockwork(
    operations: Operations,
    book: Rulebook,
    clock: Clock,
    folder: Path,
    look: Look | None = None,
    every: float = CLOCKWORK_EVERY,
) -> int:
    """Start the process that reminds, marks late, escalates, resumes and puts away; `look` looks at numbers again.

    Returns its number, which also stands in `folder`/clockwork.pid.
    """
    operations.rest()
    return start_beside("clockwork", lambda wait: keep_time(operations, book, clock, lambda: wait(every), look), folder)


def start_sender(operations: Operations, hook: Hook, clock: Clock, folder: Path, every: float = SENDER_EVERY) -> int:
    """Start the process that sends notices to another system; its number, also in `folder`/sender.pid."""
    operations.rest()
    return start_beside(
        "sender", lambda wait: keep_sending(operations, hook, clock, random.random, lambda: wait(every)), folder
    )
