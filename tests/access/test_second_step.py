"""The second step: who has to take it, codes that are good once, and who may replace them. On both engines."""

from __future__ import annotations

from dataclasses import replace

import pyotp

from access.administration import own_account
from access.authentication import sign_in
from access.authentication.attempt import Caller, SignedIn, SignInRefused
from access.authentication.auth_service import AuthService
from access.authentication.authenticator import Authenticator
from access.authentication.session_state import AuthContext
from access.authentication.tokens import digest
from data.operations.accounts import accounts
from data.operations.accounts.account_types import Account
from tests.access.conftest import HERE, PASSWORD, Open
from tests.clocks import Turned


def enter(auth: AuthService, login: str = "chen", password: str = PASSWORD, caller: Caller = HERE) -> SignedIn:
    """Sign in, which has to work."""
    result = sign_in.by_password(auth, login, password, caller)
    assert isinstance(result, SignedIn), result
    return result


def code_for(secret: str, turned: Turned) -> str:
    """What an authenticator shows now."""
    return pyotp.TOTP(secret).at(int(turned.moment.timestamp()))


def with_factor(auth: AuthService, account: Account, turned: Turned) -> str:
    """Set a second factor up; returns its secret."""
    actor = Authenticator(auth).who(enter(auth, account.login).session)
    assert actor is not None
    pending = own_account.begin_factor(auth, actor.actor, "")
    assert isinstance(pending, own_account.PendingFactor)
    codes = own_account.confirm_factor(auth, actor.actor, pending.sealed, code_for(pending.secret, turned), "192.0.2.7")
    assert isinstance(codes, list)
    turned.turn(seconds=60)
    return pending.secret


def known(auth: AuthService, entered: SignedIn) -> AuthContext:
    found = Authenticator(auth).who(entered.session)
    assert found is not None
    return found


def test_whoever_dispatches_sets_a_second_factor_up_first(
    auth: AuthService, open_account: Open, turned: Turned
) -> None:
    account = open_account("mayor", "leader")

    assert enter(auth, "mayor").stage == "enrol"
    with_factor(auth, account, turned)
    assert enter(auth, "mayor").stage == "factor"


def test_in_the_demonstration_nobody_needs_a_second_factor(auth: AuthService, open_account: Open) -> None:
    open_account("mayor", "leader")

    assert enter(replace(auth, demo=True), "mayor").stage == "full"


def test_the_second_factor_lets_in_with_a_new_session_and_a_code_is_good_once(
    auth: AuthService, open_account: Open, turned: Turned
) -> None:
    secret = with_factor(auth, open_account("mayor", "leader"), turned)
    first, code = enter(auth, "mayor"), code_for(secret, turned)

    inside = sign_in.by_code(auth, known(auth, first), code, replace(HERE, session=digest(first.session)))

    assert isinstance(inside, SignedIn)
    assert inside.stage == "full"
    assert Authenticator(auth).who(first.session) is None
    again = enter(auth, "mayor")
    assert sign_in.by_code(auth, known(auth, again), code, HERE) == SignInRefused("wrong-code")


def test_wrong_codes_close_the_door_too(auth: AuthService, open_account: Open, turned: Turned) -> None:
    with_factor(auth, open_account("mayor", "leader"), turned)
    half = known(auth, enter(auth, "mayor"))

    told = [sign_in.by_code(auth, half, "000000", HERE) for _ in range(6)]

    assert told == [SignInRefused("wrong-code")] * 4 + [SignInRefused("locked")] * 2, (
        "a password without its code counts, too"
    )


def test_a_recovery_code_stands_in_once(auth: AuthService, open_account: Open, turned: Turned) -> None:
    account = open_account("mayor", "leader")
    actor = known(auth, enter(auth, "mayor")).actor
    pending = own_account.begin_factor(auth, actor, "")
    assert isinstance(pending, own_account.PendingFactor)
    codes = own_account.confirm_factor(auth, actor, pending.sealed, code_for(pending.secret, turned), "")
    assert isinstance(codes, list)

    results = [sign_in.by_code(auth, known(auth, enter(auth, "mayor")), codes[0].lower(), HERE) for _ in range(2)]

    assert isinstance(results[0], SignedIn)
    assert results[1] == SignInRefused("wrong-code")
    assert account.id


def test_a_secret_of_a_second_factor_is_sealed_at_rest(auth: AuthService, open_account: Open, turned: Turned) -> None:
    account = open_account("mayor", "leader")
    secret = with_factor(auth, account, turned)

    with auth.operations.reading() as connection:
        kept = accounts.one(connection, account.id)

    assert kept is not None
    assert kept.factor
    assert secret not in kept.factor


def test_a_second_factor_is_replaced_only_by_whoever_has_it(
    auth: AuthService, open_account: Open, turned: Turned
) -> None:
    secret = with_factor(auth, open_account("mayor", "leader"), turned)
    half = known(auth, enter(auth, "mayor"))

    assert own_account.begin_factor(auth, half.actor, "123456") == "wrong-code"
    assert isinstance(own_account.begin_factor(auth, half.actor, code_for(secret, turned)), own_account.PendingFactor)


def test_setting_up_takes_no_longer_than_a_quarter_of_an_hour_and_only_ones_own(
    auth: AuthService, open_account: Open, turned: Turned
) -> None:
    open_account("mayor", "leader")
    open_account("other", "leader")
    mine, theirs = (known(auth, enter(auth, login)).actor for login in ("mayor", "other"))
    pending = own_account.begin_factor(auth, mine, "")
    assert isinstance(pending, own_account.PendingFactor)
    code = code_for(pending.secret, turned)

    assert own_account.confirm_factor(auth, theirs, pending.sealed, code, "") == "too-late"
    assert own_account.confirm_factor(auth, mine, pending.sealed, "000000", "") == "wrong-code"
    assert own_account.confirm_factor(auth, mine, "made up", code, "") == "too-late"


def test_what_was_begun_before_somebody_set_a_factor_up_confirms_nothing_after(
    auth: AuthService, open_account: Open, turned: Turned
) -> None:
    """A thief of the password begins; the owner sets up theirs; the thief's picture is worth nothing."""
    account = open_account("mayor", "leader")
    thief, owner = known(auth, enter(auth, "mayor")).actor, known(auth, enter(auth, "mayor")).actor
    begun = own_account.begin_factor(auth, thief, "")
    mine = own_account.begin_factor(auth, owner, "")
    assert isinstance(begun, own_account.PendingFactor)
    assert isinstance(mine, own_account.PendingFactor)
    code = code_for(begun.secret, turned)
    assert own_account.confirm_factor(auth, owner, begun.sealed, code, "") == "too-late", "another session began it"
    codes = own_account.confirm_factor(auth, owner, mine.sealed, code_for(mine.secret, turned), "")
    assert isinstance(codes, list)

    assert own_account.confirm_factor(auth, thief, begun.sealed, code, "") == "too-late"
    assert own_account.confirm_factor(auth, owner, mine.sealed, code_for(mine.secret, turned), "") == "too-late"
    half = known(auth, enter(auth, "mayor"))
    assert half.stage == "factor"
    assert own_account.confirm_factor(auth, half.actor, begun.sealed, code, "") == "too-late"
    with auth.operations.reading() as connection:
        kept = accounts.one(connection, account.id)
    assert kept is not None
    assert auth.secret.unseal("second factor", kept.factor or "") == mine.secret
