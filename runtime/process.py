"""A process of the cockpit, and what it does first when it was forked."""

from __future__ import annotations

import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from data.core.jobs import Wait, end_with, waiting
from data.operations.processes.heartbeats import Heartbeat, State
from data.storage.leadership import Leadership, SoleLeader
from runtime.last_error import LastError

ASK = 2.0  # seconds between two beats, and between two attempts to become the leader
ENDINGS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
log = logging.getLogger("cockpit.processes")
Tell = Callable[[Heartbeat], object]


@dataclass(frozen=True)
class Process:
    """Work that goes on as long as its wait says yes. `promise`: seconds of its longest turn; 0 where it cannot beat.

    `own_signals`: the work ends by itself when it is told to by a signal (a server of its own).
    """

    name: str
    work: Callable[[Wait], None]
    promise: int
    lead: Leadership = field(default_factory=SoleLeader)
    own_signals: bool = False


class Stop:
    """Whether somebody has asked this process to end."""

    def __init__(self) -> None:
        self.asked = False

    def listen(self, *signals: signal.Signals) -> None:
        """Be asked by these signals."""
        for one in signals:
            signal.signal(one, self._ask)

    def _ask(self, number: int, frame: object) -> None:
        self.asked = True


class HeartbeatWriter:
    """Beats for one process, from its own loop: a loop that hangs falls silent."""

    def __init__(self, process: Process, starter: int, stop: Stop, tell: Tell, restarts: int) -> None:
        self._process, self._starter, self._stop, self._tell = process, starter, stop, tell
        self._restarts, self._started, self._last = restarts, int(time.time()), 0.0
        self._state: State = "starting"
        self._errors = LastError()
        logging.getLogger("cockpit").addHandler(self._errors)

    def be(self, state: State) -> None:
        """Say a new state at once."""
        self._state = state
        self._beat()

    def look(self) -> bool:
        """Beat when it is time to; whether there is somebody to work for, and the work is still ours."""
        if self._stop.asked or os.getppid() != self._starter:
            return False
        if time.monotonic() - self._last < ASK:
            return True
        self._beat()
        if self._state == "running" and not self._process.lead.kept():
            log.warning("%s no longer leads: another server may do its work", self._process.name)
            return False
        return True

    def _beat(self) -> None:
        process, error = self._process, self._errors.take()
        state: State = "failing" if error and self._state == "running" else self._state
        now = int(time.time())
        beat = Heartbeat(process.name, os.getpid(), self._started, now, process.promise, state, error, self._restarts)
        self._tell(beat)
        self._last = time.monotonic()


def become(process: Process, starter: int, tell: Tell, restarts: int, part: Callable[[Process], None]) -> None:
    """Do the work in a forked child, which ends here: it never returns. Signals are blocked when it is called.

    `part` closes what belongs to the supervisor.
    """
    status = 1
    try:
        part(process)
        os.setpgid(0, 0)  # Ctrl+C is for the supervisor, which ends all in order
        end_with(starter)
        stop = Stop()
        for one in ENDINGS:
            signal.signal(one, signal.SIG_DFL)
        if not process.own_signals:
            stop.listen(signal.SIGTERM)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDINGS)
        _work(process, HeartbeatWriter(process, starter, stop, tell, restarts))
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except Exception:
        log.exception("%s has failed", process.name)
    finally:
        sys.stdout.flush()
        os._exit(status)  # nothing of the supervisor is tidied up here


def _work(process: Process, heart: HeartbeatWriter) -> None:
    wait = waiting(heart.look)
    heart.be("starting")
    while not process.lead.take():
        heart.be("standby")
        if not wait(ASK):
            return
    heart.be("running")
    process.work(wait)
