"""No act reaches past its asker's regions and units: every act, by somebody of one district and of one unit there."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from access.administration import administration
from access.authentication.attempt import Caller, begin_session
from access.authentication.auth_service import AuthService
from access.authorization.actors import actor_of
from app import create_server, open_container
from components.framework.action import Action, Form
from data.core.actor import Actor
from data.core.clock import to_epoch
from data.core.scope import Scope
from data.core.settings import Settings
from data.operations.accounts import accounts
from data.operations.accounts.account_types import Account, Grants
from data.operations.alerts.commands import take_readings
from data.operations.alerts.repository import one_alert
from data.operations.notifications.notice_store import NewNotice, notices, post
from data.telemetry.device_registry import SensorDevice, register
from indicators.alerts import AlertKey, SignReading
from runtime.container import Container
from tests.visitors import Visitor, entered, fields_of, stranger
from web.actions.reach import own
from web.security.rate_limits import RATES, RateLimits

CITY, MINE, THEIRS = 440600, 440607, 440606
MY_UNIT, THEIR_UNIT = "sanshui-government", "water-bureau"
TITLE = "theirs and nobody else's"
BESIDE = {
    "session",
    "sign_in_attempt",
    "act_once",
    "pulse",
}  # tables that a refused act may write to; the audit does, too
SAID = {  # what any form needs besides, so that nothing but its reach can be wrong with it
    **{"title": "x", "what": "x", "why": "x", "reason": "x", "text": "x", "source": "x", "name": "x", "staff": "x9"},
    **{"urgency": "ordinary", "unit": MY_UNIT, "kind": "instruction", "response": "3", "measures": "x", "login": "x9"},
    **{"until": "2030-01-01T00:00", "minutes": "30", "days": "30", "amount": "1", "stars": "5", "score": "three_rates"},
    **{
        "step1": "x",
        "day1": "2030-01-01T00:00",
        "because": "drill",
        "claim": "x",
        "code": "123456",
        "session": "x" * 16,
    },
    **{"current": "x", "new": "x", "again": "x", "pending": "x", "milestone": "1", "roles": "leader"},
}


@dataclass(frozen=True)
class House:
    """A server with one of everything in Shunde, of the water bureau where it is of a unit."""

    server: Flask
    container: Container
    things: dict[str, str]

    @property
    def auth(self) -> AuthService:
        """The doors of the server."""
        found: AuthService = self.server.extensions["doors"]
        return found

    def account(self, login: str, grants: Grants) -> Account:
        """The account with this name, which holds these grants: also such as no form would give."""
        with self.auth.operations.writing() as connection:
            known = accounts.by_login(connection, login)
        if known is None:
            made = administration.create(self.auth, Actor.cockpit(), login, login, f"staff-{login}")
            assert isinstance(made, administration.IssuedPassword), made
        with self.auth.operations.writing() as connection:
            found = accounts.by_login(connection, login)
            assert found is not None
            if known is None:
                accounts.grant(connection, found.id, grants, found.version)
                accounts.change(connection, found.id, temporary=0)
            found = accounts.by_login(connection, login)
        assert found is not None
        return found

    def visitor(self, account: Account) -> Visitor:
        """A browser in which somebody has just come in by the identity provider: no password is asked for."""
        visitor = stranger(self.server)
        token = begin_session(self.auth, account, Caller("192.0.2.9"), "provider", "strong").session
        visitor.set_cookie("cockpit", token)
        visitor.get("/account")
        return visitor

    def kept(self) -> dict[str, list[tuple[object, ...]]]:
        """All that is stored of what people do, and what was claimed of devices."""
        found: dict[str, list[tuple[object, ...]]] = {}
        for file in ("operations.db", "readings.db"):
            with sqlite3.connect(self.container.settings.home / file) as connection:
                names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
                for name in names if file == "operations.db" else ["device_clash"]:
                    if name not in BESIDE and not name.startswith("audit"):
                        found[name] = sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)
        return found

    def sent(self, act: Action) -> dict[str, str]:
        """A form of the act, filled in properly, about what is there."""
        named = {"device": "P-9", "claim": self.things["claim"]} if act.name == "device.settle" else {"device": "1"}
        if act.name.startswith("incident."):
            named["matter"] = "x"
        if act.name.startswith("data."):
            named |= {"batch": "1", "row": "1", "reason": "x", "upload": "0" * 32}
            named["source"] = THEIR_UNIT if act.name == "data.upload" else f"{THEIR_UNIT}.water-monitoring-platform"
        if act.name == "device.create":
            named["kind"] = "read"
        given = {**SAID, **self.things, **named}
        return {field.name: given[field.name] for field in act.fields if field.name in given}


@pytest.fixture(scope="module")
def house(built_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    home = tmp_path_factory.mktemp("reach") / "home"
    shutil.copytree(built_city, home)
    container = open_container(Settings.from_environment({"COCKPIT_HOME": str(home)}))
    often = RateLimits(dict.fromkeys(RATES, "1000000/minute"))
    server = create_server(container=container, limits=often)
    yield House(server, container, {**things_of(container, server), "region": str(THEIRS), "regions": str(THEIRS)})
    container.dispose()


def things_of(container: Container, server: Flask) -> dict[str, str]:
    """Makes an alert with its incident, a task, a matter, a device with a rival and an account; their numbers."""
    now = to_epoch(container.clock.now())
    town = container.catalogue.regions.children(THEIRS)[0]
    reading = SignReading(AlertKey("V85", "energy", str(town), town, "power"), now, "step", 5, 61.0)
    (change,) = take_readings(container.operations, container.grounds, [reading])
    with container.operations.reading() as connection:
        incident = one_alert(connection, Scope.everything(), change.alert.id).incident
    devices = [SensorDevice("P-9", name, name, town, ("ponding_depth",), THEIR_UNIT, 60) for name in ("here", "there")]
    with container.readings.writing() as connection:
        register(connection, devices, now)
    clash = next(one for one in container.register.clashes(Scope.everything()) if one.id == "P-9")
    leader, supervisor = entered(server), entered(server, "supervisor")
    common = {"title": TITLE, "unit": THEIR_UNIT, "csrf": ""}
    task = leader.post(
        "/act/task.send", data={**common, "place": str(THEIRS), "urgency": "ordinary", "back": "/tasks/new"}
    )
    steps = {"step1": "first", "day1": "2030-01-01T00:00"}
    matter = supervisor.post(
        "/act/matter.set", data={**common, **steps, "kind": "instruction", "source": "x", "region": str(THEIRS)}
    )
    assert (task.status_code, matter.status_code) == (303, 303), task.text + matter.text
    return {
        "alert": str(change.alert.id),
        "incident": str(incident),
        "task": task.headers["Location"].rsplit("/", 1)[1],
        "matter": matter.headers["Location"].rsplit("/", 1)[1],
        "place": str(THEIRS),
        "claim": clash.claim,
        "account": "1",
        "seen": "1",
        "version": "1",
    }


def grants_for(house: House, act: Action, units: tuple[str, ...]) -> tuple[str, Grants]:
    """Somebody with the right of an act in one district, or for one unit.

    What is addressed to units is asked for by one that works in the whole city, all else by one of the district.
    """
    right = act.right or "view.screens"
    role = next(name for name, one in house.auth.roles.roles.items() if right in one.rights)
    held = tuple(dict.fromkeys((role, "unit"))) if units else (role,)
    addressed = act.name.startswith(("task.", "matter.")) and act.name not in {"task.send", "matter.set"}
    region = CITY if units and addressed else MINE
    return f"{role}-{'unit' if units else 'district'}-{region}", Grants(held, (region,), units)


def test_no_act_reaches_what_lies_outside_of_a_district_or_a_unit(house: House) -> None:
    acts: dict[str, Action] = house.server.extensions["acts"]
    visitors: dict[str, Visitor] = {}
    before = house.kept()
    reached = []
    for units in ((), (MY_UNIT,)):
        for act in acts.values():
            login, grants = grants_for(house, act, units)
            if login not in visitors:
                visitors[login] = house.visitor(house.account(login, grants))
                before = house.kept()

            answer = visitors[login].post(f"/act/{act.name}", data=house.sent(act))

            if house.kept() != before:
                reached.append(f"{act.name} changed something for {login}")
                before = house.kept()
            if act.reach is not own and answer.status_code not in {403, 404}:
                reached.append(f"{act.name} answered {answer.status_code} to {login}")

    assert reached == []


def test_the_same_forms_are_within_reach_of_who_sees_the_whole_city(house: House) -> None:
    """Else the forms of this test would be refused for something else."""
    auth, whole = house.auth, (CITY,)
    refused = {}
    for act in house.server.extensions["acts"].values():
        _, grants = grants_for(house, act, ())
        place = () if auth.roles.roles[grants.roles[0]].alone else whole
        account = house.account(f"city-{grants.roles[0]}", Grants(grants.roles, place, (THEIR_UNIT,)))
        actor = actor_of(account, auth.roles, auth.catalogue.regions)
        refused[act.name] = act.reach(actor, Form(values=house.sent(act)))

    assert {name: why for name, why in refused.items() if why is not None} == {}


def test_who_sees_a_part_of_an_incident_does_not_turn_the_whole(house: House) -> None:
    """Its second alert lies in another district, whose duty chief sees that one alone."""
    container, now = house.container, to_epoch(house.container.clock.now())
    acts: dict[str, Action] = house.server.extensions["acts"]
    account = house.account("chief-shunde", Grants(("duty-chief",), (THEIRS,)))
    actor = actor_of(account, house.auth.roles, house.auth.catalogue.regions)
    form = Form(values=house.things)
    assert acts["incident.declare"].reach(actor, form) is None
    city = AlertKey("V94", "facilities", str(CITY), CITY, "power")
    take_readings(container.operations, container.grounds, [SignReading(city, now, "step", 4, 90.0)])

    outside = acts["incident.declare"].reach(actor, form)

    assert outside is not None
    assert outside.status == 403
    assert acts["incident.acknowledge"].reach(actor, form) is None


def test_an_act_that_does_not_say_how_far_it_reaches_cannot_be_made() -> None:
    with pytest.raises(TypeError, match="reach"):
        Action("x", "", lambda actor, form: None)  # type: ignore[call-arg, arg-type, return-value]


def test_forms_about_weights_are_shown_to_who_may_set_them(house: House) -> None:
    account = house.account("supervisor-district", Grants(("supervisor",), (MINE,)))

    there, here = (
        visitor.get("/supervision").text for visitor in (house.visitor(account), entered(house.server, "supervisor"))
    )

    assert "/act/appraisal.weigh" not in there
    assert fields_of(here, "/act/appraisal.weigh")["score"]


def test_a_unit_sees_what_concerns_it_of_cases_and_all_of_the_city(house: House) -> None:
    """As the scope says it: what is addressed to somebody is read by unit, what stands somewhere by region."""
    grants = {"unit": Grants(("unit",), (CITY,), (MY_UNIT,)), "addressed": Grants(("unit",), (CITY,), (THEIR_UNIT,))}
    seen: dict[str, tuple[list[int], bool]] = {}
    for name, held in grants.items():
        visitor = house.visitor(house.account(f"reads-{name}", held))
        places = (f"/tasks/{house.things['task']}", f"/supervision/{house.things['matter']}")
        lists = ("/tasks?list=all&view=table", "/supervision", "/notices", f"/alerts/{house.things['alert']}")
        told = any(TITLE in visitor.get(address).text for address in lists)
        seen[name] = ([visitor.get(address).status_code for address in (*places, *lists, f"/regions/{THEIRS}")], told)

    assert seen == {"unit": ([404, 404] + [200] * 5, False), "addressed": ([200] * 7, True)}


def test_who_supervises_for_a_unit_is_told_of_no_other_units_tasks(house: House) -> None:
    facts = {"title": TITLE, "unit": THEIR_UNIT}
    told = {}
    with house.container.operations.writing() as connection:
        post(connection, [NewNotice("escalate", THEIRS, facts, int(house.things["task"]), right="task.supervise")], 1)
    for roles, units in ((("supervisor",), ()), (("supervisor", "unit"), (MY_UNIT,))):
        account = house.account(f"told-{len(roles)}", Grants(roles, (CITY,), units))
        actor = actor_of(account, house.auth.roles, house.auth.catalogue.regions)
        with house.container.operations.reading() as connection:
            told[roles] = [notice.move for notice in notices(connection, actor)]

    assert told == {("supervisor",): ["escalate"], ("supervisor", "unit"): []}
