"""The gate's answers: to strangers, to forgeries, to other hosts, to what is too much; and to devices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app import create_server
from data.core.settings import Settings
from tests.overview_redraw import OUTPUT, OUTPUTS
from tests.security.conftest import OUTSIDE, PASSWORD, account_of, newest
from tests.visitors import Visitor, device_token, entered, fields_of, stranger
from web.rendering.local_address import local
from web.security.rate_limits import RATES, RateLimits
from web.security.route_rules import CALLBACKS

Call = Callable[..., Visitor]
MAP = {
    "output": OUTPUT,
    "outputs": OUTPUTS,
    "inputs": [{"id": "overview-address", "property": "data", "value": {"address": "/"}}],
    "state": [],
    "changedPropIds": ["overview-address.data"],
}


def reason_of(answer: Any) -> str:
    return str((answer.json or {}).get("error", ""))


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/", "/sign-in?next=/"),
        ("/plan?lang=en", "/sign-in?next=/plan%3Flang%3Den&lang=en"),
        ("/indicators?q=a%26b&theme=light", "/sign-in?next=/indicators%3Fq%3Da%2526b%26theme%3Dlight&theme=light"),
        ("/no/such/page", "/sign-in?next=/no/such/page"),
    ],
)
def test_a_stranger_who_opens_a_page_is_led_to_the_door_and_back(path: str, target: str, cockpit: Flask) -> None:
    answer = stranger(cockpit).get(path)

    assert (answer.status_code, answer.headers["Location"]) == (302, target)


def test_after_the_door_the_way_leads_to_what_was_asked_for(cockpit: Flask) -> None:
    visitor = stranger(cockpit)
    door = visitor.get(visitor.get("/plan?lang=en").headers["Location"])

    sent = fields_of(door.get_data(as_text=True), "/sign-in")
    answer = visitor.post("/sign-in", data={**sent, "demo": "demo-leader"})

    assert answer.headers["Location"] == "/plan?lang=en"


def test_a_stranger_who_asks_as_a_program_gets_401_in_json(cockpit: Flask) -> None:
    visitor = stranger(cockpit)
    answers = [
        visitor.get("/api/v1/indicators"),
        visitor.get("/api/v1/openapi.json"),
        visitor.post(CALLBACKS, json=MAP),
        visitor.get("/_dash-layout"),
        visitor.get("/_dash-dependencies"),
        visitor.get("/", headers={"Accept": "application/json"}),
    ]

    assert {answer.status_code for answer in answers} == {401}
    assert {reason_of(answer) for answer in answers} == {"sign-in"}
    assert answers[0].headers["WWW-Authenticate"] == "Bearer"


def test_our_own_script_may_ask_callbacks(leader: Visitor) -> None:
    assert leader.post(CALLBACKS, json=MAP).status_code == 200


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({}, "forged"),
        ({"X-CSRFToken": ""}, "forged"),
        ({"X-CSRFToken": "0" * 64}, "forged"),
        ({"X-CSRFToken": "令牌"}, "forged"),
    ],
)
def test_without_the_right_token_nothing_is_answered(headers: dict[str, str], reason: str, cockpit: Flask) -> None:
    visitor = entered(cockpit).without_token()
    encoded = {name: value.encode().decode("latin-1") for name, value in headers.items()}

    answer = visitor.post(CALLBACKS, json=MAP, headers=encoded)

    assert (answer.status_code, reason_of(answer)) == (403, reason)


def test_the_token_of_another_session_is_not_ours(cockpit: Flask) -> None:
    mine, theirs = entered(cockpit).without_token(), entered(cockpit)

    answer = mine.post(CALLBACKS, json=MAP, headers={"X-CSRFToken": theirs.token() or ""})

    assert (answer.status_code, reason_of(answer)) == (403, "forged")


def test_a_cookie_that_somebody_planted_does_not_make_its_token_right(cockpit: Flask) -> None:
    visitor = entered(cockpit).without_token()
    planted = stranger(cockpit)
    planted.get("/sign-in")
    token = planted.token() or ""
    visitor.set_cookie("_csrf_token", token)

    assert visitor.post(CALLBACKS, json=MAP, headers={"X-CSRFToken": token}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"Origin": "https://localhost"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    ],
)
@pytest.mark.parametrize("path", [CALLBACKS, "/act/session.end-others", "/sign-out", "/sign-in"])
def test_what_another_site_sends_is_refused_whatever_token_it_shows(
    headers: dict[str, str], path: str, leader: Visitor
) -> None:
    answer = leader.post(path, data={"csrf": leader.token()}, headers=headers)

    assert answer.status_code == 403


@pytest.mark.parametrize("headers", [{}, {"Origin": "http://localhost"}, {"Sec-Fetch-Site": "same-origin"}])
def test_what_our_own_pages_send_is_taken(headers: dict[str, str], leader: Visitor) -> None:
    assert leader.post(CALLBACKS, json=MAP, headers=headers).status_code == 200


def test_nobody_is_signed_in_by_another_site(cockpit: Flask) -> None:
    visitor = stranger(cockpit).without_token()

    assert visitor.post("/sign-in", data={"demo": "demo-leader"}).status_code == 403
    visitor.get("/sign-in")
    assert visitor.post("/sign-in", data={"demo": "demo-leader"}).status_code == 403
    made_up = "x.y"
    visitor.set_cookie("_csrf_token", made_up)
    assert visitor.post("/sign-in", data={"demo": "demo-leader", "csrf": made_up}).status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "10.0.0.5"])
def test_on_loopback_no_other_name_is_answered(host: str, cockpit: Flask) -> None:
    """Else a page that resolves its own name to 127.0.0.1 could enter the demonstration."""
    visitor = stranger(cockpit)

    assert visitor.get("/sign-in", headers={"Host": host}).status_code == 421
    assert visitor.get("/health", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["127.0.0.1:8050", "localhost", "[::1]:8050"])
def test_on_loopback_its_own_names_are(host: str, cockpit: Flask) -> None:
    assert stranger(cockpit).get("/sign-in", headers={"Host": host}).status_code == 200


def test_outside_only_the_public_name_is_answered(caller: Call) -> None:
    assert caller().get("/sign-in").status_code == 200
    assert caller().get("/sign-in", headers={"Host": "10.0.0.5"}).status_code == 421


def test_who_came_half_way_is_let_in_nowhere(own_cockpit: Flask, caller: Call) -> None:
    account_of(own_cockpit, "half", "leader")
    visitor = caller()
    visitor.get("/sign-in")
    visitor.post("/sign-in", data={"login": "half", "password": PASSWORD})

    assert visitor.get("/").headers["Location"].startswith("/sign-in/first?next=/")
    assert visitor.get("/api/v1/indicators").status_code == 401
    assert reason_of(visitor.post(CALLBACKS, json=MAP)) == "unfinished"
    assert visitor.post("/act/session.end-others").status_code == 303
    assert visitor.get("/sign-in/first").status_code == 200


def test_a_body_that_is_too_large_is_not_read(leader: Visitor) -> None:
    assert leader.post("/sign-in", data={"login": "x" * 10_000}).status_code == 413
    assert leader.post(CALLBACKS, data="x" * 70_000, content_type="application/json").status_code == 413
    assert leader.post("/act/session.end", data={"session": "x" * 70_000}).status_code == 413
    assert leader.get("/plan", data="x").status_code == 413


def test_a_body_of_unknown_length_is_not_read_either(leader: Visitor) -> None:
    answer = leader.post("/sign-in", data={"login": "x"}, headers={"Transfer-Encoding": "chunked"})

    assert answer.status_code == 411


@pytest.mark.parametrize("path", ["/act/none", "/act/../admin", "/act/%00", "/act/" + "x" * 500])
def test_an_act_that_is_not_there_is_not_done(path: str, leader: Visitor) -> None:
    assert leader.post(path).status_code in {404, 405}


def test_a_gate_that_was_knocked_at_too_often_stays_shut_for_a_while() -> None:
    limits = RateLimits({**RATES, "sign-in": "3/minute"})

    assert [limits.allow("sign-in", "a") for _ in range(4)] == [True, True, True, False]
    assert limits.allow("sign-in", "b")
    assert limits.allow("screens", "a")


def test_too_many_requests_are_answered_429(city_home: Any) -> None:
    settings = Settings.from_environment({"COCKPIT_HOME": str(city_home)})
    server = create_server(settings, limits=RateLimits({**RATES, "sign-in": "2/minute"}))
    visitor = stranger(server)

    statuses = [visitor.get("/sign-in").status_code for _ in range(3)]

    assert statuses == [200, 200, 429]
    assert "Retry-After" in visitor.get("/sign-in").headers


LOCAL = ["/", "/plan?lang=en", "/indicators/I108?region=440607#x", "/a//b", "/%E4%BD%9B"]
FOREIGN = [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "/%5cevil.example",
    "/%2fevil.example",
    "evil",
    "",
    " /x",
    "/x\r\nSet-Cookie: a=b",
    "/" + "x" * 3000,
]


@pytest.mark.parametrize("address", LOCAL)
def test_an_address_of_ours_is_followed(address: str) -> None:
    assert local(address, "no") == address


@pytest.mark.parametrize("address", FOREIGN)
def test_an_address_elsewhere_is_not(address: str) -> None:
    assert local(address, "no") == "no"


@pytest.mark.parametrize("address", FOREIGN)
def test_no_door_and_no_act_leads_to_another_host(address: str, cockpit: Flask) -> None:
    visitor = stranger(cockpit)
    visitor.get("/sign-in")

    inside = visitor.post("/sign-in", data={"demo": "demo-supervisor", "next": address, "csrf": visitor.token()})
    done = visitor.post("/act/session.end-others", data={"back": address})

    ours = {"/", "/sign-in"}
    assert inside.status_code in {303, 413}
    assert inside.headers.get("Location", "/") in ours
    if len(address) <= 2000 and inside.status_code == 303:
        assert done.headers["Location"] == "/"


def test_a_device_that_reads_gets_numbers_of_its_regions_and_no_more(cockpit: Flask) -> None:
    visitor = stranger(cockpit)
    head = {"Authorization": f"Bearer {device_token(cockpit, 'read', 440607)}"}
    values = "/api/v1/indicators/I108/values"

    assert visitor.get(values, headers=head).json["region"] == 440607  # type: ignore[index]
    assert visitor.get(f"{values}?region=440607103", headers=head).status_code == 200
    for region in (440600, 440605, 440605126):
        answer = visitor.get(f"{values}?region={region}", headers=head)
        assert (answer.status_code, reason_of(answer)) == (400, "unknown-region")


def test_a_device_that_delivers_reads_nothing(cockpit: Flask) -> None:
    head = {"Authorization": f"Bearer {device_token(cockpit, 'ingest')}"}

    answer = stranger(cockpit).get("/api/v1/indicators", headers=head)

    assert (answer.status_code, reason_of(answer)) == (403, "no-right")


@pytest.mark.parametrize("head", ["Bearer x", "Bearer ", "bearer cockpit_" + "a" * 43, "Basic YTpi", "Bearer 令牌"])
def test_a_wrong_token_opens_nothing(head: str, cockpit: Flask) -> None:
    answer = stranger(cockpit).get("/api/v1/indicators", headers={"Authorization": head.encode().decode("latin-1")})

    assert (answer.status_code, reason_of(answer)) == (401, "no-token")


@pytest.mark.parametrize("path", ["/", "/plan", CALLBACKS, "/account", "/_dash-layout"])
def test_a_token_is_no_session(path: str, cockpit: Flask) -> None:
    head = {"Authorization": f"Bearer {device_token(cockpit)}"}

    assert stranger(cockpit).get(path, headers=head).status_code in {401, 405}


def test_a_token_beats_a_session_so_that_a_mistake_does_not_hide(cockpit: Flask) -> None:
    visitor = entered(cockpit)

    assert visitor.get("/api/v1/indicators", headers={"Authorization": "Bearer wrong"}).status_code == 401


def test_refusals_of_a_stranger_fill_no_disk(cockpit: Flask) -> None:
    visitor = stranger(cockpit, "192.0.2.44")
    for _ in range(30):
        visitor.get("/api/v1/indicators")

    entries = [entry for entry in newest(cockpit, 100, event="refusal") if entry.address == "192.0.2.44"]

    assert [entry.reason for entry in entries] == ["sign-in"]


def test_the_proxys_word_about_the_caller_is_taken_and_nobody_elses(own_cockpit: Flask, caller: Call) -> None:
    caller("198.51.100.77").get("/api/v1/indicators")
    forged = caller("203.0.113.250, 198.51.100.78")
    forged.get("/api/v1/indicators")

    addresses = [entry.address for entry in newest(own_cockpit, 2, event="refusal")]

    assert addresses == ["198.51.100.78", "198.51.100.77"]
    assert OUTSIDE.startswith("https://")
