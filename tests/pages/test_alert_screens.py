"""The screens of alerts and incidents, and what is done from them, over a demonstration city with a red alert."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import pytest
from flask import Flask

from app import create_server, open_container
from components.messages import catalogue
from data.core.actor import Actor
from data.core.clock import to_epoch
from data.core.scope import Scope
from data.core.settings import Settings
from data.operations.alerts.commands import act_on_alert, let_time_pass, take_readings
from data.operations.alerts.incidents import one_incident
from data.operations.alerts.repository import one_alert
from indicators import alerts, incidents
from indicators.alerts import AROUND_THE_CLOCK, Alert, AlertEventKind, AlertKey, IncidentEventKind, SignReading
from indicators.incidents import Incident
from runtime.container import Container
from tests.visitors import Visitor, entered, fields_of

SHUNDE, NANHAI = 440606, 440605
SIGNS = {"V85": "energy", "V94": "facilities"}
EVERYTHING = Scope.everything()


@dataclass(frozen=True)
class Room:
    """A server with a red alert of Shunde's power supply and its echo, both new."""

    server: Flask
    container: Container
    red: int
    echo: int
    town: int

    def alert(self, number: int = 0) -> Alert:
        """An alert as it is stored; the red one unless another is named."""
        with self.container.operations.reading() as connection:
            return one_alert(connection, EVERYTHING, number or self.red)

    def incident(self) -> Incident:
        """The incident of the red alert."""
        with self.container.operations.reading() as connection:
            return one_incident(connection, EVERYTHING, self.alert().incident or 0, self.container.grounds)


@pytest.fixture(scope="module")
def house(city_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Container]]:
    """A server over a copy of the small city: what people do here changes nothing for other tests."""
    home = tmp_path_factory.mktemp("alerts") / "home"
    shutil.copytree(city_home, home, ignore=shutil.ignore_patterns("cache", "*-wal", "*-shm"))
    container = open_container(Settings.from_environment({"COCKPIT_HOME": str(home)}))
    yield create_server(container=container), container
    container.dispose()


@pytest.fixture(scope="module")
def towns(house: tuple[Flask, Container]) -> Iterator[int]:
    """A town for each test, first those of Shunde: a trouble that comes back would be the same alert."""
    regions = house[1].catalogue.regions
    return iter([*regions.children(SHUNDE), *regions.children(NANHAI)])


@pytest.fixture
def room(house: tuple[Flask, Container], towns: Iterator[int]) -> Iterator[Room]:
    """The house with a red alert and its echo; when the test is over they are, too."""
    server, container = house
    town = next(towns)
    now = to_epoch(container.clock.now())
    subjects = {sign: AlertKey(sign, kind, str(town), town, "power") for sign, kind in SIGNS.items()}
    readings = [SignReading(subjects["V85"], now, "step", 5, 61.0), SignReading(subjects["V94"], now, "step", 3, 90.0)]
    changes = take_readings(container.operations, container.grounds, readings)
    made = {change.alert.subject.sign: change.alert.id for change in changes}
    found = Room(server, container, made["V85"], made["V94"], town)
    yield found
    for number in (found.red, found.echo):
        over, drill = alerts.AlertTransition.CLOSE, alerts.AlertPayload("drill", sure=True)
        act_on_alert(container.operations, container.grounds, Actor.cockpit(), number, over, drill, now)
    let_time_pass(container.operations, container.grounds, AROUND_THE_CLOCK, now)


def page(visitor: Visitor, address: str) -> str:
    """What stands at an address."""
    answer = visitor.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status}"
    return answer.get_data(as_text=True).split('<script id="boot"', 1)[0]


def act(visitor: Visitor, name: str, **fields: object) -> tuple[int, str]:
    """Status and text of an act's answer."""
    answer = visitor.post(f"/act/{name}", data={"csrf": visitor.token(), **fields})
    return answer.status_code, answer.get_data(as_text=True)


def test_the_gravest_stands_first_with_its_value_and_a_red_bar_stands_on_every_page(room: Room) -> None:
    chief = entered(room.server, "duty-chief")

    listed = page(chief, "/alerts")

    assert re.findall(r'data-alert="(\d+)"', listed)[0] == str(room.red)
    (value,) = re.findall(r'<b [^>]*data-sign="V85"[^>]*>[^<]+', listed)
    assert f'data-region="{room.town}"' in value
    assert 'data-status="red"' in value
    assert value.endswith(">61 户")
    assert f'data-alert="{room.echo}"' not in listed
    assert f'data-alert="{room.echo}"' in page(chief, "/alerts?echoes=all")
    assert f'data-alert="{room.red}"' not in page(chief, "/alerts?level=yellow")
    assert f'data-alert="{room.red}"' not in page(chief, "/alerts?region=440605")
    for address in ("/plan", "/regions/440600", "/alerts"):
        (bar,) = re.findall(r'<a [^>]*class="red-bar"[^>]*>', page(chief, address))
        assert f'href="/alerts/{room.red}"' in bar


