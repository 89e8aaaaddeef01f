"""When a process that has ended is started again: soon, less often the more often it ends at once, never given up."""

from __future__ import annotations

from dataclasses import dataclass
from signal import Signals

FIRST = 1.0  # seconds until the first restart: whoever watches can see that it was gone
LONGEST = 60.0
AT_ONCE = 10.0  # seconds: whoever lived shorter has ended at once


@dataclass(frozen=True)
class RestartHistory:
    """How often a process was started again, and how often in a row it had ended at once."""

    restarts: int = 0
    at_once: int = 0

    def ended(self, lived: float) -> RestartHistory:
        """After one more end of a process that lived so many seconds."""
        return RestartHistory(self.restarts + 1, self.at_once + 1 if lived < AT_ONCE else 0)

    @property
    def pause(self) -> float:
        """Seconds to wait before it is started again: 1, 1, 2, 4, … 60."""
        return float(min(FIRST * 2 ** max(0, min(self.at_once, 20) - 1), LONGEST))


def said(status: int) -> str:
    """How a process ended, from the exit code as `os.waitstatus_to_exitcode` gives it."""
    return f"signal {Signals(-status).name}" if status < 0 else f"exit code {status}"
