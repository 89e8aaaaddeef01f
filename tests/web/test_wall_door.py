"""A wall comes in by its address with a token, once; its session opens the wall and nothing else, until revoked."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from access.administration import devices
from access.authentication.auth_service import AuthService
from data.core.actor import Actor
from tests.visitors import Visitor, device_token, entered, stranger

SANSHUI = 440607


def at_wall(server: Flask, token: str, address: str = "/wall/duty") -> Visitor:
    """A wall that has come in."""
    visitor = stranger(server)
    answer = visitor.get(f"{address}?token={token}")
    assert answer.status_code == 303, answer.get_data(as_text=True)[:300]
    assert answer.headers["Location"] == address
    return visitor


def test_a_token_in_the_address_is_exchanged_and_leaves_it(cockpit: Flask) -> None:
    visitor = stranger(cockpit)

    answer = visitor.get(f"/wall/flood?lang=en&token={device_token(cockpit)}")

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/wall/flood?lang=en"
    page = visitor.get("/wall/flood?lang=en")
    assert page.status_code == 200
    assert "wall-picture" in page.get_data(as_text=True)


def test_its_session_opens_the_wall_and_nothing_else(cockpit: Flask) -> None:
    visitor = at_wall(cockpit, device_token(cockpit))

    opened = {path: visitor.get(path).status_code for path in ("/wall", "/wall/leader", "/", "/plan", "/admin")}
    interface = visitor.get("/api/v1/indicators").status_code

    assert opened == {"/wall": 200, "/wall/leader": 200, "/": 403, "/plan": 403, "/admin": 403}
    assert interface == 403


def test_a_wall_asks_for_the_parts_of_the_wall_only(cockpit: Flask) -> None:
    visitor = at_wall(cockpit, device_token(cockpit))

    def asks(address: str) -> int:
        body = {
            "output": "fresh.data",
            "outputs": {"id": "fresh", "property": "data"},
            "inputs": [{"id": "live", "property": "data", "value": {"address": address, "version": "-"}}],
            "changedPropIds": ["live.data"],
            "state": [],
        }
        return int(visitor.post("/_dash-update-component", json=body).status_code)

    assert asks("/wall/duty?slide=1&panes=1") == 200
    assert asks("/plan") == 403


def test_a_revoked_token_ends_the_wall_at_its_next_request(cockpit: Flask) -> None:
    auth: AuthService = cockpit.extensions["doors"]
    made = devices.make(auth, Actor.cockpit(), "hall", "read", (440600,), 30)
    visitor = at_wall(cockpit, made.token)

    devices.revoke(auth, Actor.cockpit(), made.number)

    assert visitor.get("/wall/duty").status_code == 302
    assert stranger(cockpit).get(f"/wall/duty?token={made.token}").status_code == 401


def test_the_tokens_regions_limit_what_is_shown(cockpit: Flask) -> None:
    visitor = at_wall(cockpit, device_token(cockpit, "read", SANSHUI), "/wall/leader")
    auth: AuthService = cockpit.extensions["doors"]
    inside = set(auth.catalogue.regions.within(SANSHUI))

    page = visitor.get("/wall/leader").get_data(as_text=True)

    assert {int(code) for code in re.findall(r'data-region="(\d+)"', page)} <= inside


@pytest.mark.parametrize("token", ["", "guess", "x" * 5000])
def test_a_wrong_token_opens_nothing(cockpit: Flask, token: str) -> None:
    visitor = stranger(cockpit, "10.9.8.7")

    answer = visitor.get(f"/wall/duty?token={token}")

    assert answer.status_code in {401, 414}
    assert "wall-picture" not in answer.get_data(as_text=True)


def test_a_feeders_token_opens_no_wall(cockpit: Flask) -> None:
    answer = stranger(cockpit, "10.9.8.6").get(f"/wall?token={device_token(cockpit, 'ingest')}")

    assert answer.status_code == 401


def test_another_site_cannot_put_its_wall_in_place_of_somebodys_session(cockpit: Flask) -> None:
    visitor = entered(cockpit)

    answer = visitor.get(f"/wall?token={device_token(cockpit)}", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert visitor.get("/plan").status_code == 200


def test_a_token_opens_no_other_page(cockpit: Flask) -> None:
    visitor = stranger(cockpit)

    assert visitor.get(f"/plan?token={device_token(cockpit)}").status_code == 302
    assert visitor.get("/wallpaper?token=x").status_code == 302


def test_who_may_not_show_the_wall_does_not_see_it(cockpit: Flask) -> None:
    assert entered(cockpit, "analyst").get("/wall").status_code == 403
    assert entered(cockpit, "leader").get("/wall").status_code == 200
    assert entered(cockpit, "leader").get("/wall/none").status_code == 404


def test_a_link_to_a_wall_does_not_take_the_place_of_a_persons_session(cockpit: Flask) -> None:
    person = entered(cockpit, "leader")
    before = person.kept("cockpit")

    answer = person.get(f"/wall?token={device_token(cockpit)}")

    assert answer.status_code == 409
    assert "Set-Cookie" not in answer.headers
    assert person.kept("cockpit") == before
    assert person.get("/plan").status_code == 200
