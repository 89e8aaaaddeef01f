"""The wall in a real browser: hundreds of turns with live updates, a red alert, the server away, a wide wall."""

from __future__ import annotations

import itertools
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import ThreadedWSGIServer

from app import create_server
from data.core.actor import Actor
from data.core.clock import to_epoch
from data.core.scope import Scope
from data.core.settings import Settings
from data.operations.alerts.commands import act_on_alert, take_readings
from data.operations.alerts.repository import AlertFilter, count_by_level, list_alerts
from demo.container import DemoContainer
from indicators.alerts import AlertKey, AlertPayload, AlertTransition, SignReading
from indicators.workflow import AcceptedTransition
from tests.browser.conftest import Quiet
from tests.browser.entering import press
from tests.browser.turning import blue_shown, saw, turn, weight
from tests.browser.watching import follow, settled
from tests.campaign import campaign, length
from tests.serving import free_port
from web.security.rate_limits import RATES, RateLimits

ROUNDS, TURNS = length(5, 21), 48  # in the long form 1008 turns; after each round the same slide stands there
GROWTH = 1_500_000  # bytes of the heap: a leak of one picture in each turn would be ten times as much, or fifty
CHIEF = Actor(7, "陈值班", "duty-chief", Scope.everything(), frozenset())
TOWN = 440604011


class City:
    """What happens while the wall looks."""

    def __init__(self, container: DemoContainer) -> None:
        self._office = container
        self._numbers = itertools.count(1)

    def happens(self, level: int = 2) -> None:
        """Somewhere new something begins."""
        subject = AlertKey("V11", "space", f"soak-{next(self._numbers)}", TOWN, "soak")
        now = to_epoch(self._office.clock.now())
        take_readings(self._office.operations, self._office.grounds, [SignReading(subject, now, "step", level, 9.0)])

    def blue(self) -> int:
        """How many blue alerts are on."""
        with self._office.operations.reading() as connection:
            return next(one.live for one in count_by_level(connection, CHIEF.scope) if one.level == 2)

    def is_answered(self) -> None:
        """All red alerts are acknowledged."""
        now, container = to_epoch(self._office.clock.now()), self._office
        with container.operations.reading() as connection:
            red = list_alerts(connection, CHIEF.scope, AlertFilter(levels=(5,), waiting=True))
        for alert in red:
            answer = act_on_alert(
                container.operations,
                container.grounds,
                CHIEF,
                alert.id,
                AlertTransition.ACKNOWLEDGE,
                AlertPayload("已知悉"),
                now,
            )
            assert isinstance(answer, AcceptedTransition), answer


class Plug:
    """A server that can go away, with all its connections, and come back at the same address."""

    def __init__(self, cockpit: Flask) -> None:
        self._cockpit, self.port = cockpit, free_port()
        self.put_in()

    def put_in(self) -> None:
        """It serves."""
        self._service = _Counting("127.0.0.1", self.port, self._cockpit, Quiet)
        threading.Thread(target=self._service.serve_forever, daemon=True).start()

    def pull(self) -> None:
        """It is gone."""
        self._service.shutdown()
        self._service.server_close()
        for one in self._service.taken:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


class _Counting(ThreadedWSGIServer):
    def __init__(self, *given: Any) -> None:
        self.taken: list[socket.socket] = []
        super().__init__(*given)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.taken.append(request)
        super().process_request(request, client_address)


@dataclass(frozen=True)
class Hall:
    """Where walls hang: the server and the city behind it."""

    plug: Plug
    city: City

    @property
    def address(self) -> str:
        """Where the cockpit is."""
        return f"http://127.0.0.1:{self.plug.port}"


