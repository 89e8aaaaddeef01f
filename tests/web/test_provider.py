"""Signing in where the city signs in: a real identity provider on loopback, honest and not so honest."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from flask import Flask
from flask import request as asked
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

from access.administration import administration
from access.administration.administration import IssuedPassword
from app import create_server
from data.core.actor import Actor
from data.core.settings import Settings
from data.operations.accounts.account_types import Grants
from data.operations.audit import audit
from tests.visitors import Visitor, stranger

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import oidc_provider_mock
    from oidc_provider_mock import User

BACK = "http://localhost/sign-in/provider/back"


@dataclass
class Provider:
    """A running provider, what it was asked, and what it is to say instead of the truth."""

    url: str = ""
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    lies: dict[str, Any] = field(default_factory=dict)
    key: Any = None

    def last(self, path: str) -> dict[str, str]:
        """What was sent to a path most recently."""
        return next(sent for where, sent in reversed(self.requests) if where == path)


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    """oidc-provider-mock in a thread; its id tokens can be bent."""
    made = Provider(key=RSAKey.generate_key(2048, {"kid": "forged"}))
    users = [
        User(sub="chen", claims={"preferred_username": "chen", "amr": ["pwd"]}),
        User(sub="mayor", claims={"preferred_username": "mayor", "amr": ["pwd", "otp"]}),
        User(sub="weak", claims={"preferred_username": "weak", "amr": ["pwd"]}),
        User(sub="guest", claims={"preferred_username": "guest"}),
        User(sub="nameless", claims={"email": "x@example.org"}),
    ]
    server: Flask = oidc_provider_mock.app(
        require_nonce=True, access_token_max_age=timedelta(minutes=5), user_claims=users
    )

    @server.before_request
    def note() -> None:
        made.requests.append((asked.path, {**asked.args.to_dict(), **asked.form.to_dict()}))

    @server.after_request
    def bend(answer: Any) -> Any:
        if asked.path == "/oauth2/token" and made.lies and answer.status_code == 200:
            body = answer.get_json()
            body["id_token"] = bent(made, body["id_token"])
            answer.set_data(json.dumps(body))
        return answer

    service = make_server("localhost", 0, server, threaded=True)
    threading.Thread(target=service.serve_forever, daemon=True).start()
    made.url = f"http://localhost:{service.server_port}"
    yield made
    service.shutdown()


def bent(provider: Provider, token: str) -> str:
    """The id token with other claims, signed by the provider's own key as far as we can get at it, else by another."""
    head, body, _ = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    lies = dict(provider.lies)
    key = provider.key if lies.pop("forged", False) else own_key()
    claims |= lies
    claims = {name: value for name, value in claims.items() if value is not None}
    header = json.loads(base64.urlsafe_b64decode(head + "=="))
    return jwt.encode({"alg": "RS256", **({"kid": header["kid"]} if "kid" in header else {})}, claims, key)


def own_key() -> Any:
    """The provider's signing key, taken out of its storage: a provider that lies signs its lies."""
    from flask import g

    return RSAKey.import_key(g.oidc_provider_mock_storage.jwk.as_dict(is_private=True))


