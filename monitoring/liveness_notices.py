"""Notices about the cockpit itself: that a part which people rely on has stopped, and that it works again.

A lost feed is an alert of the city (monitoring/alerting.py). What raises alerts can raise none about itself, so another
process looks whether it works.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from data.core.clock import Clock, to_epoch
from data.operations import Operations
from data.operations.core.change_counters import bump
from data.operations.notifications.notice_store import NewNotice, post
from indicators.liveness import Liveness, LivenessPart, PartName

PATIENCE = 60  # seconds that a part has to be amiss before anybody is told: a restart is none of their business
TOLD_OF: Mapping[PartName, str] = {  # and who is told: those with a right in the city
    "monitor": "alert.acknowledge",
    "refresher": "incident.mode",
    "snapshot": "incident.mode",
}
STOPPED, BACK = "part-stopped", "part-back"
FOLLOWED = "tasks"  # what open screens follow to learn of notices


@dataclass
class LivenessNotices:
    """Posts one notice when a part has been amiss for a while, and one when it is back. `city` is the region told."""

    operations: Operations
    liveness: Callable[[], Liveness]
    clock: Clock
    city: int
    _since: dict[PartName, int] = field(default_factory=dict)
    _told: set[PartName] = field(default_factory=set)

    def look(self) -> int:
        """Look once; how many notices that made."""
        now, found = to_epoch(self.clock.now()), self.liveness()
        made = [notice for name in TOLD_OF for notice in self._of(found.part(name), now)]
        if made:
            with self.operations.writing() as connection:
                post(connection, made, now)
                bump(connection, FOLLOWED)
        return len(made)

    def _of(self, part: LivenessPart, now: int) -> list[NewNotice]:
        if part.state in ("live", "unknown"):
            self._since.pop(part.name, None)
            was_told = part.name in self._told
            self._told.discard(part.name)
            return [self._notice(BACK, part, now)] if was_told else []
        since = self._since.setdefault(part.name, now)
        if now - since < PATIENCE or part.name in self._told:
            return []
        self._told.add(part.name)
        return [self._notice(STOPPED, part, part.since or since)]

    def _notice(self, move: str, part: LivenessPart, since: int) -> NewNotice:
        facts = {"part": part.name, "since": since, "by": "cockpit"}
        return NewNotice(move, self.city, facts, right=TOLD_OF[part.name])
