"""Half a sign-in does nothing but finish, and an open session is not enough for what gives somebody rights."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask

from access.administration import administration
from components.alerts.incident_forms import DeclarationDefaults, declare_form, said_form
from components.framework.action import Action
from components.framework.markup import to_html
from components.framework.view import View
from data.core.actor import Actor
from data.operations.accounts import accounts
from data.operations.accounts.account_types import Grants
from tests.security.conftest import PASSWORD, account_of, doors_of, newest
from tests.visitors import Visitor, entered, fields_of
from web.actions.endpoint import by_name
from web.actions.reach import own

Call = Callable[..., Visitor]
AGAIN = {  # what gives rights, opens a door, or concerns the whole city
    *("factor.begin", "account.create", "account.enable", "account.reset-password", "device.create"),
    *("rights.grant", "rights.unlock", "rights.reset-factor"),
    *("incident.declare", "incident.change", "incident.stand-down", "appraisal.weigh"),
}
STAGES = {  # the acts of each stage before the last
    "factor": set[str](),
    "change": {"password.change"},
    "enrol": {"factor.begin", "factor.confirm"},
}


def at_stage(server: Flask, caller: Call, stage: str, login: str) -> Visitor:
    """Somebody whose sign-in has come as far as a stage."""
    number = account_of(server, login, "leader" if stage == "enrol" else "analyst", temporary=stage == "change")
    auth = doors_of(server)
    if stage == "factor":
        with auth.operations.writing() as connection:
            accounts.change(connection, number, factor=auth.secret.seal("second factor", "JBSWY3DPEHPK3PXP"))
    visitor = caller(f"203.0.113.{len(login)}")
    visitor.get("/sign-in")
    answer = visitor.post("/sign-in", data={"login": login, "password": PASSWORD})
    assert answer.headers["Location"].startswith("/sign-in/")
    return visitor


@pytest.mark.parametrize("stage", STAGES)
def test_an_act_is_open_at_the_stages_that_it_names_and_at_no_other(
    stage: str, own_cockpit: Flask, caller: Call
) -> None:
    visitor = at_stage(own_cockpit, caller, stage, f"half-{stage}")
    let_through = set()
    for name in own_cockpit.extensions["acts"]:
        answer = visitor.post(f"/act/{name}", data={}, headers={"Accept": "application/json"})
        if (answer.json or {}).get("error") != "unfinished":
            let_through.add(name)

    assert let_through == STAGES[stage]


def test_a_thief_of_the_password_alone_cannot_change_it(own_cockpit: Flask, caller: Call) -> None:
    visitor = at_stage(own_cockpit, caller, "factor", "robbed")
    new = "another horse battery 8"

    answer = visitor.post("/act/password.change", data={"current": PASSWORD, "new": new, "again": new})

    assert answer.headers["Location"].startswith("/sign-in/first")
    assert caller("203.0.113.77").get("/sign-in").status_code == 200
    again = caller("203.0.113.78")
    again.get("/sign-in")
    assert again.post("/sign-in", data={"login": "robbed", "password": PASSWORD}).status_code == 303


def test_a_first_second_factor_asks_for_the_password_again(own_cockpit: Flask, caller: Call) -> None:
    visitor = at_stage(own_cockpit, caller, "enrol", "first-factor")
    begin = "/act/factor.begin?lang=en"

    without = visitor.post(begin, data={})
    wrong = visitor.post(begin, data={"password": "a guess"})
    reasons = [entry.reason for entry in newest(own_cockpit, 2, event="factor.begin")]
    right = visitor.post(begin, data={"password": PASSWORD})

    assert (without.status_code, wrong.status_code, right.status_code) == (403, 403, 200)
    assert "once more" in without.text
    assert reasons == ["wrong-password", "password-needed"]
    assert 'name="pending"' in right.text


def test_guesses_of_the_password_in_an_open_session_are_counted(own_cockpit: Flask, caller: Call) -> None:
    visitor = at_stage(own_cockpit, caller, "enrol", "guessed")
    for number in range(5):
        visitor.post("/act/factor.begin", data={"password": f"guess {number}"})

    visitor.post("/act/factor.begin", data={"password": PASSWORD})

    assert newest(own_cockpit, 1, event="factor.begin")[0].reason == "locked"


def test_what_gives_rights_or_concerns_the_whole_city_asks_again(cockpit: Flask) -> None:
    acts: dict[str, Action] = cockpit.extensions["acts"]

    assert {name for name, act in acts.items() if act.reauthenticates} == AGAIN


def test_every_form_has_the_field_for_the_password_where_its_act_asks_for_it(
    cockpit: Flask, own_cockpit: Flask, caller: Call
) -> None:
    number = account_of(cockpit, "formed")
    auth = doors_of(cockpit)
    administration.set_active(auth, Actor.cockpit(), account_of(cockpit, "shut"), False)
    view = View("/incidents/1")
    pages = [
        at_stage(own_cockpit, caller, "enrol", "forms").get("/sign-in/first").text,
        entered(cockpit, "system-admin").get("/admin").text,
        entered(cockpit, "security-admin").get(f"/admin/rights?account={number}").text,
        entered(cockpit, "supervisor").get("/supervision").text,
        *(
            to_html(declare_form(view, f"incident.{act}", [], [], DeclarationDefaults()))
            for act in ("declare", "change")
        ),
        *(to_html(said_form(view, f"incident.{act}", [])) for act in ("stand-down", "report", "close")),
    ]
    forms = [form for page in pages for form in re.findall(r"<form.*?</form>", page, re.DOTALL)]
    named = {match[1]: form for form in forms if (match := re.search(r'action="/act/([a-z.-]+)', unescape(form)))}

    with_field = {name for name, form in named.items() if 'name="password"' in form}

    assert with_field == AGAIN
    assert len(named) > len(AGAIN), "forms without it were looked at, too"


def test_grants_are_not_given_from_a_session_that_somebody_left_open(own_cockpit: Flask, caller: Call) -> None:
    auth = doors_of(own_cockpit)
    number = account_of(own_cockpit, "promoted")
    guard = account_of(own_cockpit, "guard", "security-admin")
    visitor = caller("203.0.113.99")
    visitor.get("/sign-in")
    visitor.post("/sign-in", data={"login": "guard", "password": PASSWORD})
    assert fields_of(visitor.get("/sign-in/first").text, "/act/factor.begin")
    with auth.operations.writing() as connection:  # the second factor was set up, in this very session
        accounts.change(connection, guard, factor=auth.secret.seal("second factor", "JBSWY3DPEHPK3PXP"))
        before = accounts.one(connection, number)
    assert before is not None
    form = {"account": number, "version": before.version, "roles": "leader", "regions": "440600"}

    refused = visitor.post("/act/rights.grant", data=form)
    with auth.operations.reading() as connection:
        unchanged = accounts.one(connection, number)
    done = visitor.post("/act/rights.grant", data={**form, "password": PASSWORD})
    with auth.operations.reading() as connection:
        changed = accounts.one(connection, number)

    assert (refused.status_code, done.status_code) == (403, 303)
    assert unchanged == before
    assert changed is not None
    assert changed.grants == Grants(("leader",), (440600,))


def test_an_act_for_a_stage_that_there_is_not_stops_the_start() -> None:
    act = Action("x", "", lambda actor, form: None, stages=frozenset({"half"}), reach=own)  # type: ignore[arg-type, return-value]

    with pytest.raises(ValueError, match="no stage"):
        by_name([act])
