"""What was known at a moment, computed beside the web workers: they ask for it here and never compute themselves."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from data.core.actor import Actor
from data.core.clock import Clock, WallClock, from_epoch, to_epoch
from data.core.jobs import Wait
from data.operations import Operations
from data.operations.processes import look_back_queue
from data.operations.processes.look_back_queue import LookBackProgress
from data.snapshots.result_types import NoSnapshot, NothingKnown

log = logging.getLogger("cockpit.look_backs")
EVERY: Final = 0.5  # seconds between two looks at the queue
TELL_EVERY: Final = 1  # seconds between two words on how far a computation is

Progress = Callable[[int, int], None]
Compute = Callable[[datetime, Progress], object]


class BeingComputed(NoSnapshot):
    """What was known at a moment is being computed; how far that is."""

    def __init__(self, standing: LookBackProgress) -> None:
        super().__init__("what was known then is being computed: ask again in a moment")
        self.standing = standing


class NotComputable(NoSnapshot):
    """What was known at a moment could not be computed; the log says why."""


@dataclass(frozen=True)
class LookBacks:
    """The queue, asked by the screens and worked off by one process."""

    operations: Operations
    clock: Clock = field(default_factory=WallClock)

    def ask(self, actor: Actor, moment: datetime) -> BeingComputed:
        """Want a moment that is not stored; returns how it stands. NotComputable, or TooManyLookBacks."""
        who = f"device:{actor.device}" if actor.device else f"account:{actor.account}"
        wanted, now = to_epoch(moment), to_epoch(self.clock.now())
        with self.operations.reading() as connection:
            found = look_back_queue.find(connection, wanted, now)
        if found is None:
            with self.operations.writing() as connection:
                found = look_back_queue.ask(connection, wanted, who, now)
        if found.failed:
            raise NotComputable("what was known then could not be computed")
        return BeingComputed(found)

    def work_off_one(self, compute: Compute) -> bool:
        """Compute the moment whose turn it is and say whether there was one. Raises what `compute` raises."""
        with self.operations.writing() as connection:
            wanted = look_back_queue.take(connection, this_process(), alive, to_epoch(self.clock.now()))
        if wanted is None:
            return False
        try:
            compute(from_epoch(wanted), self._telling(wanted))
        except NothingKnown:
            log.info("nothing was known at a wanted moment")
        except Exception:
            with self.operations.writing() as connection:
                look_back_queue.give_back(connection, wanted, to_epoch(self.clock.now()))
            raise
        with self.operations.writing() as connection:
            look_back_queue.answered(connection, wanted)
        return True

    def any_waiting(self) -> bool:
        """Whether there is anything to do."""
        with self.operations.reading() as connection:
            return look_back_queue.any_open(connection)

    def _telling(self, wanted: int) -> Progress:
        told = 0

        def tell(done: int, total: int) -> None:
            nonlocal told
            now = to_epoch(self.clock.now())
            if now >= told + TELL_EVERY:
                told = now
                with self.operations.writing() as connection:
                    look_back_queue.tell(connection, wanted, done, total, now)

        return tell


def keep_computing(queue: LookBacks, compute: Compute, again: Callable[[], bool]) -> None:
    """Compute what is wanted, one moment at a time, whenever `again` (which waits) says so, until it says no.

    A failure is logged; the moment is tried again at a later turn, a few times.
    """
    while again():
        try:
            while queue.any_waiting() and queue.work_off_one(compute):
                pass
        except Exception:
            log.exception("a look back could not be computed; trying again")


def run_look_backs(queue: LookBacks, compute: Compute, wait: Wait, every: float = EVERY) -> None:
    """Work the queue off until `wait` says no."""
    keep_computing(queue, compute, lambda: wait(every))


def this_process() -> str:
    """How a claim names the process that made it."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}"


def alive(worker: str) -> bool:
    """Whether the process of a claim still runs, as far as this machine can tell: of another's it cannot."""
    host, _, number = worker.rpartition(":")
    if host != socket.gethostname()[:60] or not number.isdigit():
        return True
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
