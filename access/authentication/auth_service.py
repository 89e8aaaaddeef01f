"""All that the doors work with, put together once for a process."""

from __future__ import annotations

from dataclasses import dataclass, field

from access.authentication.lockout import Lockout
from access.authentication.passwords import POLICIES, PasswordHashing, PasswordPolicy
from access.authentication.secret import Secret
from access.authorization.roles import Roles
from data.core.clock import Clock, to_epoch
from data.operations import Operations
from data.operations.accounts.account_types import Account
from data.operations.audit.audit_logger import AuditLogger
from indicators.catalogue.definition_set import Catalogue


@dataclass(frozen=True)
class SessionLimits:
    """In seconds: how long a session lasts without a touch, and in all; how long a first password is good."""

    idle: int = 30 * 60
    absolute: int = 12 * 3600
    first_password: int = 72 * 3600


def first_expired(account: Account, now: int, good: int = SessionLimits.first_password) -> bool:
    """Whether an account still has the password of its first day, and the `good` seconds of that are over."""
    return account.temporary and account.password is not None and now - (account.password_at or 0) > good


@dataclass(frozen=True)
class AuthService:
    """The opened database with the rules. `clock` is real time, in the demonstration, too: codes live by it.

    `demo`: the demonstration's accounts can be entered by one button, and nobody needs a second factor.
    """

    operations: Operations
    catalogue: Catalogue
    roles: Roles
    clock: Clock
    secret: Secret
    demo: bool
    policy: PasswordPolicy = POLICIES["asvs"]
    keeper: PasswordHashing = field(default_factory=PasswordHashing)
    times: SessionLimits = SessionLimits()
    lockout: Lockout = field(default_factory=Lockout)

    @property
    def now(self) -> int:
        """The present moment in UTC epoch seconds."""
        return to_epoch(self.clock.now())

    @property
    def record(self) -> AuditLogger:
        """The pen for the audit."""
        return AuditLogger(self.operations, self.clock, self.secret.key("audit"))
