"""All that the doors work with, put together once for a process."""

from __future__ import annotations

from dataclasses import dataclass, field

from access.lockout import Lockout
from access.passwords import POLICIES, Keeper, Policy
from access.roles import Roles
from access.secret import Secret
from data.clock import Clock, to_epoch
from data.operations import Operations
from data.operations.record import Record
from indicators.contents import Catalogue


@dataclass(frozen=True)
class Times:
    """How long a session lasts, in seconds: without a touch, and in all."""

    idle: int = 30 * 60
    absolute: int = 12 * 3600


@dataclass(frozen=True)
class Doors:
    """The opened database with the rules. `clock` is real time, in the demonstration, too: codes live by it.

    `demo`: the demonstration's accounts can be entered by one button, and nobody needs a second factor.
    """

    operations: Operations
    catalogue: Catalogue
    roles: Roles
    clock: Clock
    secret: Secret
    demo: bool
    policy: Policy = POLICIES["asvs"]
    keeper: Keeper = field(default_factory=Keeper)
    times: Times = Times()
    lockout: Lockout = field(default_factory=Lockout)

    @property
    def now(self) -> int:
        """The present moment in UTC epoch seconds."""
        return to_epoch(self.clock.now())

    @property
    def record(self) -> Record:
        """The pen for the audit."""
        return Record(self.operations, self.clock, self.secret.key("audit"))
