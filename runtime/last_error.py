"""The last error of a process's log, as a code: what its heartbeat tells of a turn that failed."""

from __future__ import annotations

import logging


class LastError(logging.Handler):
    """Keeps the kind of the last error and nothing that its text may hold."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._kind = ""

    def emit(self, record: logging.LogRecord) -> None:
        kind = record.exc_info[0] if record.exc_info else None
        self._kind = kind.__name__ if kind else "error"

    def take(self) -> str:
        """The kind of the last error, once."""
        kind, self._kind = self._kind, ""
        return kind[:80]
