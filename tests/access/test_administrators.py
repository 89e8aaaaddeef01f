"""What administrators may do to accounts and devices, what nobody may, and that all of it is noted. On both engines."""

from __future__ import annotations

import pytest

from access.administration import administration, devices
from access.administration.administration import AdministrationRefused, IssuedPassword
from access.authentication.attempt import SignedIn, SignInRefused
from access.authentication.auth_service import AuthService
from access.authentication.authenticator import Authenticator
from access.authentication.sign_in import by_device
from access.authorization.actors import actor_of
from access.authorization.roles import shipped
from data.core.actor import Actor
from data.operations.accounts import accounts
from data.operations.accounts import devices as kept_devices
from data.operations.accounts.account_types import Account, Grants
from data.operations.audit import audit
from tests.access.conftest import HERE, ROOT, Open
from tests.clocks import Turned

CITY, SANSHUI, LEPING, NANHAI = 440600, 440607, 440607103, 440605


def actor(auth: AuthService, account: Account) -> Actor:
    return actor_of(account, auth.roles, auth.catalogue.regions)


def events(auth: AuthService) -> list[tuple[str, str, str]]:
    """What the audit holds: event, actor, object; the newest last."""
    with auth.operations.reading() as connection:
        found = audit.read(connection, audit.AuditFilter(), None, 1000)
    return [(one.entry.event, one.entry.actor, one.entry.object) for one in reversed(found)]


def test_a_sign_in_name_is_plain(auth: AuthService) -> None:
    logins = ["a", "Chen Wei", "陈伟", "-x", "demo-x", "x" * 65, "a/b", "<b>"]
    found = {login: administration.create(auth, ROOT, login, "X", "1") for login in logins}

    assert found == dict.fromkeys(logins, AdministrationRefused("bad-login"))


def test_one_person_has_one_account(auth: AuthService) -> None:
    assert isinstance(administration.create(auth, ROOT, "chen", "Chen", "007"), IssuedPassword)

    assert administration.create(auth, ROOT, "chen", "Chen", "008") == AdministrationRefused("taken-login")
    assert administration.create(auth, ROOT, "chen2", "Chen", "007") == AdministrationRefused("taken-staff")


NOT_TO_BE_HELD = [
    (Grants(("king",)), "unknown-role"),
    (Grants(("leader",), (1,)), "unknown-region"),
    (Grants(("unit",), (CITY,), ("nobody",)), "unknown-unit"),
    (Grants(("system-admin", "audit-admin")), "roles-apart"),
    (Grants(("security-admin", "leader"), (CITY,)), "roles-apart"),
    (Grants(("unit",), (CITY,)), "needs-unit"),
    (Grants(("analyst",)), "needs-region"),
]


def test_what_cannot_be_held_is_not_granted(auth: AuthService, open_account: Open) -> None:
    """Walks all grants that break a rule, for an account that is there and for a new one."""
    account = open_account()
    found = [
        (grants, administration.grant(auth, ROOT, account.id, grants, account.version),
         administration.create(auth, ROOT, "other", "X", "2", grants))
        for grants, _ in NOT_TO_BE_HELD
    ]  # fmt: skip

    assert found == [
        (grants, AdministrationRefused(reason), AdministrationRefused(reason)) for grants, reason in NOT_TO_BE_HELD
    ]


def test_nobody_grants_or_disables_themselves(auth: AuthService, open_account: Open) -> None:
    guard = open_account("guard", "security-admin")
    me = actor(auth, guard)

    assert administration.grant(
        auth, me, guard.id, Grants(("leader",), (CITY,)), guard.version
    ) == AdministrationRefused("own-account")
    assert administration.set_active(auth, me, guard.id, False) == AdministrationRefused("own-account")
    assert administration.reset_factor(auth, me, guard.id) == AdministrationRefused("own-account")


def test_the_last_security_administrator_stays(auth: AuthService, open_account: Open) -> None:
    first = open_account("guard", "security-admin")
    assert administration.set_active(auth, ROOT, first.id, False) == AdministrationRefused("last-administrator")
    assert administration.grant(auth, ROOT, first.id, Grants(), first.version) == AdministrationRefused(
        "last-administrator"
    )

    open_account("second", "security-admin")

    assert administration.set_active(auth, ROOT, first.id, False) is None


def test_of_two_administrators_who_change_one_account_the_second_is_told(auth: AuthService, open_account: Open) -> None:
    account = open_account()

    first = administration.grant(auth, ROOT, account.id, Grants(("analyst",), (SANSHUI,)), account.version)
    second = administration.grant(auth, ROOT, account.id, Grants(("analyst",), (NANHAI,)), account.version)

    assert (first, second) == (None, AdministrationRefused("changed-meanwhile"))
    with auth.operations.reading() as connection:
        kept = accounts.one(connection, account.id)
    assert kept is not None
    assert kept.grants.regions == (SANSHUI,)


def test_an_account_that_is_not_there_is_not_changed(auth: AuthService) -> None:
    assert administration.end_sessions(auth, ROOT, 99) == AdministrationRefused("no-account")
    assert administration.reset_password(auth, ROOT, 99) == AdministrationRefused("no-account")


