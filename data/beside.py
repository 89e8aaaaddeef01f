"""Processes beside the web server: they end with the one that starts them, and with nothing else.

Those that stay are not multiprocessing's: its processes are ended by whichever forked child of the starter exits
first, so that one web worker that is replaced would take the watch with it.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

log = logging.getLogger("cockpit.beside")
GLANCE = 0.5  # seconds between two looks at whether the starter still lives

Wait = Callable[[float], bool]
"""Waits so many seconds; False as soon as there is nobody left to work for."""


def start_beside(name: str, work: Callable[[Wait], None], folder: Path) -> int:
    """Start `work` in a process of its own; returns its number, which also stands in `folder`/NAME.pid.

    Ctrl+C is for the starter: when that has ended, `work` is told so by its wait. Connections must be closed before.
    """
    starter = os.getpid()
    child = os.fork()
    if child:
        (folder / f"{name}.pid").write_text(f"{child}\n")
        return child
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        work(waiting(lambda: os.getppid() == starter))
        status = 0
    except Exception:
        log.exception("the process %s has ended", name)
    finally:
        os._exit(status)  # nothing of the starter is tidied up here


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


class Errand:
    """Work that a process of its own does while the starter does other work, and waits for at last.

    `work` is told where to say how far it is, in thousandths. Connections must be closed before.
    """

    def __init__(self, name: str, work: Callable[[Callable[[int], None]], None]) -> None:
        fork = multiprocessing.get_context("fork")
        self._done = fork.Value("i", 0)
        self._process = fork.Process(target=work, args=(self._say,), daemon=True, name=name)
        self._process.start()

    def _say(self, thousandths: int) -> None:
        self._done.value = thousandths

    def wait(self, look: Callable[[int], None]) -> None:
        """Wait for its end; `look` is told now and then how far it is. ErrandFailed when it did not succeed."""
        while self._process.is_alive():
            look(self._done.value)
            self._process.join(GLANCE)
        if self._process.exitcode:
            raise ErrandFailed(f"{self._process.name} ended with {self._process.exitcode}; the log says why")
        look(1000)


class ErrandFailed(RuntimeError):
    """A process did not do what it was started for; the sentence names it."""
