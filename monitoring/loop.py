"""Watching: one turn a second, beside the web workers."""

from __future__ import annotations

import logging
from collections.abc import Callable

log = logging.getLogger("cockpit.watch")
EVERY = 1.0  # seconds between two turns


def run_cycles(open_watch: Callable[[], Callable[[], bool]], again: Callable[[], bool]) -> None:
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
