"""What all ways of signing in share: lockout, the new session, and the note of how it went."""

from __future__ import annotations

from dataclasses import dataclass

from access.authentication.auth_service import AuthService
from access.authentication.lockout import SignInAttempt, locking_rule
from access.authentication.session_state import AuthStep, auth_step
from access.authentication.tokens import digest, new_token
from access.authorization.actors import actor_of
from data.operations import Connection
from data.operations.accounts import accounts, attempts, sessions
from data.operations.accounts.account_types import Account, Session
from data.operations.audit.audit_chain import AuditEntry


@dataclass(frozen=True)
class Caller:
    """Where somebody calls from, and the session they bring along, which ends when they sign in anew."""

    address: str
    agent: str = ""
    session: str = ""  # its digest


@dataclass(frozen=True)
class SignedIn:
    """Somebody is in: `session` is the id for their browser and nobody else."""

    session: str
    stage: AuthStep
    rights: frozenset[str]


@dataclass(frozen=True)
class SignInRefused:
    """Nobody is in; `reason` is a code of the messages `sign-in.refused.*`. What exactly was wrong the audit knows."""

    reason: str


def begin_attempt(auth: AuthService, login: str, caller: Caller) -> int | SignInRefused:
    """Note an attempt before it is checked; its number, or the refusal when there were too many failures."""
    now = auth.now
    with auth.operations.writing() as connection:
        why = locking_rule(connection, auth.lockout, SignInAttempt(login, caller.address, now))
        if why is None:
            return attempts.note(connection, digest(login), caller.address, now)
        account = accounts.by_login(connection, login)
        _note(auth, connection, account, caller, "refused", why)
    return SignInRefused("locked")


def record_failure(
    auth: AuthService, account: Account | None, caller: Caller, why: str, told: str = "wrong"
) -> SignInRefused:
    """Note why nobody came in; tell only what helps no thief."""
    with auth.operations.writing() as connection:
        _note(auth, connection, account, caller, "failed", why)
    return SignInRefused(told)


def begin_session(
    auth: AuthService, account: Account, caller: Caller, way: str, stage: str, attempt: int | None = None
) -> SignedIn:
    """Begin a new session and end the one that was brought along: an id from before is worth nothing after."""
    token, now = new_token(), auth.now
    session = Session(digest(token), account.id, None, stage, way, caller.address, caller.agent, now, now, None)
    with auth.operations.writing() as connection:
        if attempt is not None and stage != "factor":  # the password alone forgives no wrong codes
            attempts.succeeded(connection, attempt)
        end_earlier(auth, connection, caller)
        sessions.forget(connection, now)
        sessions.begin(connection, session)
        stands = auth_step(auth, account, session)
        if stands != "factor":
            accounts.signed_in(connection, account.id, now)
        _note(auth, connection, account, caller, "done", way if stands == "full" else f"{way}: {stands} follows")
    return SignedIn(token, stands, actor_of(account, auth.roles, auth.catalogue.regions).rights)


def end_earlier(auth: AuthService, connection: Connection, caller: Caller) -> None:
    """End the session that a caller brought along."""
    if caller.session:
        sessions.end(connection, caller.session, "signed-in-anew", auth.now)


def _note(
    auth: AuthService, connection: Connection, account: Account | None, caller: Caller, outcome: str, why: str
) -> None:
    actor = f"account:{account.id}" if account else "nobody"
    role = auth.roles.leading(account.grants.roles) if account else ""
    entry = AuditEntry("sign-in", actor, role, outcome=outcome, reason=why, address=caller.address)
    auth.record.note(connection, entry)
