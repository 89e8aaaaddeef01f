"""The supervisor: starts the processes, starts again those that end, and ends all of them when it is told to.

Own code, since circus, supervisor and honcho start fresh commands, while ours are forked from one warmed process and
share its imports, definitions and memory; gunicorn forks, but watches over nothing besides web workers.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from data.operations.processes.heartbeats import Heartbeat
from runtime.process import ENDINGS, Process, Stop, Tell, become
from runtime.restarts import RestartHistory, said

LOOK = 0.2  # seconds between two looks at who has ended
GRACE = 10.0  # seconds that all have to end
SUPERVISOR, BEAT, PROMISE = "supervisor", 5.0, 30
LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"
log = logging.getLogger("cockpit.supervisor")


@dataclass
class _Life:
    """One process through all its restarts. `pid` is 0 while it is not there, `due` when it is to be started."""

    process: Process
    pid: int = 0
    began: float = 0.0
    due: float = 0.0
    history: RestartHistory = field(default_factory=RestartHistory)


class Supervisor:
    """Watches over processes. `part` is called first in each of them, to close what is not theirs.

    `close` is called before they are told to end: nobody may go on waiting for what is held here.
    """

    def __init__(
        self,
        processes: Sequence[Process],
        tell: Tell,
        part: Callable[[Process], None],
        close: Callable[[], object] = lambda: None,
    ) -> None:
        self._lives = [_Life(process) for process in processes]
        self._tell = tell
        self._part = part
        self._close = close
        self._stop = Stop()
        self._started = int(time.time())
        self._beat_at = 0.0

    def run(self) -> None:
        """Until SIGTERM, SIGINT or SIGHUP; then no process of ours is left. No connection may be open here."""
        logging.basicConfig(level=logging.WARNING, format=LINE)
        self._stop.listen(*ENDINGS)
        try:
            while not self._stop.asked:
                for life in self._lives:
                    self._look(life)
                self._beat()
                time.sleep(LOOK)
        finally:
            self._end()

    def _look(self, life: _Life) -> None:
        if life.pid:
            status = _ended(life.pid)
            if status is not None:
                self._bury(life, status)
        elif time.monotonic() >= life.due and not self._stop.asked:
            self._start(life)

    def _start(self, life: _Life) -> None:
        starter = os.getpid()
        sys.stdout.flush()
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)  # a child hears none before it has its own ears
        life.began = time.monotonic()
        life.pid = os.fork()
        if not life.pid:
            become(life.process, starter, self._tell, life.history.restarts, self._part)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDINGS)
        with contextlib.suppress(OSError):  # both sides do it: whichever comes first
            os.setpgid(life.pid, life.pid)

    def _bury(self, life: _Life, status: int) -> None:
        end, pid = said(status), life.pid
        _kill(pid)  # what it may have left behind, such as web workers
        life.history = life.history.ended(time.monotonic() - life.began)
        life.pid, life.due = 0, time.monotonic() + life.history.pause
        log.error("%s (pid %d) has ended: %s; again in %g s", life.process.name, pid, end, life.history.pause)
        now = int(time.time())
        restarts = life.history.restarts
        self._tell(Heartbeat(life.process.name, pid, now, now, life.process.promise, "ended", end, restarts))

    def _beat(self) -> None:
        if time.monotonic() - self._beat_at >= BEAT:
            self._beat_at = time.monotonic()
            self._tell(Heartbeat(SUPERVISOR, os.getpid(), self._started, int(time.time()), PROMISE, "running"))

    def _end(self) -> None:
        """Ask all to end, and kill whoever has not within the time they have."""
        self._close()
        for life in self._lives:
            if life.pid:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(life.pid, signal.SIGTERM)
        until = time.monotonic() + GRACE
        left = [life for life in self._lives if life.pid]
        while left and time.monotonic() < until:
            time.sleep(LOOK / 4)
            left = [life for life in left if _ended(life.pid) is None]
        for life in self._lives:
            if life.pid:
                _kill(life.pid)
        for life in left:
            log.error("%s (pid %d) did not end within %g s and was killed", life.process.name, life.pid, GRACE)
            os.waitpid(life.pid, 0)


def _ended(pid: int) -> int | None:
    """The exit code of a child that has ended; None while it lives."""
    found, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None


def _kill(group: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)
