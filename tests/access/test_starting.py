"""Where the cockpit refuses to start, its secret, and the demonstration's identities that exist nowhere else."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result

from access.administration import administration
from access.authentication import sign_in
from access.authentication.attempt import SignedIn, SignInRefused
from access.authentication.auth_service import AuthService
from access.authentication.authenticator import Authenticator
from access.authentication.secret import Secret, WeakSecret, chosen, kept
from access.authentication.startup_checks import UnsafeSettings, check, first_step, secret_of
from access.authorization.roles import shipped
from app import create_commands
from data.core.actor import Actor
from data.core.settings import Settings, SettingsError
from data.operations.accounts import accounts
from demo import demo_accounts
from tests.access.conftest import HERE

STRONG = "kJ7-quite-random-9f3Hs2LmPq0xZ-text"


def settings(home: Path, **given: str) -> Settings:
    return Settings.from_environment({"COCKPIT_HOME": str(home), **given})


OUTSIDE = {"COCKPIT_CITY": "own", "PUBLIC_URL": "https://cockpit.example.org"}


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"HOST": "::1"},
        {"HOST": "localhost"},
        {"HOST": "127.8.9.1"},
        {"PUBLIC_URL": "http://127.0.0.1:9000"},
        {"COCKPIT_CITY": "own"},
        {**OUTSIDE, "HOST": "0.0.0.0", "PROXY_HOPS": "1"},
        {**OUTSIDE, "PROXY_HOPS": "2"},
    ],
)
def test_it_starts_where_its_doors_can_be_kept(given: dict[str, str], tmp_path: Path) -> None:
    check(settings(tmp_path, **given))


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"HOST": "0.0.0.0"}, "this machine only"),
        ({"HOST": "10.0.0.5", "PUBLIC_URL": "https://cockpit.example.org"}, "this machine only"),
        ({"PUBLIC_URL": "https://cockpit.example.org"}, "this machine only"),
        ({"COCKPIT_CITY": "own", "HOST": "0.0.0.0"}, "PUBLIC_URL"),
        ({"COCKPIT_CITY": "own", "HOST": "0.0.0.0", "PUBLIC_URL": "http://cockpit.example.org"}, "TLS"),
        (OUTSIDE, "PROXY_HOPS"),
    ],
)
def test_it_refuses_where_others_could_walk_in(given: dict[str, str], word: str, tmp_path: Path) -> None:
    with pytest.raises(UnsafeSettings, match=word):
        check(settings(tmp_path, **given))


@pytest.mark.parametrize("text", ["", "short", "a" * 64, "abcabcabc" * 8, "password" * 5])
def test_a_real_city_does_not_start_with_a_weak_secret_or_none(text: str, tmp_path: Path) -> None:
    with pytest.raises(WeakSecret, match="COCKPIT_SECRET"):
        secret_of(settings(tmp_path, COCKPIT_CITY="own", COCKPIT_SECRET=text))
    assert list(tmp_path.iterdir()) == []


def test_a_good_secret_is_taken_and_never_shown(tmp_path: Path) -> None:
    found = settings(tmp_path, COCKPIT_CITY="own", COCKPIT_SECRET=STRONG)

    assert secret_of(found).text == STRONG
    assert STRONG not in repr(found) + repr(secret_of(found))


def test_the_demonstration_makes_its_own_secret_once_for_its_owner_alone(tmp_path: Path) -> None:
    first, second = secret_of(settings(tmp_path)), secret_of(settings(tmp_path))

    assert first == second
    assert len(first.text) >= 64
    assert stat.S_IMODE(os.stat(tmp_path / "secret").st_mode) == 0o600
    assert secret_of(settings(tmp_path / "other")) != first


def test_a_weak_secret_in_the_file_is_refused_too(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("a" * 40)

    with pytest.raises(WeakSecret):
        kept(tmp_path)


def test_what_is_sealed_for_one_purpose_opens_for_no_other_and_not_for_ever() -> None:
    secret, other = chosen(STRONG), Secret(STRONG[::-1])
    sealed = secret.seal("a", "text")

    assert secret.unseal("a", sealed) == "text"
    assert secret.unseal("b", sealed) is None
    assert other.unseal("a", sealed) is None
    assert secret.unseal("a", sealed[:-2] + "xx") is None
    assert secret.unseal("a", "不是密文") is None
    assert secret.key("a") != secret.key("b")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PUBLIC_URL", "cockpit.example.org"),
        ("PUBLIC_URL", "https://cockpit.example.org/path"),
        ("PUBLIC_URL", "https://user@cockpit.example.org"),
        ("PUBLIC_URL", "https://cockpit.example.org:99999"),
        ("PROXY_HOPS", "many"),
        ("PASSWORD_POLICY", "none"),
        ("SESSION_IDLE_MINUTES", "0"),
        ("SESSION_HOURS", "1000"),
        ("OIDC_ISSUER", "https://sign-in.example.org"),
    ],
)
def test_a_setting_that_cannot_be_is_named(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=name):
        settings(tmp_path, **{name: value})


def test_an_identity_provider_is_complete_or_not_there(tmp_path: Path) -> None:
    given = {"OIDC_ISSUER": "https://id.example.org/", "OIDC_CLIENT_ID": "c", "OIDC_CLIENT_SECRET": "hush"}
    found = settings(tmp_path, **given).provider

    assert found is not None
    assert (found.issuer, found.claim) == ("https://id.example.org", "preferred_username")
    assert "hush" not in repr(found)
    assert settings(tmp_path).provider is None


def test_every_role_can_be_entered_in_the_demonstration(auth: AuthService) -> None:
    here = replace(auth, demo=True)
    demo_accounts.prepare(here)

    faces = demo_accounts.selectable_identities(here)

    assert {face.role for face in faces} == set(shipped().roles)
    for face in faces:
        entered = sign_in.by_button(here, face.login, HERE)
        assert isinstance(entered, SignedIn)
        assert entered.rights == shipped().rights([face.role])
        assert entered.stage == "full"


def test_preparing_again_changes_nothing(auth: AuthService) -> None:
    here = replace(auth, demo=True)
    demo_accounts.prepare(here)
    before = here.operations.pulses()

    demo_accounts.prepare(here)

    assert here.operations.pulses() == before


def test_outside_the_demonstration_there_is_no_account_at_all(auth: AuthService) -> None:
    demo_accounts.prepare(auth)

    with auth.operations.reading() as connection:
        assert accounts.listed(connection) == []
    assert demo_accounts.selectable_identities(auth) == ()
    assert sign_in.by_button(auth, "demo-leader", HERE) == SignInRefused("wrong")
    assert "account create" in (first_step(auth) or "")


def test_a_demonstration_that_became_a_real_city_lets_none_of_its_identities_in(auth: AuthService) -> None:
    here = replace(auth, demo=True)
    demo_accounts.prepare(here)
    inside = sign_in.by_button(here, "demo-leader", HERE)
    assert isinstance(inside, SignedIn)

    assert Authenticator(auth).who(inside.session) is None, "even before they are shut"
    demo_accounts.prepare(auth)

    assert sign_in.by_button(auth, "demo-leader", HERE) == SignInRefused("wrong")
    assert sign_in.by_provider(
        auth, sign_in.ProviderIdentity("https://id.example", "1", "demo-leader", True), HERE
    ) == SignInRefused("no-account")
    with auth.operations.reading() as connection:
        assert not [account for account in accounts.listed(connection) if account.active]
    demo_accounts.prepare(here)
    assert isinstance(sign_in.by_button(here, "demo-leader", HERE), SignedIn)


def test_an_identity_of_the_demonstration_cannot_be_changed(auth: AuthService) -> None:
    here = replace(auth, demo=True)
    demo_accounts.prepare(here)

    refused = administration.set_active(here, Actor.cockpit(), 1, False)

    assert refused == administration.AdministrationRefused("demonstration-account")


def typed(home: Path, *line: str) -> Result:
    """What a command of a real city says."""
    given = {"COCKPIT_CITY": "own", "COCKPIT_SECRET": STRONG}
    return create_commands(settings(home, **given)).test_cli_runner().invoke(args=list(line))


def test_the_first_account_of_a_city_is_its_security_administrator(tmp_path: Path) -> None:
    first = typed(tmp_path, "account", "create", "guard", "--name", "G", "--staff", "1")
    second = typed(tmp_path, "account", "create", "other", "--name", "O", "--staff", "2")

    assert first.exit_code == second.exit_code == 0
    assert "security administrator" in first.output
    assert "no role yet" in second.output
    assert typed(tmp_path, "account", "list").output.split("\n")[0].split() == ["guard", "active", "security-admin"]


def test_accounts_are_disabled_and_enabled_by_command(tmp_path: Path) -> None:
    line = ["account", "create", "chen", "--name", "C", "--staff", "1", "--role", "unit", "--region", "440607"]
    assert typed(tmp_path, *line, "--unit", "water-bureau").exit_code == 0

    assert typed(tmp_path, "account", "disable", "chen").exit_code == 0
    assert "chen  disabled  unit 440607 water-bureau" in typed(tmp_path, "account", "list").output
    assert typed(tmp_path, "account", "enable", "chen").exit_code == 0
    assert typed(tmp_path, "account", "disable", "nobody").exit_code == 1


@pytest.mark.parametrize("more", [["--role", "king"], ["--role", "unit", "--region", "440600"], ["--role", "leader"]])
def test_a_command_makes_no_account_that_makes_no_sense(more: list[str], tmp_path: Path) -> None:
    said = typed(tmp_path, "account", "create", "chen", "--name", "C", "--staff", "1", *more)

    assert said.exit_code == 1
    assert "Nothing was done" in said.output


def test_devices_are_made_and_revoked_by_command(tmp_path: Path) -> None:
    made = typed(tmp_path, "device", "create", "wall", "--kind", "read", "--region", "440600")

    assert "token: cockpit_" in made.output
    assert typed(tmp_path, "device", "revoke", "1").exit_code == 0
    assert typed(tmp_path, "device", "revoke", "1").exit_code == 1
    assert typed(tmp_path, "device", "create", "x", "--kind", "read", "--region", "7").exit_code == 1


def test_the_audit_is_checked_by_command(tmp_path: Path) -> None:
    typed(tmp_path, "account", "create", "guard", "--name", "G", "--staff", "1")

    said = typed(tmp_path, "audit", "verify")

    assert said.exit_code == 0
    digest = said.output.strip().rstrip(".").split()[-1]
    assert typed(tmp_path, "audit", "verify", "--includes", digest).exit_code == 0
    assert typed(tmp_path, "audit", "verify", "--includes", "0" * 63 + "1").exit_code == 1
    assert typed(tmp_path, "audit", "prune").output == "0 rows were let go.\n"


def test_a_command_of_a_real_city_needs_the_secret_too(tmp_path: Path) -> None:
    said = create_commands(settings(tmp_path, COCKPIT_CITY="own")).test_cli_runner().invoke(args=["audit", "verify"])

    assert said.exit_code == 1
    assert "COCKPIT_SECRET" in said.output
