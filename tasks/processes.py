"""The processes beside the web workers: one for what time does, one for notices that go out."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable

Again = Callable[[], bool]


def beside(work: Callable[[Again], None], every: float) -> None:
    """Run a loop in a process of its own, a turn every so many seconds; it ends with the process that starts it.

    Close connections before: none may be open when a process parts in two.
    """
    parent = os.getpid()

    def again() -> bool:
        time.sleep(every)
        return os.getppid() == parent

    multiprocessing.get_context("fork").Process(target=work, args=(again,), daemon=True).start()
