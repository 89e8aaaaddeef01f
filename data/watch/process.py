"""The process that watches: one turn a second, beside the web workers."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from data.beside import start_beside

log = logging.getLogger("cockpit.watch")
EVERY = 1.0  # seconds between two turns


def keep_watching(open_watch: Callable[[], Callable[[], bool]], again: Callable[[], bool]) -> None:
    """Turn after turn whenever `again` (which waits) says so. `open_watch` gives the turn of a watch.

    A failure is logged, and the next turn begins with a watch opened anew from what was kept: nothing is lost, since
    an arrival counts as seen only when everything that follows from it is written.
    """
    turn: Callable[[], bool] | None = None
    more = False
    while more or again():
        try:
            turn = turn or open_watch()
            more = turn()
        except Exception:
            log.exception("a turn of the watch failed; opening it anew")
            turn, more = None, False


def start_watching(open_watch: Callable[[], Callable[[], bool]], folder: Path, every: float = EVERY) -> int:
    """Start the process, which ends with the one that starts it; returns its number, which is in a file of `folder`."""
    return start_beside("watch", lambda wait: keep_watching(open_watch, lambda: wait(every)), folder)
