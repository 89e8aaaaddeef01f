"""Everything that can be asked for has a rule, and what has none is shut: routes, callbacks, pages, acts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from dash import Input, Output
from flask import Flask

from access.authorization.roles import shipped
from app import create_server
from components.framework.page import Page, Screen
from data.core.settings import Settings
from pages import PAGES
from tests.overview_redraw import OUTPUT, OUTPUTS
from tests.security.conftest import newest
from tests.visitors import Visitor, device_token, entered, stranger
from web.dash_app import CockpitDash
from web.security.auth_middleware import unruled
from web.security.route_rules import CALLBACKS, ENDPOINTS, RouteRules

RIGHTS = shipped().actions
OPEN = {"/health", "/ready", "/sign-in", "/sign-in/code"}


def cockpit_of(server: Flask) -> CockpitDash:
    found: CockpitDash = server.extensions["cockpit"]
    return found


def test_every_route_has_a_rule(cockpit: Flask, own_cockpit: Flask) -> None:
    assert unruled(cockpit) == []
    assert unruled(own_cockpit) == []


def test_no_rule_speaks_of_a_route_that_is_not_there(cockpit: Flask) -> None:
    there = {rule.endpoint for rule in cockpit.url_map.iter_rules()}

    assert set(ENDPOINTS) - there == {"elsewhere.leave", "elsewhere.back"}, "these stand where a provider is set"


def test_every_callback_has_a_right_that_is_an_action(cockpit: Flask) -> None:
    rights = cockpit_of(cockpit).callback_rights()

    assert rights
    assert {right for right in rights.values() if right} <= set(RIGHTS)
    assert [name for name, right in rights.items() if not right] == ["fresh.data", "applied.data"], (
        "it asks for the right of each page and part by itself"
    )


def test_every_page_and_act_needs_an_action_or_belongs_to_everybody(cockpit: Flask) -> None:
    acts = cockpit.extensions["acts"]
    own = {"account", "password.change", "factor.begin", "factor.confirm", "session.end", "session.end-others"}

    needed = {page.name: page.right for page in PAGES} | {name: act.right for name, act in acts.items()}

    assert {name for name, right in needed.items() if not right} == own
    assert {right for right in needed.values() if right} <= set(RIGHTS)


def test_a_route_without_a_rule_is_shut_for_everybody_and_noted(small_server: Flask) -> None:
    visitor = entered(small_server)

    answer = visitor.get("/forgotten")

    assert answer.status_code == 403
    assert newest(small_server)[0].reason == "no-rule"


@pytest.fixture
def small_server(city_home: Path) -> Flask:
    """A server on which somebody forgot a rule for a route, and registered a callback past the register."""
    server = create_server(Settings.from_environment({"COCKPIT_HOME": str(city_home)}))
    server._got_first_request = False  # a colleague adds a route where it does not belong
    server.add_url_rule("/forgotten", "forgotten", lambda: "everything")
    cockpit_of(server).callback(Output("x", "children"), Input("y", "value"))(lambda value: "everything")
    return server


def test_a_callback_without_a_right_is_shut_for_everybody(small_server: Flask) -> None:
    question = {
        "output": "x.children",
        "outputs": {"id": "x", "property": "children"},
        "inputs": [{"id": "y", "property": "value", "value": 1}],
        "state": [],
        "changedPropIds": ["y.value"],
    }

    answer = entered(small_server).post(CALLBACKS, json=question)

    assert answer.status_code == 403
    assert (answer.json or {})["error"] == "no-rule"


def examples(rule: str) -> str:
    """An address that a rule matches."""
    return re.sub(r"<[^>]*>", "x", rule)


def test_a_stranger_is_let_into_nothing_but_the_doors(cockpit: Flask) -> None:
    visitor = stranger(cockpit, "192.0.2.1")
    let_in = set()
    for rule in cockpit.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            answer = visitor.open(examples(rule.rule), method=method)
            refused = answer.status_code in {401, 403} or "/sign-in" in answer.headers.get("Location", "")
            if not refused:
                let_in.add(rule.rule)

    assert let_in == OPEN - {"/sign-in/code"}, "the second step leads whoever has not taken the first to the sign-in"


def test_a_stranger_sees_no_data_where_he_is_let_in(cockpit: Flask) -> None:
    visitor = stranger(cockpit)
    told = "".join(visitor.get(path).get_data(as_text=True) for path in sorted(OPEN))

    assert "data-indicator" not in told
    assert "data-region" not in told


def test_script_and_style_are_the_only_files_for_strangers(cockpit: Flask, leader: Visitor) -> None:
    page = leader.get("/").get_data(as_text=True)
    files = re.findall(r'(?:src|href)="(/(?:assets|_dash)[^"]+)"', page)
    visitor = stranger(cockpit)

    assert len(files) == 2
    assert [visitor.get(file).status_code for file in files] == [200, 200]
    assert visitor.get("/assets/geo/manifest.json").status_code == 302
    assert visitor.get("/_dash-component-suites/dash/dcc/async-graph.js").status_code == 401


ADDRESS = {  # one of each page, with the right to look at it as the design says
    "/": "view.screens",
    "/plan": "view.screens",
    "/regions/440600": "view.screens",
    "/functions/economy": "view.screens",
    "/topics/safety": "view.screens",
    "/forecast": "view.screens",
    "/history": "view.screens",
    "/indicators": "view.screens",
    "/indicators/I108": "view.screens",
    "/api/v1/indicators": "view.screens",
    "/tasks": "view.screens",
    "/tasks/new?place=440607103": "task.dispatch",
    "/notices": "view.screens",
    "/supervision": "view.screens",
    "/supervision/bulletins/2025-06-30": "view.screens",
    "/supervision/1": "view.screens",
    "/supervision/appraisal/water-bureau": "view.screens",
    "/tasks/1": "view.screens",
    "/vitals": "view.screens",
    "/vitals/environment": "view.screens",
    "/alerts": "view.screens",
    "/alerts/1": "view.screens",
    "/incidents/1": "view.screens",
    "/voice": "view.screens",
    "/devices": "view.screens",
    "/devices/nowhere": "view.screens",
    "/wall": "wall.show",
    "/wall/leader": "wall.show",
    "/data": "view.screens",
    "/data/quarantine": "quarantine.read",
    "/data/sources/water-bureau.water-monitoring-platform": "view.screens",
    "/account": "",
    "/admin": "account.manage",
    "/admin/rights": "security.manage",
    "/admin/audit": "audit.read",
}


MAY_BE_MISSING = {  # whoever may look is told where nothing is there
    "/supervision/1",
    "/devices/nowhere",
    "/supervision/appraisal/water-bureau",
    "/tasks/1",
    "/alerts/1",
    "/incidents/1",
}


@pytest.mark.parametrize(
    "login",
    [
        "leader",
        "supervisor",
        "duty-chief",
        "water-bureau",
        "analyst",
        "steward",
        "system-admin",
        "security-admin",
        "audit-admin",
    ],
)
def test_each_role_opens_what_it_may_and_nothing_else(login: str, cockpit: Flask) -> None:
    role = "unit" if login == "water-bureau" else login
    visitor = entered(cockpit, login)

    for address, right in ADDRESS.items():
        may = not right or right in shipped().roles[role].rights
        found = {200, 404} if address in MAY_BE_MISSING else {200}
        assert visitor.get(address).status_code in (found if may else {403}), address


def test_every_page_is_in_this_test(cockpit: Flask) -> None:
    rules = RouteRules(PAGES, {}, (), dict)

    assert {rules.of_page(address.partition("?")[0]).right for address in ADDRESS} == {page.right for page in PAGES}
    assert len([a for a in ADDRESS if not a.startswith("/api")]) == len(PAGES)


def test_a_refusal_says_why_in_words_and_is_noted(cockpit: Flask) -> None:
    visitor = stranger(cockpit)  # a new device: of one caller not every refusal is noted
    visitor.get("/sign-in")
    visitor.post("/sign-in", data={"device": device_token(cockpit, "read", 440600)})

    answer = visitor.get("/admin/audit?lang=en")

    assert answer.status_code == 403
    assert "Your role does not allow this" in answer.get_data(as_text=True)
    entry = newest(cockpit)[0]
    told = (entry.event, entry.role, entry.object, entry.reason)
    assert told == ("refusal", "device-read", "GET /admin/audit", "no-right")


def test_a_page_of_its_own_right_guards_its_callbacks_too(cockpit: Flask) -> None:
    question = {
        "output": OUTPUT,
        "outputs": OUTPUTS,
        "inputs": [{"id": "overview-address", "property": "data", "value": {"address": "/"}}],
        "state": [],
        "changedPropIds": ["overview-address.data"],
    }

    assert entered(cockpit, "audit-admin").post(CALLBACKS, json=question).status_code == 403
    assert entered(cockpit, "analyst").post(CALLBACKS, json=question).status_code == 200


def test_a_callback_cannot_be_asked_about_a_page_that_is_not_for_the_asker(leader: Visitor) -> None:
    asked = {"address": "/admin/audit", "indicator": "I108", "region": "440600", "period": "2025-05"}
    question = {
        "output": "sheet.children",
        "outputs": {"id": "sheet", "property": "children"},
        "inputs": [{"id": "asked", "property": "data", "value": asked}],
        "state": [],
        "changedPropIds": ["asked.data"],
    }

    answer = leader.post(CALLBACKS, json=question)

    assert answer.status_code == 403
    assert (answer.json or {})["error"] == "no-right"


def test_pages_without_a_word_about_rights_need_the_right_to_see_screens() -> None:
    assert Page("x", "/x", lambda view, context: Screen("", [])).right == "view.screens"
