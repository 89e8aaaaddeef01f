"""Passwords: how they are kept, and two policies of what is asked of them, which disagree (docs/architecture.md)."""

from __future__ import annotations

import os
import unicodedata
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import ARGON2_VERSION

LONGEST = 128  # characters; more would only make the hashing slow
DAY = 24 * 3600
OURS = ("foshan", "cockpit", "佛山", "驾驶舱")
_AT_ONCE = BoundedSemaphore(2)  # a hash takes 64 MB and a core: a flood of guesses must not take all


@dataclass(frozen=True)
class PasswordOwner:
    """Whose password it is to be: what it must not be made from, and whether a second factor stands beside it."""

    login: str
    name: str = ""
    has_factor: bool = False


PasswordRule = Callable[[str, PasswordOwner], bool]


@dataclass(frozen=True)
class PasswordPolicy:
    """Rules with the codes of their reasons (messages `password.*`), and how long a password may live, in days."""

    name: str
    rules: tuple[tuple[str, PasswordRule], ...]
    lives: int | None = None

    def faults(self, password: str, owner: PasswordOwner) -> tuple[str, ...]:
        """The reasons why a password cannot be taken; none when it can."""
        text = _same(password)
        return tuple(code for code, rule in self.rules if not rule(text, owner))

    def outlived(self, since: int | None, now: int) -> bool:
        """Whether a password set at `since` has to be changed by now."""
        return self.lives is not None and since is not None and now - since > self.lives * DAY


def hash_of_nobody(hasher: PasswordHasher) -> str:
    """A hash that no password has: checking against it is as much work as against any other, making it is none."""
    salt, value = (b64encode(os.urandom(length)).decode().rstrip("=") for length in (hasher.salt_len, hasher.hash_len))
    costs = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v={ARGON2_VERSION}${costs}${salt}${value}"


class PasswordHashing:
    """Hashes passwords and checks them, two at once in a process."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._nobody = hash_of_nobody(self._hasher)

    def hash(self, password: str) -> str:
        """The argon2id hash to be kept."""
        with _AT_ONCE:
            return self._hasher.hash(_same(password))

    def right(self, kept: str | None, password: str) -> bool:
        """Whether a password is the one behind a hash. Takes as long where there is none."""
        with _AT_ONCE:
            try:
                return self._hasher.verify(kept or self._nobody, _same(password)[:LONGEST]) and bool(kept)
            except (VerificationError, InvalidHashError):
                return False

    def outdated(self, kept: str) -> bool:
        """Whether a hash was made with weaker parameters than today's."""
        return self._hasher.check_needs_rehash(kept)


def _same(password: str) -> str:
    """One spelling for what looks and is typed the same."""
    return unicodedata.normalize("NFC", password)


def _not_too_long(password: str, owner: PasswordOwner) -> bool:
    return len(password) <= LONGEST


def _at_least(length: int) -> PasswordRule:
    return lambda password, owner: len(password) >= length


def _long_or_doubled(password: str, owner: PasswordOwner) -> bool:
    return len(password) >= (8 if owner.has_factor else 15)


def _three_kinds(password: str, owner: PasswordOwner) -> bool:
    kinds = (str.islower, str.isupper, str.isdigit, lambda c: not c.isalnum())
    return sum(any(kind(c) for c in password) for kind in kinds) >= 3


def _not_from_its_owner(password: str, owner: PasswordOwner) -> bool:
    low = password.lower()
    words = [word.lower() for word in (owner.login, owner.name, *OURS) if len(word) >= 2]
    rest = low
    for word in words:
        rest = rest.replace(word, "")
    return len(rest) >= 6


def _uncommon(password: str, owner: PasswordOwner) -> bool:
    return password.lower() not in _common()


def _varied(password: str, owner: PasswordOwner) -> bool:
    return len(set(password)) >= 5


@cache
def _common() -> frozenset[str]:
    """The 30,000 commonest passwords of published leaks."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # only when somebody chooses a password

    return frozenset(FREQUENCY_LISTS["passwords"])


_ALWAYS: tuple[tuple[str, PasswordRule], ...] = (
    ("too-long", _not_too_long),
    ("common", _uncommon),
    ("monotonous", _varied),
    ("own-name", _not_from_its_owner),
)
POLICIES = {
    # GB/T 22239-2019 §8.1.4.1 a): complex, and changed from time to time
    "djbh3": PasswordPolicy(
        "djbh3", (("shorter-than-8", _at_least(8)), ("three-kinds", _three_kinds), *_ALWAYS), lives=90
    ),
    # OWASP ASVS 5.0 V6.2: long and not known; no composition, no change without a cause
    "asvs": PasswordPolicy("asvs", (("shorter-than-15-or-8", _long_or_doubled), *_ALWAYS)),
}