def test_one_click_acknowledges_and_the_next_is_told_who_did(room: Room) -> None:
    chief = entered(room.server, "duty-chief")
    form = fields_of(page(chief, "/alerts"), "/act/alert.acknowledge")
    assert form["alert"] == str(room.red)

    first = chief.post("/act/alert.acknowledge", data=form)
    again, said = act(chief, "alert.acknowledge", alert=room.red)

    assert first.status_code == 303
    assert room.alert().state == "acknowledged"
    assert again == 409
    assert "已有人确认" in said
    assert "演示" in said
    assert "red-bar" not in page(chief, "/plan")


def test_who_has_no_right_sees_no_button_and_does_nothing(room: Room) -> None:
    analyst = entered(room.server, "analyst")

    shown = page(analyst, f"/alerts/{room.red}") + page(analyst, "/alerts")
    status, _ = act(analyst, "alert.acknowledge", alert=room.red)
    declared, _ = act(analyst, "incident.report", incident=room.alert().incident, reason="x")

    assert "/act/alert" not in shown
    assert "/tasks/new" not in shown
    assert (status, declared) == (403, 403)
    assert room.alert().state == "raised"


def told(answer: Any) -> str:
    """What the page says, without its frame."""
    found = re.search(r"<main.*?</main>", answer.get_data(as_text=True), re.DOTALL)
    assert found
    return found[0]


def test_what_lies_outside_the_scope_is_not_shown(room: Room) -> None:
    sanshui = entered(room.server, "sanshui")

    for kind, number in (("alerts", room.red), ("incidents", room.alert().incident)):
        there, nowhere = (sanshui.get(f"/{kind}/{one}") for one in (number, 999999))
        assert (there.status_code, nowhere.status_code) == (404, 404)
        assert told(there) == told(nowhere)
    assert f'data-alert="{room.red}"' not in page(sanshui, "/alerts")
    assert sanshui.get("/alerts/999999").status_code == 404
    assert sanshui.get("/alerts/none").status_code == 404


def test_an_alert_shows_the_eight_fields_of_the_law(room: Room) -> None:
    shown = page(entered(room.server, "duty-chief"), f"/alerts/{room.red}")
    names = ("category", "level", "begins_at", "area", "caution", "measures", "issuer", "issued_at")

    found = dict(re.findall(r'<dd data-number="(\w+)">([^<]+)</dd>', shown))

    assert set(names) <= set(found)
    assert "顺德区" in found["area"]
    assert "红色" in found["level"]
    assert "61" in found["caution"]


def test_a_silence_has_a_reason_and_an_end_that_the_level_allows(room: Room) -> None:
    chief = entered(room.server, "duty-chief")
    early, _ = act(chief, "alert.silence", alert=room.red, minutes=30, reason="检修")
    act(chief, "alert.acknowledge", alert=room.red)
    long, said = act(chief, "alert.silence", alert=room.red, minutes=240, reason="检修")
    without, _ = act(chief, "alert.silence", alert=room.red, minutes=30, reason="")
    done, _ = act(chief, "alert.silence", alert=room.red, minutes=30, reason="检修")

    assert (early, long, without, done) == (409, 409, 422, 303)
    assert "60 分钟" in said
    silence = room.alert().silence
    assert silence is not None
    assert silence.reason == "检修"
    assert "检修" in page(chief, f"/alerts/{room.red}")
    assert act(chief, "alert.unsilence", alert=room.red, reason="已完成")[0] == 303
    assert room.alert().silence is None


def test_what_is_still_on_closes_only_with_an_explanation(room: Room) -> None:
    chief = entered(room.server, "duty-chief")

    shown = page(chief, f"/alerts/{room.red}")
    assert '<option value="" selected>请选择</option>' in shown, "no reason is chosen beforehand"

    unsaid, _ = act(chief, "alert.close", alert=room.red, reason="好了")
    plain, _ = act(chief, "alert.close", alert=room.red, because="over", reason="好了", sure="yes")
    once, told = act(chief, "alert.close", alert=room.red, because="drill", reason="应急演练")
    twice, _ = act(chief, "alert.close", alert=room.red, because="drill", reason="应急演练", sure="yes")

    assert (unsaid, plain, once, twice) == (422, 409, 409, 303)
    assert "再次确认" in told
    assert room.alert().state == "closed"
    assert "演练 · 应急演练" in page(chief, f"/alerts/{room.red}")