@pytest.fixture(scope="module")
def hall(city_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """A cockpit of its own over a copy of the small city: what happens here disturbs nobody."""
    home = tmp_path_factory.mktemp("hall") / "city"
    shutil.copytree(city_home, home, ignore=shutil.ignore_patterns("cache"))
    settings = Settings.from_environment({"COCKPIT_HOME": str(home)})
    often = RateLimits(dict.fromkeys(RATES, "1000000/minute"))
    container = DemoContainer(settings)
    plug = Plug(create_server(limits=often, container=container))
    yield Hall(plug, City(container))
    plug.pull()


@pytest.fixture
def city(hall: Hall) -> City:
    """The city behind the wall."""
    return hall.city


@pytest.fixture(scope="module")
def duty(chromium: Browser, hall: Hall) -> Iterator[BrowserContext]:
    """The browser of the wall."""
    browser = chromium.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
    browser.set_default_timeout(20_000)
    press(browser.new_page(), hall.address)
    yield browser
    browser.close()


@pytest.fixture
def page(duty: BrowserContext) -> Iterator[Page]:
    """A fresh tab."""
    tab = duty.new_page()
    yield tab
    tab.close()


@pytest.fixture
def address(hall: Hall) -> str:
    """Where the cockpit is."""
    return hall.address


@pytest.fixture
def wall(page: Page, address: str) -> Page:
    """A wall that turns."""
    page.goto(f"{address}/wall/duty")
    settled(page)
    page.wait_for_function("document.documentElement.dataset.link === 'live'")
    return page


@campaign
def test_hundreds_of_turns_with_live_updates_leave_nothing_behind(page: Page, address: str, city: City) -> None:
    seen = follow(page, address)
    page.goto(f"{address}/wall/duty")
    settled(page)
    missed, unseen = turn(page, TURNS), 0
    before = weight(page)

    for _ in range(ROUNDS - 1):
        city.happens()
        missed += turn(page, TURNS)
        unseen += not saw(page, city.blue())

    after = weight(page)
    assert (missed, unseen) == (0, 0)
    assert after.heap - before.heap < GROWTH, (before, after)
    assert after.nodes < before.nodes + 50, (before, after)  # some words more, for more alerts
    assert after.listeners <= before.listeners + 5, (before, after)
    assert after.documents == before.documents
    assert seen.console == []
    assert seen.errors == []
    assert seen.outside == []


def test_an_update_reaches_a_wall_that_does_not_turn(wall: Page, city: City) -> None:
    known = blue_shown(wall)

    city.happens()

    assert saw(wall, city.blue())
    assert city.blue() == known + 1


def test_a_red_alert_interrupts_and_the_rotation_goes_on_where_it_was(wall: Page, city: City) -> None:
    turn(wall, 2)
    place = wall.locator(".wall-picture").get_attribute("data-slide")

    city.happens(level=5)

    wall.wait_for_selector('.wall-picture[data-hold="alert"]')
    assert turn(wall, 3) == 0
    assert wall.locator(".wall-picture").get_attribute("data-hold") == "alert"
    city.is_answered()
    wall.wait_for_selector('.wall-picture[data-hold=""]')
    assert wall.locator(".wall-picture").get_attribute("data-slide") == place


def test_the_last_picture_stays_while_the_server_is_away_and_it_returns_by_itself(wall: Page, hall: Hall) -> None:
    hall.plug.pull()

    wall.wait_for_selector(".alive-away", state="visible", timeout=60_000)
    assert wall.locator(".alive-away time").inner_text()
    assert wall.locator(".wall-pane").count() == 1
    hall.city.happens()
    hall.plug.put_in()

    wall.wait_for_selector(".alive-away", state="hidden", timeout=60_000)
    assert saw(wall, hall.city.blue())


def test_a_wide_wall_shows_three_panes_and_nothing_runs_over(wall: Page) -> None:
    wall.set_viewport_size({"width": 7680, "height": 2160})

    wall.wait_for_selector(".wall-panes-3")

    over = wall.evaluate(
        "[document.documentElement.scrollWidth - innerWidth, document.body.scrollHeight - innerHeight]"
    )
    assert over == [0, 0]
    assert wall.locator(".wall-pane").count() == 3
