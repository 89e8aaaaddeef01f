"""What people do about their own account: another password, a second factor, sessions that are to end."""

from __future__ import annotations

from dataclasses import dataclass

from access.authentication import second_factor
from access.authentication.attempt import Caller, SignInRefused, begin_attempt
from access.authentication.auth_service import AuthService
from access.authentication.passwords import PasswordOwner
from access.authentication.sign_in import code_is_right
from access.authentication.tokens import digest
from access.authorization.actors import audit_name
from data.core.actor import Actor
from data.operations.accounts import accounts, attempts, factors, sessions
from data.operations.accounts.account_types import Account
from data.operations.audit.audit_chain import AuditEntry

PENDING = 15 * 60  # seconds to scan the picture and type the first code


@dataclass(frozen=True)
class PendingFactor:
    """A second factor that is being set up: its secret, the address for an authenticator, and both sealed."""

    secret: str
    address: str
    sealed: str


def change_password(auth: AuthService, actor: Actor, present: str, new: str, again: str, where: str) -> str | None:
    """Choose another password and end all other sessions. The reason when it cannot be (a code of `refusal.*`)."""
    account = _own(auth, actor)
    if account is None or account.password is None:
        return "no-password"
    attempt = begin_attempt(auth, account.login, Caller(where))
    if isinstance(attempt, SignInRefused):
        return "locked"
    if not auth.keeper.right(account.password, present):
        return "wrong-password"
    if new != again:
        return "not-the-same"
    if new == present:
        return "password-same"
    faults = auth.policy.faults(new, PasswordOwner(account.login, account.name, account.factor is not None))
    if faults:
        return f"password-{faults[0]}"
    kept = auth.keeper.hash(new)
    with auth.operations.writing() as connection:
        attempts.succeeded(connection, attempt)
        accounts.change(connection, account.id, password=kept, password_at=auth.now, temporary=0)
        sessions.end_all(connection, account.id, "password-changed", auth.now, but=actor.session)
        auth.record.note(connection, _entry("password.change", actor, where))
    return None


def begin_factor(auth: AuthService, actor: Actor, code: str, where: str = "") -> PendingFactor | str:
    """Begin to set up a second factor; whoever has one shows a code of it first. Else the reason."""
    account = _own(auth, actor)
    if account is None or account.demo:
        return "demonstration-account"
    if account.factor is not None:
        attempt = begin_attempt(auth, account.login, Caller(where))
        if isinstance(attempt, SignInRefused):
            return "locked"
        if not code_is_right(auth, account, code):
            return "wrong-code"
        with auth.operations.writing() as connection:
            attempts.succeeded(connection, attempt)
    secret = second_factor.new_secret()
    sealed = auth.secret.seal(_purpose(actor, account), secret)
    return PendingFactor(secret, second_factor.address(secret, account.login), sealed)


def confirm_factor(auth: AuthService, actor: Actor, sealed: str, code: str, where: str) -> list[str] | str:
    """Finish with the first code of the authenticator; the recovery codes, told once. Else the reason.

    Only the session that began finishes, and only while the account has the second factor that it had then (or none).
    """
    account = _own(auth, actor)
    if account is None or account.demo:
        return "demonstration-account"
    secret = auth.secret.unseal(_purpose(actor, account), sealed, PENDING)
    if secret is None:
        return "too-late"
    step = second_factor.step_of(secret, code, auth.now)
    if step is None:
        return "wrong-code"
    codes = second_factor.recovery_codes()
    key = auth.secret.key("recovery codes")
    with auth.operations.writing() as connection:
        now = accounts.one(connection, account.id)
        if now is None or now.factor != account.factor:  # somebody was quicker
            return "too-late"
        kept = auth.secret.seal("second factor", secret)
        accounts.change(connection, account.id, factor=kept, factor_step=step)
        factors.replace(connection, account.id, [second_factor.recovery_digest(key, one) for one in codes])
        sessions.end_all(connection, account.id, "factor-changed", auth.now, but=actor.session)
        auth.record.note(connection, _entry("factor.set", actor, where))
    return codes


def end_session(auth: AuthService, actor: Actor, beginning: str, where: str) -> bool:
    """End one of one's own sessions, named by the beginning of its digest; False when there is none such."""
    with auth.operations.writing() as connection:
        own = [s for s in sessions.open_of(connection, actor.account) if s.digest.startswith(beginning)]
        if len(own) != 1:
            return False
        sessions.end(connection, own[0].digest, "ended", auth.now)
        auth.record.note(connection, _entry("session.end", actor, where))
    return True


def end_others(auth: AuthService, actor: Actor, where: str) -> int:
    """End all of one's sessions but the present one; returns how many."""
    with auth.operations.writing() as connection:
        ended = sessions.end_all(connection, actor.account, "ended", auth.now, but=actor.session)
        auth.record.note(connection, _entry("session.end", actor, where))
    return ended


def _purpose(actor: Actor, account: Account) -> str:
    """What a secret that is being set up is sealed for: it opens nowhere else."""
    return f"pending factor {account.id} {actor.session} {digest(account.factor or '')}"


def _own(auth: AuthService, actor: Actor) -> Account | None:
    with auth.operations.reading() as connection:
        return accounts.one(connection, actor.account)


def _entry(event: str, actor: Actor, where: str) -> AuditEntry:
    return AuditEntry(event, audit_name(actor), actor.role, audit_name(actor), address=where)
