"""Signing in: who gets in, who is told what, what a session outlives, and what ends it at once. On both engines."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from access.administration import administration, devices, own_account
from access.authentication import second_factor, sign_in
from access.authentication.attempt import Caller, SignedIn, SignInRefused
from access.authentication.auth_service import AuthService
from access.authentication.authenticator import Authenticator
from access.authentication.session_state import AuthContext
from access.authentication.tokens import digest
from data.operations.accounts import accounts, sessions
from data.operations.accounts.account_types import Grants
from data.operations.audit import audit
from tests.access.conftest import HERE, PASSWORD, ROOT, Open, with_policy
from tests.clocks import Turned


def enter(auth: AuthService, login: str = "chen", password: str = PASSWORD, caller: Caller = HERE) -> SignedIn:
    """Sign in, which has to work."""
    result = sign_in.by_password(auth, login, password, caller)
    assert isinstance(result, SignedIn), result
    return result


def refused(auth: AuthService, login: str, password: str, caller: Caller = HERE) -> str:
    """The reason that is told."""
    result = sign_in.by_password(auth, login, password, caller)
    assert isinstance(result, SignInRefused)
    return result.reason


def noted(auth: AuthService) -> list[tuple[str, str, str]]:
    """What the audit says of sign-ins: actor, outcome, reason; the newest last."""
    with auth.operations.reading() as connection:
        found = audit.read(connection, audit.AuditFilter(event="sign-in"), None, 100)
    return [(one.entry.actor, one.entry.outcome, one.entry.reason) for one in reversed(found)]


def known(auth: AuthService, entered: SignedIn) -> AuthContext:
    found = Authenticator(auth).who(entered.session)
    assert found is not None
    return found


def test_name_and_password_open_the_door_whatever_the_case_of_the_name(auth: AuthService, open_account: Open) -> None:
    open_account()

    entered = enter(auth, " Chen ")

    assert entered.stage == "full"
    assert known(auth, entered).actor.rights == {"view.screens", "export"}


def test_the_database_knows_only_the_digest_of_a_session(auth: AuthService, open_account: Open) -> None:
    account = open_account()

    entered = enter(auth)

    with auth.operations.reading() as connection:
        kept = sessions.open_of(connection, account.id)
    assert [one.digest for one in kept] == [digest(entered.session)]
    assert entered.session not in repr(kept)
    assert len(entered.session) >= 43, "256 bits"


def test_what_was_wrong_is_not_told_and_the_audit_knows(auth: AuthService, open_account: Open) -> None:
    account = open_account()
    gone = open_account("gone")
    administration.set_active(auth, ROOT, gone.id, False)

    told = {refused(auth, "chen", "wrong"), refused(auth, "nobody", PASSWORD), refused(auth, "gone", PASSWORD)}

    assert told == {"wrong"}
    assert noted(auth) == [
        (f"account:{account.id}", "failed", "wrong-password"),
        ("nobody", "failed", "unknown-name"),
        (f"account:{gone.id}", "failed", "disabled"),
    ]


def test_without_a_role_nobody_comes_in(auth: AuthService, open_account: Open) -> None:
    account = open_account()
    assert administration.grant(auth, ROOT, account.id, Grants(), account.version) is None

    assert refused(auth, "chen", PASSWORD) == "no-role"


def test_from_the_sixth_failure_on_a_name_waits_longer_each_time_at_that_address(
    auth: AuthService, open_account: Open, turned: Turned
) -> None:
    open_account()
    for _ in range(5):
        assert refused(auth, "chen", "wrong") == "wrong"

    for minutes in (1, 2, 4, 8, 16, 32, 60, 60):
        turned.turn(minutes=minutes, seconds=-1)
        assert refused(auth, "chen", PASSWORD) == "locked"
        turned.turn(seconds=1)
        assert refused(auth, "chen", "wrong") == "wrong"
    turned.turn(hours=1)
    assert enter(auth).stage == "full"


def test_failures_elsewhere_keep_nobody_out(auth: AuthService, open_account: Open) -> None:
    open_account()
    for _ in range(5):
        refused(auth, "chen", "wrong")

    assert enter(auth, caller=replace(HERE, address="198.51.100.1")).stage == "full"


def test_failures_before_a_success_do_not_count(auth: AuthService, open_account: Open) -> None:
    open_account()
    for _ in range(3):
        for _ in range(4):
            assert refused(auth, "chen", "wrong") == "wrong"
        enter(auth)


def test_guessing_from_many_addresses_is_slowed_and_the_owner_comes_in_where_they_did_before(
    auth: AuthService, open_account: Open, turned: Turned
) -> None:
    open_account()
    enter(auth)
    told = [refused(auth, "chen", f"guess {n}", Caller(f"198.51.100.{n}")) for n in range(25)]

    assert told == ["wrong"] * 20 + ["locked"] * 5
    assert refused(auth, "chen", PASSWORD, Caller("203.0.113.5")) == "locked"
    assert enter(auth).stage == "full"
    turned.turn(seconds=31)
    assert enter(auth, caller=Caller("203.0.113.5")).stage == "full"


def test_a_guesser_in_the_office_keeps_no_colleague_out_who_came_in_there_before(
    auth: AuthService, open_account: Open, turned: Turned
) -> None:
    open_account()
    enter(auth)

    told = [refused(auth, f"guess{n}", "wrong") for n in range(70)]

    assert told == ["wrong"] * 60 + ["locked"] * 10, "each guess costs a hash: an address has so many a minute"
    assert enter(auth).stage == "full"


def test_the_password_alone_forgives_no_wrong_code(auth: AuthService, open_account: Open) -> None:
    account = open_account()
    with auth.operations.writing() as connection:
        accounts.change(connection, account.id, factor=auth.secret.seal("second factor", second_factor.new_secret()))
    told = []
    for _ in range(3):
        half = sign_in.by_password(auth, "chen", PASSWORD, HERE)
        if isinstance(half, SignInRefused):
            told.append(half.reason)
            continue
        told += [str(sign_in.by_code(auth, known(auth, half), "wrong", HERE)) for _ in range(2)]

    assert told[-1] == "locked"


def test_wrong_device_tokens_keep_no_other_device_out(auth: AuthService) -> None:
    for n in range(20):
        assert sign_in.by_device(auth, f"token {n}", HERE) == SignInRefused("wrong-token")
    made = devices.make(auth, ROOT, "a wall", "read", (440600,), days=30)

    assert isinstance(sign_in.by_device(auth, made.token, HERE), SignedIn)


def test_many_guesses_at_once_do_not_outrun_the_count(auth: AuthService, open_account: Open) -> None:
    open_account()

    with ThreadPoolExecutor(8) as thieves:
        told = list(thieves.map(lambda n: refused(auth, "chen", f"guess {n}"), range(24)))

    assert told.count("wrong") == 5
    assert told.count("locked") == 19


def test_an_administrator_forgives_an_account_at_all_addresses(auth: AuthService, open_account: Open) -> None:
    account = open_account()
    for address in ("192.0.2.7", "198.51.100.1"):
        for _ in range(6):
            refused(auth, "chen", "wrong", Caller(address))
    for n in range(20):
        refused(auth, "chen", "wrong", Caller(f"203.0.113.{n}"))

    assert administration.unlock(auth, ROOT, account.id) is None

    for address in ("192.0.2.7", "198.51.100.1", "203.0.113.99"):
        assert enter(auth, caller=Caller(address)).stage == "full"


def test_a_session_from_before_is_worth_nothing_after(auth: AuthService, open_account: Open) -> None:
    open_account()
    keeper = Authenticator(auth)
    first = enter(auth)

    second = enter(auth, caller=replace(HERE, session=digest(first.session)))

    assert keeper.who(first.session) is None
    assert keeper.who(second.session) is not None


def test_a_made_up_id_opens_nothing(auth: AuthService) -> None:
    keeper = Authenticator(auth)

    assert [keeper.who(text) for text in ("", "x", "a" * 43, "\ud800")] == [None] * 4


def test_a_session_ends_when_it_is_left_alone(auth: AuthService, open_account: Open, turned: Turned) -> None:
    open_account()
    keeper, entered = Authenticator(auth), enter(auth)

    for _ in range(5):
        turned.turn(minutes=29)
        assert keeper.who(entered.session) is not None
    turned.turn(minutes=30)
    assert keeper.who(entered.session) is None
    assert keeper.who(entered.session) is None, "also when it is asked for again"


def test_use_in_one_worker_keeps_a_session_alive_in_all(auth: AuthService, open_account: Open, turned: Turned) -> None:
    open_account()
    one, other, entered = Authenticator(auth), Authenticator(auth), enter(auth)
    assert other.who(entered.session) is not None

    for _ in range(3):
        turned.turn(minutes=20)
        assert one.who(entered.session) is not None

    assert other.who(entered.session) is not None


def test_a_session_ends_after_twelve_hours_however_busy(auth: AuthService, open_account: Open, turned: Turned) -> None:
    open_account()
    keeper, entered = Authenticator(auth), enter(auth)
    for _ in range(35):
        turned.turn(minutes=20)
        assert keeper.who(entered.session) is not None

    turned.turn(minutes=20)
    assert keeper.who(entered.session) is None


def test_what_is_taken_away_is_gone_at_the_next_request_in_every_worker(auth: AuthService, open_account: Open) -> None:
    account = open_account()
    workers = [Authenticator(auth), Authenticator(auth)]
    entered = enter(auth)
    assert all(worker.who(entered.session) for worker in workers)

    administration.set_active(auth, ROOT, account.id, False)

    assert [worker.who(entered.session) for worker in workers] == [None, None]


def test_what_is_granted_is_felt_at_the_next_request(auth: AuthService, open_account: Open) -> None:
    account = open_account()
    keeper, entered = Authenticator(auth), enter(auth)
    before = keeper.who(entered.session)
    assert before is not None
    assert before.actor.scope.regions is None
    with auth.operations.reading() as connection:
        now = accounts.one(connection, account.id)
    assert now is not None

    administration.grant(auth, ROOT, account.id, Grants(("unit",), (440607,), ("water-bureau",)), now.version)

    after = keeper.who(entered.session)
    assert after is not None
    assert (after.actor.role, after.actor.rights) == ("unit", frozenset({"view.screens", "task.act", "task.handle"}))
    assert after.actor.scope.permits(440607103)
    assert not after.actor.scope.permits(440600)


def test_signing_out_ends_the_session_once(auth: AuthService, open_account: Open) -> None:
    open_account()
    keeper, entered = Authenticator(auth), enter(auth)
    found = known(auth, entered)

    sign_in.sign_out(auth, found, HERE)

    assert keeper.who(entered.session) is None


def test_a_first_password_has_to_be_changed_before_anything_else(auth: AuthService) -> None:
    made = administration.create(auth, ROOT, "new", "New", "77", Grants(("analyst",), (440600,)))
    assert isinstance(made, administration.IssuedPassword)
    entered = enter(auth, "new", made.password)
    assert entered.stage == "change"
    found = known(auth, entered)

    new = "a much better password"
    assert own_account.change_password(auth, found.actor, made.password, new, new, "") is None

    assert known(auth, entered).stage == "full"
    assert refused(auth, "new", made.password) == "wrong"


def test_a_policy_with_an_end_asks_for_another_password_in_time(
    auth: AuthService, open_account: Open, turned: Turned
) -> None:
    open_account()
    turned.turn(days=91)

    assert enter(with_policy(auth, "djbh3")).stage == "change"
    assert enter(with_policy(auth, "asvs")).stage == "full"


@pytest.mark.parametrize(
    ("present", "new", "again", "reason"),
    [
        ("wrong", "x", "x", "wrong-password"),
        (PASSWORD, "a better password", "another password", "not-the-same"),
        (PASSWORD, PASSWORD, PASSWORD, "password-same"),
        (PASSWORD, "short", "short", "password-shorter-than-15-or-8"),
    ],
)
def test_a_password_is_changed_only_for_a_good_one(
    present: str, new: str, again: str, reason: str, auth: AuthService, open_account: Open
) -> None:
    open_account()
    entered = enter(auth)

    assert own_account.change_password(auth, known(auth, entered).actor, present, new, again, "") == reason
    assert enter(auth).stage == "full"


def test_a_changed_password_ends_all_other_sessions(auth: AuthService, open_account: Open) -> None:
    open_account()
    keeper, mine, other = Authenticator(auth), enter(auth), enter(auth)
    found = known(auth, mine)

    own_account.change_password(auth, found.actor, PASSWORD, "another good password", "another good password", "")

    assert keeper.who(mine.session) is not None
    assert keeper.who(other.session) is None


def test_the_provider_vouches_for_an_account_that_is_there(auth: AuthService, open_account: Open) -> None:
    open_account("mayor", "leader")

    assert sign_in.by_provider(auth, vouched("1", "stranger"), HERE) == SignInRefused("no-account")
    strong = sign_in.by_provider(auth, vouched("2", "Mayor"), HERE)
    weak = sign_in.by_provider(auth, vouched("2", "mayor", strong=False), HERE)
    assert isinstance(strong, SignedIn)
    assert isinstance(weak, SignedIn)
    assert (strong.stage, weak.stage) == ("full", "enrol")


def test_an_account_stays_with_its_person_and_not_with_their_name(auth: AuthService, open_account: Open) -> None:
    account = open_account("chen")
    first = sign_in.by_provider(auth, vouched("1", "chen"), HERE)

    renamed = sign_in.by_provider(auth, vouched("1", "chen-wang"), HERE)
    reused = sign_in.by_provider(auth, vouched("2", "chen"), HERE)
    elsewhere = sign_in.by_provider(auth, vouched("1", "chen", issuer="https://other.example"), HERE)

    assert [known(auth, one).actor.account for one in (first, renamed) if isinstance(one, SignedIn)] == [account.id] * 2
    assert [reused, elsewhere] == [SignInRefused("no-account")] * 2
    assert noted(auth)[-1] == (f"account:{account.id}", "failed", "another-person")

    assert administration.unbind(auth, ROOT, account.id) is None

    assert isinstance(sign_in.by_provider(auth, vouched("2", "chen"), HERE), SignedIn)
    assert sign_in.by_provider(auth, vouched("1", "chen"), HERE) == SignInRefused("no-account")


def vouched(
    subject: str, login: str, strong: bool = True, issuer: str = "https://id.example"
) -> sign_in.ProviderIdentity:
    """Somebody whom the provider vouches for."""
    return sign_in.ProviderIdentity(issuer, subject, login, strong)


def test_a_first_password_is_good_for_three_days(auth: AuthService, turned: Turned) -> None:
    made = administration.create(auth, ROOT, "new", "New", "77", Grants(("analyst",), (440600,)))
    assert isinstance(made, administration.IssuedPassword)
    assert made.hours == 72

    turned.turn(hours=72)
    assert enter(auth, "new", made.password).stage == "change"
    turned.turn(seconds=1)
    assert refused(auth, "new", made.password) == "first-expired"
    assert refused(auth, "new", "wrong") == "wrong", "only who has it is told"

    again = administration.reset_password(auth, ROOT, made.number)
    assert isinstance(again, administration.IssuedPassword)
    assert enter(auth, "new", again.password).stage == "change"


def test_ones_own_sessions_can_be_ended_and_nobody_elses(auth: AuthService, open_account: Open) -> None:
    open_account()
    open_account("other")
    keeper, mine, second, theirs = Authenticator(auth), enter(auth), enter(auth), enter(auth, "other")
    actor = known(auth, mine).actor

    assert not own_account.end_session(auth, actor, digest(theirs.session)[:16], "")
    assert own_account.end_session(auth, actor, digest(second.session)[:16], "")

    assert [keeper.who(one.session) is not None for one in (mine, second, theirs)] == [True, False, True]
