"""Idle means the person: what a page asks by itself keeps no session alive, a click does."""

from __future__ import annotations

from dataclasses import replace

from access.authentication import sign_in
from access.authentication.attempt import SignedIn
from access.authentication.auth_service import AuthService, SessionLimits
from access.authentication.authenticator import Authenticator
from data.operations.audit import audit
from tests.access.conftest import HERE, PASSWORD, Open
from tests.clocks import Turned


def enter(auth: AuthService) -> str:
    """The id of a new session."""
    result = sign_in.by_password(auth, "chen", PASSWORD, HERE)
    assert isinstance(result, SignedIn), result
    return result.session


def test_what_a_page_asks_by_itself_ends_with_the_time_that_nobody_did_anything(
    auth: AuthService, open_account: Open, turned: Turned
) -> None:
    open_account()
    brief = replace(auth, times=SessionLimits(idle=120))
    keeper, session = Authenticator(brief), enter(brief)
    there = []
    for _ in range(36):  # three minutes of a page that renews itself
        turned.turn(seconds=5)
        there.append(keeper.who(session, by_person=False) is not None)

    assert there == [True] * 23 + [False] * 13
    with auth.operations.reading() as connection:
        ended = audit.read(connection, audit.AuditFilter(event="session.end"), None, 9)
    assert [one.entry.reason for one in ended] == ["idle"]


def test_a_click_keeps_a_session_however_much_its_page_asks_in_between(
    auth: AuthService, open_account: Open, turned: Turned
) -> None:
    open_account()
    brief = replace(auth, times=SessionLimits(idle=120))
    keepers, session = (Authenticator(brief), Authenticator(brief)), enter(brief)

    for second in range(5, 600, 5):
        turned.turn(seconds=5)
        assert all(keeper.who(session, by_person=False) for keeper in keepers)
        if second % 90 == 0:  # in one of two workers, each of which has just looked
            assert keepers[0].who(session) is not None
