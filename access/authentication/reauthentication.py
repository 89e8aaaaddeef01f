"""Asking for the password once more before what gives rights, opens a door or concerns the whole city.

A session that somebody left open, or stole, is not enough for it. What takes something away (ending sessions,
disabling, revoking) does not ask: it has to be quick.
"""

from __future__ import annotations

from access.authentication.attempt import Caller, SignInRefused, begin_attempt
from access.authentication.auth_service import AuthService
from data.core.actor import Actor
from data.operations.accounts import accounts, attempts, sessions

RECENT = 5 * 60  # seconds for which a sign-in at the identity provider stands for a password typed here


def reauthenticate(auth: AuthService, actor: Actor, password: str, where: str) -> str | None:
    """Whether it is the owner of the account who asks; the reason when that is not shown (a code of `refusal.*`).

    Whoever signed in at the city's identity provider has no password here: their sign-in has to be recent.
    The demonstration's identities, which exist on its own machine only, have nothing to show.
    """
    with auth.operations.reading() as connection:
        account = accounts.one(connection, actor.account)
        session = sessions.find(connection, actor.session)
    if account is None or session is None:
        return "sign-in-again"
    if account.demo:
        return None
    if session.way == "provider":
        return None if auth.now - session.created_at < RECENT else "sign-in-again"
    if not password:
        return "password-needed"
    attempt = begin_attempt(auth, account.login, Caller(where))
    if isinstance(attempt, SignInRefused):
        return "locked"
    if not auth.keeper.right(account.password, password):
        return "wrong-password"
    with auth.operations.writing() as connection:
        attempts.succeeded(connection, attempt)
    return None
