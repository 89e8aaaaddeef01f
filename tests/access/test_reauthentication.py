"""Who has to show again that it is they, by what, and for how long a sign-in elsewhere stands for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from access.authentication.attempt import begin_session
from access.authentication.auth_service import AuthService
from access.authentication.authenticator import Authenticator
from access.authentication.reauthentication import RECENT, reauthenticate
from data.core.actor import Actor
from data.operations.accounts import accounts
from data.operations.accounts.account_types import Account
from demo import demo_accounts
from tests.access.conftest import HERE, PASSWORD, Open
from tests.clocks import Turned


def came(auth: AuthService, account: Account, way: str) -> Actor:
    """Somebody who has just come in by some way."""
    found = Authenticator(auth).who(begin_session(auth, account, HERE, way, "strong").session)
    assert found is not None
    return found.actor


def test_a_password_is_asked_for_and_its_guesses_close_the_door(auth: AuthService, open_account: Open) -> None:
    actor = came(auth, open_account(), "password")

    def said(password: str) -> str | None:
        return reauthenticate(auth, actor, password, "192.0.2.7")

    assert [said(""), said("guess"), said(PASSWORD)] == ["password-needed", "wrong-password", None]
    assert [said("guess") for _ in range(5)][-2:] == ["wrong-password"] * 2
    assert said(PASSWORD) == "locked"


def test_a_sign_in_at_the_provider_stands_for_a_password_for_some_minutes(
    auth: AuthService, open_account: Open, turned: Turned
) -> None:
    actor = came(auth, open_account(), "provider")

    assert reauthenticate(auth, actor, "", "") is None
    turned.turn(seconds=RECENT)
    assert [reauthenticate(auth, actor, word, "") for word in ("", PASSWORD)] == ["sign-in-again"] * 2


def test_the_identities_of_the_demonstration_have_nothing_to_show(auth: AuthService, turned: Turned) -> None:
    playing = replace(auth, demo=True)
    demo_accounts.prepare(playing)
    with auth.operations.reading() as connection:
        account = accounts.by_login(connection, "demo-leader")
    assert account is not None
    actor = came(playing, account, "demo")
    turned.turn(minutes=20)

    assert reauthenticate(playing, actor, "", "") is None


@pytest.mark.parametrize("session", ["", "made up"])
def test_without_a_session_nothing_is_shown(auth: AuthService, open_account: Open, session: str) -> None:
    actor = replace(came(auth, open_account(), "password"), session=session)

    assert reauthenticate(auth, actor, PASSWORD, "") == "sign-in-again"