def test_every_change_is_noted_with_who_did_it(auth: AuthService, open_account: Open) -> None:
    guard = actor(auth, open_account("guard", "security-admin"))
    account = open_account("chen")
    before = len(events(auth))

    administration.set_active(auth, guard, account.id, False)
    administration.set_active(auth, guard, account.id, True)
    administration.reset_password(auth, guard, account.id)
    administration.reset_factor(auth, guard, account.id)
    administration.unlock(auth, guard, account.id)
    made = devices.make(auth, guard, "wall", "read", (CITY,), 30)
    devices.revoke(auth, guard, made.number)

    about = [(event, actor, thing) for event, actor, thing in events(auth)[before:]]
    names = ["account.disable", "account.enable", "password.reset", "factor.reset", "account.unlock"]
    assert about == [
        *((name, f"account:{guard.account}", f"account:{account.id}") for name in names),
        ("device.create", f"account:{guard.account}", f"device:{made.number}"),
        ("device.revoke", f"account:{guard.account}", f"device:{made.number}"),
    ]


def test_the_record_holds_no_name_password_or_token(auth: AuthService, open_account: Open) -> None:
    open_account("chen")
    made = administration.create(auth, ROOT, "wang", "王小明", "staff-77")
    token = devices.make(auth, ROOT, "wall", "read", (CITY,), 30).token
    assert isinstance(made, IssuedPassword)

    with auth.operations.reading() as connection:
        told = repr(audit.read(connection, audit.AuditFilter(), None, 1000))

    assert not [secret for secret in ("chen", "wang", "王小明", "staff-77", made.password, token) if secret in told]


def test_a_token_is_kept_as_its_digest_and_opens_until_it_ends(auth: AuthService, turned: Turned) -> None:
    made = devices.make(auth, ROOT, "wall", "read", (SANSHUI,), 2)
    keeper = Authenticator(auth)

    known = keeper.device(made.token)

    assert known is not None
    assert known.actor.scope.permits(LEPING)
    assert not known.actor.scope.permits(NANHAI)
    with auth.operations.reading() as connection:
        assert made.token not in repr(kept_devices.listed(connection))
    turned.turn(days=2, seconds=-1)
    assert keeper.device(made.token) is not None
    turned.turn(seconds=1)
    assert keeper.device(made.token) is None


def test_a_revoked_token_opens_nothing_at_the_next_request(auth: AuthService) -> None:
    made = devices.make(auth, ROOT, "wall", "read", (CITY,), 2)
    keeper = Authenticator(auth)
    session = by_device(auth, made.token, HERE)
    assert isinstance(session, SignedIn)
    assert keeper.device(made.token) is not None
    assert keeper.who(session.session) is not None

    assert devices.revoke(auth, ROOT, made.number)

    assert keeper.device(made.token) is None
    assert keeper.who(session.session) is None
    assert not devices.revoke(auth, ROOT, made.number)


def test_a_wall_is_not_signed_out_for_being_looked_at_in_silence(auth: AuthService, turned: Turned) -> None:
    made = devices.make(auth, ROOT, "wall", "read", (CITY,), 30)
    session = by_device(auth, made.token, HERE)
    assert isinstance(session, SignedIn)

    turned.turn(days=29)

    assert Authenticator(auth).who(session.session) is not None


def test_a_feeder_gets_no_screens(auth: AuthService) -> None:
    made = devices.make(auth, ROOT, "gauge", "ingest", (CITY,), 30)

    assert by_device(auth, made.token, HERE) == SignInRefused("wrong-token")
    known = Authenticator(auth).device(made.token)
    assert known is not None
    assert known.actor.rights == {"readings.post"}


def test_an_address_has_so_many_wrong_tokens_a_minute(auth: AuthService, turned: Turned) -> None:
    told = [by_device(auth, f"guess {n}", HERE) for n in range(61)]

    assert told == [SignInRefused("wrong-token")] * 60 + [SignInRefused("locked")]
    turned.turn(minutes=1)
    assert by_device(auth, "guess", HERE) == SignInRefused("wrong-token")


def test_a_device_that_makes_no_sense_is_not_made(auth: AuthService) -> None:
    of_whom: list[tuple[str, tuple[int, ...], int]] = [
        ("write", (CITY,), 1), ("read", (), 1), ("read", (1,), 1), ("read", (CITY,), 0), ("read", (CITY,), 9999),
    ]  # fmt: skip
    for kind, regions, days in of_whom:
        with pytest.raises(ValueError, match=r"device|token"):
            devices.make(auth, ROOT, "x", kind, regions, days)


def test_a_use_is_noted_now_and_then(auth: AuthService, turned: Turned) -> None:
    made = devices.make(auth, ROOT, "wall", "read", (CITY,), 30)
    Authenticator(auth).device(made.token)
    turned.turn(minutes=2)
    Authenticator(auth).device(made.token)

    with auth.operations.reading() as connection:
        device = kept_devices.one(connection, made.number)

    assert device is not None
    assert device.used_at == auth.now


def test_a_first_password_is_taken_by_every_policy(auth: AuthService) -> None:
    made = administration.create(auth, ROOT, "chen", "Chen", "1")
    assert isinstance(made, IssuedPassword)

    from access.authentication.passwords import POLICIES, PasswordOwner

    assert not [
        name for name, policy in POLICIES.items() if policy.faults(made.password, PasswordOwner("chen", "Chen"))
    ]
    assert shipped()
