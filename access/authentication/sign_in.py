"""Signing in: by password and second factor, by the city's identity provider, by a device's token, by a button."""

from __future__ import annotations

from dataclasses import dataclass

from access.authentication import second_factor
from access.authentication.attempt import (
    Caller,
    SignedIn,
    SignInRefused,
    begin_attempt,
    begin_session,
    end_earlier,
    record_failure,
)
from access.authentication.auth_service import AuthService, first_expired
from access.authentication.session_state import AuthContext, device_context, is_enabled, usable
from access.authentication.tokens import digest, new_token
from access.authorization.actors import audit_name
from data.operations.accounts import accounts, attempts, devices, factors, sessions
from data.operations.accounts.account_types import Account, Session
from data.operations.audit.audit_chain import AuditEntry


def by_password(auth: AuthService, login: str, password: str, caller: Caller) -> SignedIn | SignInRefused:
    """Sign in with name and password. Which of the two was wrong is not told."""
    login = login.strip().lower()
    attempt = begin_attempt(auth, login, caller)
    if isinstance(attempt, SignInRefused):
        return attempt
    with auth.operations.reading() as connection:
        account = accounts.by_login(connection, login)
    right = auth.keeper.right(account.password if account else None, password)
    if account is None:
        return record_failure(auth, None, caller, "unknown-name")
    if not right or not is_enabled(auth, account):
        return record_failure(auth, account, caller, "disabled" if right else "wrong-password")
    if not account.grants.roles:
        return record_failure(auth, account, caller, "no-role", told="no-role")
    if first_expired(account, auth.now, auth.times.first_password):
        return record_failure(auth, account, caller, "first-expired", told="first-expired")
    _renew_hash(auth, account, password)
    return begin_session(auth, account, caller, "password", "factor" if account.factor else "proven", attempt)


def by_code(auth: AuthService, known: AuthContext, code: str, caller: Caller) -> SignedIn | SignInRefused:
    """Show the second factor, or a recovery code, after the first."""
    with auth.operations.reading() as connection:
        account = accounts.one(connection, known.actor.account)
    if account is None or account.factor is None or known.stage != "factor":
        return SignInRefused("wrong")
    attempt = begin_attempt(auth, account.login, caller)
    if isinstance(attempt, SignInRefused):
        return attempt
    if not code_is_right(auth, account, code):
        return record_failure(auth, account, caller, "wrong-code", told="wrong-code")
    return begin_session(auth, account, caller, known.way, "proven", attempt)


def code_is_right(auth: AuthService, account: Account, code: str) -> bool:
    """Whether a code is the authenticator's of now, or a recovery code; each is good once."""
    secret = auth.secret.unseal("second factor", account.factor or "")
    step = second_factor.step_of(secret, code, auth.now) if secret else None
    with auth.operations.writing() as connection:
        if step is not None:
            return accounts.use_step(connection, account.id, step)
        kept = second_factor.recovery_digest(auth.secret.key("recovery codes"), code)
        return factors.use(connection, account.id, kept)


@dataclass(frozen=True)
class ProviderIdentity:
    """Whom an identity provider vouches for: its own address, its number for the person, and the name they have now.

    `strong` when it asked for a second factor.
    """

    issuer: str
    subject: str
    login: str
    strong: bool


def by_provider(auth: AuthService, person: ProviderIdentity, caller: Caller) -> SignedIn | SignInRefused:
    """Sign in as somebody whom the identity provider vouches for.

    The name leads to an account once, which is bound to the person by that; from then on only their number does.
    """
    with auth.operations.writing() as connection:
        bound = accounts.by_subject(connection, person.issuer, person.subject)
        account = bound or accounts.by_login(connection, person.login.strip().lower())
        known = account is not None and not account.demo and is_enabled(auth, account)
        another = bound is None and account is not None and account.bound
        if account is not None and known and not account.bound and account.grants.roles:
            accounts.change(connection, account.id, issuer=person.issuer, subject=person.subject)
            auth.record.note(connection, AuditEntry("account.bind", f"account:{account.id}", address=caller.address))
    if account is None or not known or another:
        return record_failure(auth, account, caller, "another-person" if another else "no-account", told="no-account")
    if not account.grants.roles:
        return record_failure(auth, account, caller, "no-role", told="no-role")
    stage = "strong" if person.strong else "factor" if account.factor else "proven"
    return begin_session(auth, account, caller, "provider", stage)


def by_button(auth: AuthService, login: str, caller: Caller) -> SignedIn | SignInRefused:
    """Enter the demonstration as one of its accounts; nowhere else."""
    with auth.operations.reading() as connection:
        account = accounts.by_login(connection, login) if auth.demo else None
    if account is None or not account.demo or not account.active:
        return record_failure(auth, None, caller, "no-demonstration")
    return begin_session(auth, account, caller, "demo", "proven")


def by_device(auth: AuthService, token: str, caller: Caller, way: str = "device") -> SignedIn | SignInRefused:
    """Begin a session of a device that shows screens: it lasts as long as its token does.

    By the way "wall" it opens the wall and nothing else.
    """
    attempt = begin_attempt(auth, f"device {digest(token.strip())}", caller)
    if isinstance(attempt, SignInRefused):
        return attempt
    with auth.operations.reading() as connection:
        device = devices.by_digest(connection, digest(token.strip()))
    if device is None or not usable(auth, device) or device.kind != "read":
        return record_failure(auth, None, caller, "wrong-token", told="wrong-token")
    session, now = new_token(), auth.now
    begun = Session(digest(session), None, device.id, "proven", way, caller.address, caller.agent, now, now, None)
    with auth.operations.writing() as connection:
        attempts.succeeded(connection, attempt)
        end_earlier(auth, connection, caller)
        sessions.begin(connection, begun)
        devices.touch(connection, device.id, now)
        entry = AuditEntry("sign-in", f"device:{device.id}", "device-read", reason=way, address=caller.address)
        auth.record.note(connection, entry)
    return SignedIn(session, "full", device_context(auth, device, begun).actor.rights)


def sign_out(auth: AuthService, known: AuthContext, caller: Caller) -> None:
    """End the session that somebody leaves."""
    with auth.operations.writing() as connection:
        if sessions.end(connection, known.session, "signed-out", auth.now):
            entry = AuditEntry("sign-out", audit_name(known.actor), known.actor.role, address=caller.address)
            auth.record.note(connection, entry)


def _renew_hash(auth: AuthService, account: Account, password: str) -> None:
    """Keep the password under today's parameters when it was kept under weaker ones."""
    if account.password and auth.keeper.outdated(account.password):
        with auth.operations.writing() as connection:
            accounts.change(connection, account.id, password=auth.keeper.hash(password))