def test_closing_is_undone_within_a_day(room: Room) -> None:
    chief = entered(room.server, "duty-chief")
    act(chief, "alert.acknowledge", alert=room.red)
    act(chief, "alert.close", alert=room.red, because="drill", reason="误按", sure="yes")
    assert "撤销关闭" in page(chief, f"/alerts/{room.red}")

    undone, _ = act(chief, "alert.undo-close", alert=room.red, reason="误按")

    assert undone == 303
    assert (room.alert().state, room.alert().closed_at, room.alert().waits) == ("acknowledged", None, False)
    assert "撤销关闭" in page(chief, f"/alerts/{room.red}"), "it stands in what happened"


def test_an_alert_whose_only_task_was_terminated_waits_again(room: Room) -> None:
    chief = entered(room.server, "duty-chief")
    first, second = (sent_about(chief, room.red) for _ in range(2))
    assert room.alert().state == "dispatched"

    terminate(chief, first)
    assert room.alert().state == "dispatched", "another one is still on it"
    terminate(chief, second)

    found = room.alert()
    assert (found.state, found.waits, found.task) == ("raised", True, None)
    assert "任务终止" in page(chief, f"/alerts/{room.red}")


def terminate(visitor: Visitor, task: str) -> None:
    fields = fields_of(page(visitor, f"/tasks/{task}"), "/act/task.terminate") | {"reason": "重复派发"}
    fields |= {"csrf": visitor.token()}
    answer = visitor.post("/act/task.terminate", data=fields, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.get_data(as_text=True)[-400:]


def sent_about(visitor: Visitor, alert: int) -> str:
    """The number of a task that was sent about an alert."""
    fields = fields_of(page(visitor, f"/tasks/new?alert={alert}"), "/act/task.send")
    fields |= {"title": "处置停电", "unit": "water-bureau", "urgency": "urgent", "csrf": visitor.token()}
    answer = visitor.post("/act/task.send", data=fields, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.get_data(as_text=True)[-400:]
    return str(answer.headers["Location"].rsplit("/", 1)[-1].split("?")[0])


def test_wartime_mode_is_declared_changed_reported_and_stood_down_and_all_of_it_is_told(room: Room) -> None:
    leader = entered(room.server, "leader")
    number = room.alert().incident
    said = {"incident": number, "matter": "顺德停电", "until": "2025-07-01T10:00", "measures": "抢修", "reason": "会商"}

    past, lacks = act(leader, "incident.declare", **{**said, "response": 3, "until": "2025-06-01T10:00"})
    assert past == 409
    assert "预计期限" in lacks
    assert act(leader, "incident.declare", **said, response=3)[0] == 303
    assert room.incident().wartime
    shown = page(leader, f"/incidents/{number}")
    assert "战时" in shown
    assert "Ⅲ级响应" in shown
    assert act(leader, "incident.change", **said, response=2)[0] == 303
    assert act(leader, "incident.report", incident=number, reason="已报省")[0] == 303
    assert act(leader, "incident.close", incident=number, reason="完")[0] == 409
    assert act(leader, "incident.stand-down", incident=number, reason="恢复供电")[0] == 303

    told = page(leader, f"/incidents/{number}")
    assert not room.incident().wartime
    for words in ("转入战时", "调整响应", "续报", "解除战时", "恢复供电"):
        assert words in told


def test_one_click_acknowledges_all_alerts_of_an_incident(room: Room) -> None:
    chief = entered(room.server, "duty-chief")

    status, _ = act(chief, "incident.acknowledge", incident=room.alert().incident)

    assert status == 303
    assert {room.alert(number).state for number in (room.red, room.echo)} == {"acknowledged"}
    assert act(chief, "incident.acknowledge", incident=room.alert().incident)[0] == 409


DOMAIN = sorted(file for room in (alerts, incidents) for file in Path(room.__path__[0]).glob("*.py"))


def said_in_domain(pattern: str) -> set[str]:
    """Every text that the sources of the domain give in some place."""
    return {found for file in DOMAIN for found in re.findall(pattern, file.read_text("utf-8"))}


def test_every_code_of_the_domain_has_its_text() -> None:
    known = set(catalogue())
    reasons = said_in_domain(r'COCKPIT, "([a-z-]+)"') | {
        "step",
        "band",
        "sudden",
        "stale",
        "calm",
        "nobody-acknowledged",
    }

    assert {f"alert.event.{kind}" for kind in (*get_args(AlertEventKind), *get_args(IncidentEventKind))} <= known
    assert {f"incident.event.{kind}" for kind in get_args(IncidentEventKind)} <= known
    assert {f"alert.state.{state}" for state in alerts.ALERT_STATES} <= known
    assert {f"incident.state.{state}" for state in incidents.INCIDENT_STATES} <= known
    assert {f"alert.reason.{code}" for code in reasons - {"all-alerts-closed", "order-of-driving"}} <= known
