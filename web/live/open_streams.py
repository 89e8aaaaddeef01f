"""How many streams a process holds open: in all, of one account and of one session."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock


@dataclass(frozen=True)
class StreamLimits:
    """The most streams at once."""

    total: int
    account: int
    session: int


class OpenStreams:
    """Counts the streams that are open."""

    def __init__(self, caps: StreamLimits) -> None:
        self._caps = caps
        self._lock = Lock()
        self._taken: Counter[tuple[str, str]] = Counter()

    def take(self, account: str, session: str) -> Callable[[], None] | None:
        """A slot: what frees it, however often it is called; None where a cap is reached."""
        keys = {("all", ""): self._caps.total, ("account", account): self._caps.account}
        keys[("session", session)] = self._caps.session
        with self._lock:
            if any(self._taken[key] >= most for key, most in keys.items()):
                return None
            self._taken.update(keys.keys())
        freed = False

        def free() -> None:
            nonlocal freed
            with self._lock:
                if not freed:
                    self._taken.subtract(keys.keys())
                    self._taken += Counter()  # forgets what stands at none
                freed = True

        return free
