"""Who asks: what every screen and every change is told about the person behind it."""

from __future__ import annotations

from dataclasses import dataclass

from data.core.scope import Scope


@dataclass(frozen=True)
class Actor:
    """A person (or a device) with a role, what they may see, and what they may do.

    `account` is 0 for the cockpit itself and for devices; `rights` are names of actions, decided by their role;
    `device` is a device's number, 0 for people; `session` is the digest of the session that they came with.
    `sources` are those in whose name a source's token delivers.
    """

    account: int
    name: str
    role: str
    scope: Scope
    rights: frozenset[str]
    device: int = 0
    session: str = ""
    sources: tuple[str, ...] = ()

    @classmethod
    def cockpit(cls) -> Actor:
        """The cockpit itself: the refresher, the watch, commands typed on the server."""
        return cls(0, "cockpit", "cockpit", Scope.everything(), frozenset())

    def may(self, right: str) -> bool:
        """Whether an action is this person's to take."""
        return right in self.rights
