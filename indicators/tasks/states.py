"""The states of a task, and what they have in common: whether its clock runs, whose turn it is."""

from __future__ import annotations

from enum import StrEnum


class TaskState(StrEnum):
    """Where a task is on its way, in the order in which boards and filters show it."""

    DRAFT = "draft"
    DISPATCHED = "dispatched"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in-progress"
    CO_HANDLING = "co-handling"
    EXTENSION_ASKED = "extension-asked"
    RETURN_ASKED = "return-asked"
    RETURNED = "returned"
    SUSPENDED = "suspended"
    REPORTED = "reported"
    VERIFIED = "verified"
    CLOSED = "closed"
    EVALUATED = "evaluated"
    ARCHIVED = "archived"
    TERMINATED = "terminated"


_S = TaskState

TO_HANDLE = frozenset({_S.DISPATCHED, _S.ACCEPTED, _S.IN_PROGRESS, _S.CO_HANDLING})
"""The responsible unit's turn."""
TO_DECIDE = frozenset({_S.EXTENSION_ASKED, _S.RETURN_ASKED, _S.RETURNED, _S.REPORTED, _S.VERIFIED})
"""The turn of whoever oversees it."""
TO_RATE = frozenset({_S.CLOSED})
"""The turn of whoever rates results."""

RUNNING = TO_HANDLE | {_S.EXTENSION_ASKED, _S.RETURN_ASKED}
"""The unit's clock runs."""
PAUSED = frozenset({_S.SUSPENDED, _S.RETURNED})
"""The clock stands; nothing is late."""
OPEN = TO_HANDLE | TO_DECIDE | PAUSED
"""Sent, and not yet closed or terminated."""
SETTLED = frozenset({_S.CLOSED, _S.EVALUATED, _S.ARCHIVED})
"""Closed, with all that this needed."""
