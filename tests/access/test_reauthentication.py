"""Who has to show again that it is they, by what, and for how long a sign-in elsewhere stands for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from access.authentication.attempt import enter
from access.authentication.auth_service import AuthService
from access.authentication.authenticator import Authenticator
from access.authentication.reauthentication import RECENT, reauthenticate
from data.core.actor import Actor
from data.operations.accounts import accounts
from data.operations.accounts.account_types import Account
from demo import demo_accounts
from tests.access.conftest import HERE, PASSWORD, Open
from tests.clocks import Turned


def came(doors: AuthService, account: Account, way: str) -> Actor:
    """Somebody who has just come in by some way."""
    found = Authenticator(doors).who(enter(doors, account, HERE, way, "strong").session)
    assert found is not None
    return found.asker


def test_a_password_is_asked_for_and_its_guesses_close_the_door(doors: AuthService, open_account: Open) -> None:
    asker = came(doors, open_account(), "password")

    def said(password: str) -> str | None:
        return reauthenticate(doors, asker, password, "192.0.2.7")

    assert [said(""), said("guess"), said(PASSWORD)] == ["password-needed", "wrong-password", None]
    assert [said("guess") for _ in range(5)][-2:] == ["wrong-password"] * 2
    assert said(PASSWORD) == "locked"


def test_a_sign_in_at_the_provider_stands_for_a_password_for_some_minutes(
    doors: AuthService, open_account: Open, turned: Turned
) -> None:
    asker = came(doors, open_account(), "provider")

    assert reauthenticate(doors, asker, "", "") is None
    turned.turn(seconds=RECENT)
    assert [reauthenticate(doors, asker, word, "") for word in ("", PASSWORD)] == ["sign-in-again"] * 2


def test_the_identities_of_the_demonstration_have_nothing_to_show(doors: AuthService, turned: Turned) -> None:
    playing = replace(doors, demo=True)
    demo_accounts.prepare(playing)
    with doors.operations.reading() as connection:
        account = accounts.by_login(connection, "demo-leader")
    assert account is not None
    asker = came(playing, account, "demo")
    turned.turn(minutes=20)

    assert reauthenticate(playing, asker, "", "") is None


@pytest.mark.parametrize("session", ["", "made up"])
def test_without_a_session_nothing_is_shown(doors: AuthService, open_account: Open, session: str) -> None:
    asker = replace(came(doors, open_account(), "password"), session=session)

    assert reauthenticate(doors, asker, PASSWORD, "") == "sign-in-again"
