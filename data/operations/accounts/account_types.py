"""What is known of an account, a session and a device, as plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Grants:
    """What an account holds: roles, regions (a district includes its towns) and units it acts for."""

    roles: tuple[str, ...] = ()
    regions: tuple[int, ...] = ()
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class NewAccount:
    """An account to be made. `password` is a hash; `temporary` one has to be changed at the first sign-in."""

    login: str
    name: str
    staff: str
    password: str | None = None
    temporary: bool = True
    demo: bool = False
    grants: Grants = Grants()


@dataclass(frozen=True)
class Account:
    """One account. Times are UTC epoch seconds; `password` and `factor` are for whoever checks them only."""

    id: int
    login: str
    name: str
    staff: str
    active: bool
    password: str | None
    password_at: int | None
    temporary: bool
    factor: str | None
    factor_step: int
    demo: bool
    signed_in_at: int | None
    version: int
    grants: Grants
    issuer: str = ""
    subject: str = ""

    @property
    def bound(self) -> bool:
        """Whether its person is known to the identity provider by a number of theirs, which no renaming changes."""
        return bool(self.subject)


@dataclass(frozen=True)
class Session:
    """One session of an account or a device."""

    digest: str
    account: int | None
    device: int | None
    stage: str
    way: str
    address: str
    agent: str
    created_at: int
    seen_at: int
    ended_at: int | None


@dataclass(frozen=True)
class AccessDevice:
    """A wall, a feeder or a monitoring system; `kind` is read, ingest or metrics."""

    id: int
    name: str
    kind: str
    regions: tuple[int, ...]
    created_at: int
    created_by: str
    expires_at: int
    revoked_at: int | None
    used_at: int | None


class LoginTaken(ValueError):
    """Another account has that sign-in name or staff number; `what` tells which."""

    def __init__(self, what: str) -> None:
        super().__init__(f"another account has that {what}")
        self.what = what


class AccountChanged(RuntimeError):
    """Somebody else changed the account meanwhile; read it again."""
