"""Work in processes of its own: what a loop waits with, what ends it with its starter, and work that is waited for."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from threading import Thread

GLANCE = 0.5  # seconds between two looks at whether the starter still lives
_SET_SIGNAL_AT_PARENTS_DEATH = 1  # Linux: prctl(PR_SET_PDEATHSIG)

Wait = Callable[[float], bool]
"""Waits so many seconds; False as soon as there is nobody left to work for."""


def end_with(starter: int) -> None:
    """Have this process killed as soon as the one that started it is gone, however that ended.

    Everything that is kept on disk survives a kill at any moment.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_SIGNAL_AT_PARENTS_DEATH, signal.SIGKILL)
    else:
        Thread(target=_end_when_gone, args=(starter,), daemon=True).start()
    if os.getppid() != starter:  # it was gone before we could ask
        os._exit(1)


def _end_when_gone(starter: int) -> None:
    while os.getppid() == starter:
        time.sleep(GLANCE)
    os._exit(1)


def waiting(alive: Callable[[], bool]) -> Wait:
    """A wait that ends early when `alive` says no."""

    def wait(seconds: float) -> bool:
        until = time.monotonic() + seconds
        while alive():
            left = until - time.monotonic()
            if left <= 0:
                return True
            time.sleep(min(left, GLANCE))
        return False

    return wait


class Job:
    """Work that a process of its own does while the starter does other work, and waits for at last.

    `work` is told where to say how far it is, in thousandths. Connections must be closed before.
    """

    def __init__(self, name: str, work: Callable[[Callable[[int], None]], None]) -> None:
        fork = multiprocessing.get_context("fork")
        starter = os.getpid()

        def run() -> None:
            end_with(starter)
            work(self._say)

        self._done = fork.Value("i", 0)
        self._process = fork.Process(target=run, daemon=True, name=name)
        self._process.start()

    def _say(self, thousandths: int) -> None:
        self._done.value = thousandths

    def wait(self, look: Callable[[int], None]) -> None:
        """Wait for its end; `look` is told now and then how far it is. ErrandFailed when it did not succeed."""
        while self._process.is_alive():
            look(self._done.value)
            self._process.join(GLANCE)
        if self._process.exitcode:
            raise JobFailed(f"{self._process.name} ended with {self._process.exitcode}; the log says why")
        look(1000)


class JobFailed(RuntimeError):
    """A process did not do what it was started for; the sentence names it."""
