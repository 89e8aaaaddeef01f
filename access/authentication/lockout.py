"""When a sign-in has to wait: by name and address together, and slower by the name alone. An address alone is never
shut: one guesser behind an office's address must not shut the office.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from access.authentication.tokens import digest
from data.operations import Connection
from data.operations.accounts import attempts
from data.operations.accounts.attempts import FailedAttempts


@dataclass(frozen=True)
class BackoffRule:
    """So many failures are free; then so many seconds to wait, doubled with each more, never over `most`."""

    free: int
    first: int
    most: int

    def ends(self, failures: FailedAttempts) -> int:
        """When the waiting is over, in UTC epoch seconds; 0 when there is none."""
        over = failures.count - self.free
        return 0 if over < 0 else failures.newest + min(self.most, self.first * 2 ** min(over, 30))


@dataclass(frozen=True)
class Lockout:
    """What failures of the last `within` seconds lead to.

    `account` slows guessing from many addresses; `strangers` are names that an address may fail with in a minute
    (each costs a hash). Neither holds for whom the address let in before.
    """

    pair: BackoffRule = BackoffRule(5, 60, 3600)
    account: BackoffRule = BackoffRule(20, 30, 900)
    strangers: int = 60
    within: int = 24 * 3600


@dataclass(frozen=True)
class SignInAttempt:
    """Somebody is about to try a sign-in name at an address at a moment (UTC epoch seconds)."""

    login: str
    address: str
    at: int


Rule = Callable[[Connection, Lockout, SignInAttempt], bool]


def locking_rule(connection: Connection, lockout: Lockout, knock: SignInAttempt) -> str | None:
    """The first rule that makes a sign-in wait, by its name; None where it may be tried now."""
    return next((name for name, rule in RULES if rule(connection, lockout, knock)), None)


def _pair(connection: Connection, lockout: Lockout, knock: SignInAttempt) -> bool:
    failures = attempts.of_pair(connection, digest(knock.login), knock.address, knock.at - lockout.within)
    return knock.at < lockout.pair.ends(failures)


def _account(connection: Connection, lockout: Lockout, knock: SignInAttempt) -> bool:
    failures = attempts.of_login(connection, digest(knock.login), knock.at - lockout.within)
    return knock.at < lockout.account.ends(failures) and not _came_in(connection, knock)


def _strangers(connection: Connection, lockout: Lockout, knock: SignInAttempt) -> bool:
    failures = attempts.of_address(connection, knock.address, knock.at - 60)
    return failures.count >= lockout.strangers and not _came_in(connection, knock)


def _came_in(connection: Connection, knock: SignInAttempt) -> bool:
    return attempts.came_in(connection, knock.login, knock.address)


RULES: tuple[tuple[str, Rule], ...] = (("locked", _pair), ("locked-account", _account), ("too-many-here", _strangers))