@pytest.fixture(scope="module")
def city(provider: Provider, city_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A cockpit on loopback whose people sign in at the provider."""
    home = tmp_path_factory.mktemp("provided")
    shutil.copy(city_home / "warehouse.db", home)
    settings = Settings.from_environment(
        {
            "COCKPIT_HOME": str(home),
            "COCKPIT_CITY": "own",
            "COCKPIT_SECRET": "kJ7-quite-random-9f3Hs2LmPq0xZ-text",
            "OIDC_ISSUER": provider.url,
            "OIDC_CLIENT_ID": "cockpit",
            "OIDC_CLIENT_SECRET": "hush",
        }
    )
    server = create_server(settings)
    for login, role in (("chen", "analyst"), ("mayor", "leader"), ("weak", "leader")):
        made = administration.create(
            server.extensions["doors"], Actor.cockpit(), login, login, login, Grants((role,), (440600,))
        )
        assert isinstance(made, IssuedPassword)
    return server


@pytest.fixture(autouse=True)
def honest(provider: Provider) -> None:
    provider.lies.clear()


def away(visitor: Visitor, following: str = "") -> str:
    """Leave for the provider; returns its address with all that is asked of it."""
    answer = visitor.get("/sign-in/provider" + (f"?{urlencode({'next': following})}" if following else ""))
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def back(address: str, person: str) -> str:
    """What the provider's page does when somebody says who they are: the path it sends the browser back to."""
    answer = requests.post(address, data={"sub": person}, allow_redirects=False, timeout=10)
    parts = urlsplit(answer.headers["Location"])
    return f"{parts.path}?{parts.query}"


def enter(city: Flask, person: str, following: str = "") -> tuple[Visitor, Any]:
    """The whole way; returns the visitor and the last answer."""
    visitor = stranger(city)
    visitor.get("/sign-in")
    return visitor, visitor.get(back(away(visitor, following), person))


def reason(city: Flask) -> str:
    """What the audit says about the last sign-in."""
    with city.extensions["doors"].operations.reading() as connection:
        return audit.read(connection, audit.AuditFilter(event="sign-in"), None, 1)[0].entry.reason


def test_whoever_has_an_account_comes_in_and_is_led_on(city: Flask) -> None:
    visitor, answer = enter(city, "chen", "/plan?lang=en")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/plan?lang=en")
    assert visitor.get("/plan").status_code == 200
    assert reason(city) == "provider"


def test_the_door_offers_the_way_there(city: Flask) -> None:
    assert 'href="/sign-in/provider' in stranger(city).get("/sign-in").get_data(as_text=True)


def test_whoever_has_none_is_told_so(city: Flask) -> None:
    visitor, answer = enter(city, "guest")

    assert answer.status_code == 401
    assert "没有与之对应的可用账号" in answer.get_data(as_text=True)
    assert visitor.get("/plan").status_code == 302


def test_a_disabled_account_stays_out_whoever_vouches_for_it(city: Flask) -> None:
    auth = city.extensions["doors"]
    with auth.operations.reading() as connection:
        from data.operations.accounts import accounts

        found = accounts.by_login(connection, "chen")
    assert found is not None
    administration.set_active(auth, Actor.cockpit(), found.id, False)
    try:
        assert enter(city, "chen")[1].status_code == 401
    finally:
        administration.set_active(auth, Actor.cockpit(), found.id, True)


def test_a_second_factor_of_the_provider_is_enough_and_its_lack_is_made_up_here(city: Flask) -> None:
    assert enter(city, "mayor")[1].headers["Location"] == "/"
    assert enter(city, "weak")[1].headers["Location"].startswith("/sign-in/first")


def test_somebody_without_the_claim_stays_out(city: Flask) -> None:
    assert enter(city, "nameless")[1].status_code == 401
    assert reason(city) == "provider: no claim preferred_username"


def test_state_nonce_and_verifier_are_sent_and_differ_each_time(city: Flask, provider: Provider) -> None:
    sent = []
    for _ in range(2):
        visitor = stranger(city)
        address = away(visitor)
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        visitor.get(back(address, "chen"))
        verifier = provider.last("/oauth2/token")["code_verifier"]
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        assert (query["code_challenge"], query["code_challenge_method"]) == (challenge, "S256")
        assert query["redirect_uri"] == BACK
        sent.append(query)

    for name in ("state", "nonce", "code_challenge"):
        assert len(sent[0][name]) >= 20
        assert sent[0][name] != sent[1][name]


def test_another_browser_cannot_finish_what_this_one_began(city: Flask) -> None:
    """Else somebody could sign a victim in as themselves (or be signed in as the victim)."""
    thief, victim = stranger(city), stranger(city)
    path = back(away(thief), "chen")

    assert victim.get(path).status_code == 401
    assert victim.get("/plan").status_code == 302
    assert "state" in reason(city).lower()


def test_an_answer_is_taken_once(city: Flask) -> None:
    visitor = stranger(city)
    path = back(away(visitor), "chen")
    assert visitor.get(path).status_code == 303
    visitor.post("/sign-out")

    assert visitor.get(path).status_code == 401


@pytest.mark.parametrize(
    "lies",
    [
        {"aud": "another-client"},
        {"aud": ["another-client"]},
        {"aud": None},
        {"iss": "https://elsewhere.example"},
        {"iss": None},
        {"exp": 1_600_000_000},
        {"exp": None},
        {"iat": 99_999_999_999},
        {"nonce": "another"},
        {"nonce": None},
        {"sub": None},
        {"azp": "another-client"},
        {"forged": True},
        {"forged": True, "preferred_username": "mayor"},
    ],
    ids=str,
)
def test_an_id_token_that_is_not_for_us_now_from_them_lets_nobody_in(
    lies: dict[str, Any], city: Flask, provider: Provider
) -> None:
    provider.lies.update(lies)

    visitor, answer = enter(city, "chen")

    assert answer.status_code == 401
    assert "统一身份认证没有完成" in answer.get_data(as_text=True)
    assert visitor.get("/plan").status_code == 302
    assert reason(city).startswith("provider: ")


def test_bending_alone_is_not_what_keeps_them_out(city: Flask, provider: Provider) -> None:
    """The same way with a claim that is the provider's own to choose: proves that the lies above were read."""
    provider.lies.update({"sub": "mayor", "preferred_username": "mayor", "amr": ["mfa"]})

    _, answer = enter(city, "chen")

    assert answer.status_code == 303
    with city.extensions["doors"].operations.reading() as connection:
        assert audit.read(connection, audit.AuditFilter(event="sign-in"), None, 1)[0].entry.role == "leader"


def test_a_person_who_is_called_as_somebody_else_keeps_their_own_account(city: Flask, provider: Provider) -> None:
    assert enter(city, "chen")[1].status_code == 303
    provider.lies["preferred_username"] = "mayor"

    _, answer = enter(city, "chen")

    assert answer.status_code == 303
    with city.extensions["doors"].operations.reading() as connection:
        assert audit.read(connection, audit.AuditFilter(event="sign-in"), None, 1)[0].entry.role == "analyst"


@pytest.mark.parametrize(
    "query", ["", "code=x", "code=x&state=y", "state=", "error=access_denied&state=x", "code=%00&state=%00"]
)
def test_a_made_up_answer_lets_nobody_in(query: str, city: Flask) -> None:
    answer = stranger(city).get(f"/sign-in/provider/back?{query}")

    assert answer.status_code == 401
    assert b"Traceback" not in answer.data


def test_somebody_who_changes_their_mind_is_back_at_the_door(city: Flask) -> None:
    visitor = stranger(city)
    answer = requests.post(away(visitor), data={"action": "deny"}, allow_redirects=False, timeout=10)
    parts = urlsplit(answer.headers["Location"])

    assert visitor.get(f"{parts.path}?{parts.query}").status_code == 401


@pytest.mark.parametrize("following", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_the_way_on_leads_nowhere_else(following: str, city: Flask) -> None:
    assert enter(city, "chen", following)[1].headers["Location"] == "/"


def test_while_somebody_is_away_the_browser_keeps_a_cookie_no_script_sees(city: Flask) -> None:
    answer = stranger(city).get("/sign-in/provider")
    cookie = next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith("cockpit_away="))

    assert {part.strip() for part in cookie.split(";")[1:]} >= {"HttpOnly", "SameSite=Lax", "Path=/"}


def test_a_provider_that_is_away_is_no_error_of_ours(city_home: Path, tmp_path: Path) -> None:
    shutil.copy(city_home / "warehouse.db", tmp_path)
    given = {"OIDC_ISSUER": "http://localhost:9", "OIDC_CLIENT_ID": "c", "OIDC_CLIENT_SECRET": "s"}
    more = {"COCKPIT_CITY": "own", "COCKPIT_SECRET": "kJ7-quite-random-9f3Hs2LmPq0xZ-text"}
    server = create_server(Settings.from_environment({"COCKPIT_HOME": str(tmp_path), **given, **more}))

    answer = stranger(server).get("/sign-in/provider")

    assert answer.status_code == 401
    assert "统一身份认证没有完成" in answer.get_data(as_text=True)
