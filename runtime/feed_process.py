"""The process that fetches what feeds declare: each run in a thread of its own, so that none waits for another."""

from __future__ import annotations

import logging
import os
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Thread

from data.core.jobs import Wait
from data.feeds.definitions import FeedDefinition
from data.feeds.feed_runner import FeedDependencies, run_feed
from data.operations.feeds.feed_store import state_of
from data.storage.faults import or_else
from runtime.container import Container

EVERY = 2.0  # seconds between two looks at what is due; one costs a query for each feed
ENDING = 8.0  # seconds that runs have to end in when the process is told to
log = logging.getLogger("cockpit.feeds")


@dataclass
class FeedScheduler:
    """Starts what is due. A feed that still runs is not started again: it delays itself and nobody else."""

    given: FeedDependencies
    feeds: Mapping[str, FeedDefinition]
    _running: dict[str, Thread] = field(default_factory=dict)

    def start_due(self) -> tuple[str, ...]:
        """Start every feed that is due and does not run; returns their names."""
        self._running = {name: thread for name, thread in self._running.items() if thread.is_alive()}
        idle = [name for name in self.feeds if name not in self._running]
        now = self.given.now
        with self.given.operations.reading() as connection:
            due = [name for name in idle if state_of(connection, name).due_at <= now]
        for name in due:
            self._running[name] = Thread(target=self._run, args=(name,), name=f"feed {name}", daemon=True)
            self._running[name].start()
        return tuple(due)

    def finish(self, seconds: float) -> None:
        """Wait so long at most for those that run."""
        until = self.given.monotonic() + seconds
        for thread in self._running.values():
            thread.join(max(0.0, until - self.given.monotonic()))

    def _run(self, name: str) -> None:
        try:
            run_feed(self.given, name, self.feeds[name])
        except Exception:
            log.exception("what feed %s did cannot be noted", name)


def dependencies(container: Container, wait: Wait) -> FeedDependencies:
    """What runs work with."""
    return FeedDependencies(
        container.operations, container.intake, dict(os.environ), wait, time.monotonic, random.random
    )


def run_feeds(container: Container, wait: Wait, every: float = EVERY) -> None:
    """Fetch what is due until `wait` says no."""
    stopping = False

    def pause(seconds: float) -> bool:
        """For the threads: no signal reaches them, and the loop's own beats are not theirs."""
        until = time.monotonic() + seconds
        while not stopping and time.monotonic() < until:
            time.sleep(min(0.5, max(0.0, until - time.monotonic())))
        return not stopping

    scheduler = FeedScheduler(dependencies(container, pause), container.feeds)
    while wait(every):
        or_else(scheduler.start_due, ())
    stopping = True
    scheduler.finish(ENDING)
