"""Where a session stands: what its holder has shown, and what they have to do before they may go on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from access.authentication.auth_service import AuthService
from access.authorization.actors import actor_of, device_actor
from data.core.actor import Actor
from data.operations.accounts.account_types import AccessDevice, Account, Session

AuthStep = Literal["factor", "change", "enrol", "full"]
WALL = "wall"  # the way of a session that opens the wall and nothing else


@dataclass(frozen=True)
class AuthContext:
    """Who came with a session or a device's token, and how far they may go: at `full` as far as their rights."""

    actor: Actor
    stage: AuthStep
    session: str = ""  # the digest; empty for a device's token
    way: str = "token"


def auth_step(auth: AuthService, account: Account, session: Session) -> AuthStep:
    """What has to be done first: show the second factor, change the password, set a second factor up; or nothing."""
    if session.stage == "factor":
        return "factor"
    by_password = session.way == "password"
    if by_password and (account.temporary or auth.policy.outlived(account.password_at, auth.now)):
        return "change"
    needed = not auth.demo and auth.roles.second_factor(account.grants.roles)
    if needed and account.factor is None and session.stage != "strong":
        return "enrol"
    return "full"


def timed_out(auth: AuthService, session: Session) -> str | None:
    """Which time-out has ended a session of a person; None while it lasts."""
    if auth.now - session.created_at >= auth.times.absolute:
        return "absolute"
    return "idle" if auth.now - session.seen_at >= auth.times.idle else None


def is_enabled(auth: AuthService, account: Account) -> bool:
    """Whether an account may be used at all."""
    return account.active and (auth.demo or not account.demo)


def person_context(auth: AuthService, account: Account, session: Session) -> AuthContext:
    """The person behind a session that has not ended."""
    actor = actor_of(account, auth.roles, auth.catalogue.regions, session.digest)
    stage = auth_step(auth, account, session)
    return AuthContext(actor, stage, session.digest, session.way)


def usable(auth: AuthService, device: AccessDevice) -> bool:
    """Whether a device's token still opens anything."""
    return device.revoked_at is None and auth.now < device.expires_at


def device_context(auth: AuthService, device: AccessDevice, session: Session | None = None) -> AuthContext:
    """The device behind a token, or behind a session that was begun with one."""
    actor = device_actor(device, auth.roles, auth.catalogue.regions)
    if session is None:
        return AuthContext(actor, "full")
    if session.way == WALL:
        actor = replace(actor, rights=actor.rights & {"wall.show"})
    return AuthContext(actor, "full", session.digest, session.way)
