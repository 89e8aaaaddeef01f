"""The wall in a real browser: a thousand turns with live updates, a red alert, the server away, a wide wall."""

from __future__ import annotations

import itertools
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import make_server

from app import create_server
from data.asker import Asker
from data.clock import to_epoch
from data.office import Office
from data.operations.alert_keeping import act_on_alert, actor_of, take_readings
from data.operations.alerts import AlertFilter, count_by_level, list_alerts
from data.scope import Scope
from data.settings import Settings
from indicators.alerts import Reading, Subject, acknowledge
from tests.browser.conftest import Quiet
from tests.browser.entering import press
from tests.browser.turning import blue_shown, saw, turn, weight
from tests.browser.watching import follow, settled
from web.limits import RATES, Limits

TURNS, ROUNDS = 1000, 20
GROWTH = 1_500_000  # bytes of the heap: a leak of one picture in each turn would be fifty times as much
CHIEF = Asker(7, "陈值班", "duty-chief", Scope.everything(), frozenset())
TOWN = 440604011


class City:
    """What happens while the wall looks."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._numbers = itertools.count(1)

    def happens(self, level: int = 2) -> None:
        """Somewhere new something begins."""
        subject = Subject("V11", "space", f"soak-{next(self._numbers)}", TOWN, "soak")
        now = to_epoch(self._office.clock.now())
        take_readings(self._office.operations, self._office.grounds, [Reading(subject, now, "step", level, 9.0)])

    def blue(self) -> int:
        """How many blue alerts are on."""
        with self._office.operations.reading() as connection:
            return next(one.live for one in count_by_level(connection, CHIEF.scope) if one.level == 2)

    def is_answered(self) -> None:
        """All red alerts are acknowledged."""
        now, office = to_epoch(self._office.clock.now()), self._office
        with office.operations.reading() as connection:
            red = list_alerts(connection, CHIEF.scope, AlertFilter(levels=(5,), waiting=True))
        for alert in red:
            answer = act_on_alert(
                office.operations,
                office.grounds,
                CHIEF,
                alert.id,
                lambda known: acknowledge(known, actor_of(CHIEF), "已知悉", now),
                now,
            )
            assert answer.accepted, answer.code


@pytest.fixture(scope="module")
def hall(city_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, City]]:
    """A cockpit of its own over a copy of the small city: what happens here disturbs nobody."""
    home = tmp_path_factory.mktemp("hall") / "city"
    shutil.copytree(city_home, home, ignore=shutil.ignore_patterns("cache"))
    settings = Settings.from_environment({"COCKPIT_HOME": str(home)})
    often = Limits(dict.fromkeys(RATES, "1000000/minute"))
    office = Office(settings)
    service = make_server(
        "127.0.0.1", 0, create_server(limits=often, office=office), threaded=True, request_handler=Quiet
    )
    threading.Thread(target=service.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{service.server_port}", City(office)
    service.shutdown()


@pytest.fixture
def city(hall: tuple[str, City]) -> City:
    """The city behind the wall."""
    return hall[1]


@pytest.fixture(scope="module")
def duty(chromium: Browser, hall: tuple[str, City]) -> Iterator[BrowserContext]:
    """The browser of the wall."""
    browser = chromium.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
    browser.set_default_timeout(20_000)
    press(browser.new_page(), hall[0], "leader")
    yield browser
    browser.close()


@pytest.fixture
def page(duty: BrowserContext) -> Iterator[Page]:
    """A fresh tab."""
    tab = duty.new_page()
    yield tab
    tab.close()


@pytest.fixture
def address(hall: tuple[str, City]) -> str:
    """Where the cockpit is."""
    return hall[0]


@pytest.fixture
def wall(page: Page, address: str) -> Page:
    """A wall that turns."""
    page.goto(f"{address}/wall/duty")
    settled(page)
    page.wait_for_function("document.documentElement.dataset.link === 'live'")
    return page


def test_a_thousand_turns_with_live_updates_leave_nothing_behind(page: Page, address: str, city: City) -> None:
    seen = follow(page, address)
    page.goto(f"{address}/wall/duty")
    settled(page)
    missed, unseen = turn(page, TURNS // ROUNDS), 0
    before = weight(page)

    for _ in range(ROUNDS - 1):
        city.happens()
        missed += turn(page, TURNS // ROUNDS)
        unseen += not saw(page, city.blue())

    after = weight(page)
    assert (missed, unseen) == (0, 0)
    assert after.heap - before.heap < GROWTH, (before, after)
    assert after.nodes <= before.nodes * 1.2, (before, after)
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


def test_the_last_picture_stays_while_the_server_is_away_and_it_returns_by_itself(wall: Page, city: City) -> None:
    wall.context.set_offline(True)

    wall.wait_for_selector(".wall-away", state="visible", timeout=60_000)
    assert wall.locator(".wall-away time").inner_text()
    assert wall.locator(".wall-pane").count() == 1
    city.happens()
    wall.context.set_offline(False)

    wall.wait_for_selector(".wall-away", state="hidden", timeout=60_000)
    assert saw(wall, city.blue())


def test_a_wide_wall_shows_three_panes_and_nothing_runs_over(wall: Page) -> None:
    wall.set_viewport_size({"width": 7680, "height": 2160})

    wall.wait_for_selector(".wall-panes-3")

    over = wall.evaluate(
        "[document.documentElement.scrollWidth - innerWidth, document.body.scrollHeight - innerHeight]"
    )
    assert over == [0, 0]
    assert wall.locator(".wall-pane").count() == 3
