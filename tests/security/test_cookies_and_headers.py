"""What the browser is told: cookies that no script and no other host gets, and headers that hold on every answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.security.conftest import PASSWORD, account_of
from tests.visitors import Visitor, entered, stranger

Call = Callable[..., Visitor]


def cookies_of(answer: object) -> dict[str, set[str]]:
    """Each cookie that an answer sets, with its attributes."""
    lines = answer.headers.getlist("Set-Cookie")  # type: ignore[attr-defined]
    parts = [[part.strip() for part in line.split(";")] for line in lines]
    return {first.split("=")[0]: set(rest) for first, *rest in parts}


def test_outside_loopback_cookies_are_for_this_host_over_tls_alone(own_cockpit: Flask, caller: Call) -> None:
    account_of(own_cockpit, "cookie")
    visitor = caller()
    before = cookies_of(visitor.get("/sign-in"))
    after = cookies_of(visitor.post("/sign-in", data={"login": "cookie", "password": PASSWORD}))

    assert before == {"__Host-csrf": {"Secure", "Path=/", "SameSite=Lax"}}
    assert after == {
        "__Host-cockpit": {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"},
        "__Host-csrf": {"Secure", "Path=/", "SameSite=Lax"},
    }


def test_on_loopback_there_is_no_tls_and_the_rest_holds(cockpit: Flask) -> None:
    visitor = stranger(cockpit)
    visitor.get("/sign-in")

    after = cookies_of(visitor.post("/sign-in", data={"demo": "demo-leader"}))

    assert after == {
        "cockpit": {"HttpOnly", "Path=/", "SameSite=Lax"},
        "_csrf_token": {"Path=/", "SameSite=Lax"},
    }


def test_a_session_gets_a_new_id_and_a_new_token_at_every_sign_in(cockpit: Flask) -> None:
    visitor = stranger(cockpit)
    visitor.set_cookie("cockpit", "an id that somebody planted")
    visitor.get("/sign-in")
    seen = [(visitor.kept("cockpit"), visitor.token())]
    for login in ("leader", "analyst", "leader"):
        visitor.post("/sign-in", data={"demo": f"demo-{login}"})
        seen.append((visitor.kept("cockpit"), visitor.token()))

    assert len({cookie for cookie, _ in seen if cookie}) == 4
    assert len({token for _, token in seen}) == 4


def test_signing_out_ends_the_session_on_the_server_too(cockpit: Flask) -> None:
    visitor = entered(cockpit)
    kept = visitor.kept("cockpit")
    assert kept

    answer = visitor.post("/sign-out")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")
    assert visitor.kept("cockpit") is None
    visitor.set_cookie("cockpit", kept)
    assert visitor.get("/").status_code == 302


def test_signing_out_needs_the_token_and_a_post(cockpit: Flask) -> None:
    visitor = entered(cockpit)

    assert visitor.get("/sign-out").status_code == 404
    assert visitor.without_token().post("/sign-out").status_code == 403
    assert visitor.get("/").status_code == 200


PATHS = ["/", "/sign-in", "/account", "/admin", "/no/such", "/api/v1/indicators", "/act/none", "/health"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("who", ["leader", "stranger"])
def test_every_answer_is_dressed(path: str, who: str, cockpit: Flask, leader: Visitor) -> None:
    headers = (leader if who == "leader" else stranger(cockpit)).get(path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))

    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["form-action"] == policy["connect-src"] == "'self'"
    assert "unsafe-eval" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


def test_over_tls_it_stays_over_tls(caller: Call, leader: Visitor) -> None:
    assert caller().get("/sign-in").headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in leader.get("/").headers


def test_a_kept_page_carries_nobodys_name_or_token_but_the_askers(cockpit: Flask) -> None:
    first, second = entered(cockpit, "leader"), entered(cockpit, "leader")
    pages = [visitor.get("/plan").get_data(as_text=True) for visitor in (first, second)]

    assert first.token() in pages[0]
    assert second.token() in pages[1]
    assert first.token() not in pages[1]
    assert "<?" not in "".join(pages), "every place is filled in"


def test_a_name_with_markup_stays_text(own_cockpit: Flask, caller: Call) -> None:
    account_of(own_cockpit, "b-old")
    from access.administration import administration
    from data.core.actor import Actor
    from data.operations.accounts import accounts
    from tests.security.conftest import doors_of

    auth = doors_of(own_cockpit)
    with auth.operations.writing() as connection:
        found = accounts.by_login(connection, "b-old")
        assert found is not None
        accounts.change(connection, found.id, name='<script>alert("1")</script>@@csrf@@')
    visitor = caller()
    visitor.get("/sign-in")
    visitor.post("/sign-in", data={"login": "b-old", "password": PASSWORD})

    page = visitor.get("/plan").get_data(as_text=True)

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert administration.end_sessions(auth, Actor.cockpit(), found.id) is None
