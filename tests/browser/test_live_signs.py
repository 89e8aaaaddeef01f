"""Whether screens are of now, in a real browser over the whole house: a screen of each kind while a feed falls silent,
while each process hangs in turn, and after the server is gone."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.entering import state_of
from tests.browser.watching import Seen, follow, settled
from tests.serving import Running, process_of, serving

HEALTH = '.num[data-sign="health:city"]'
SCREENS = {"overview": "/", "vitals": "/vitals", "alerts": "/alerts", "wall": "/wall/duty"}
SOON = 60_000  # milliseconds that a test waits; how long it really takes is the benchmark's
HANGS = 601  # seconds without a heartbeat after which the refresher is late


@contextmanager
def hung(home: Path, name: str) -> Iterator[None]:
    """A process that hangs for a while: one that ends is started again."""
    process = psutil.Process(process_of(home, name))
    process.send_signal(signal.SIGSTOP)
    yield
    process.send_signal(signal.SIGCONT)


def change(database: Path, statement: str, *values: Any) -> None:
    with closing(sqlite3.connect(database, timeout=20)) as connection, connection:
        connection.execute(statement, values)


def become(screens: Mapping[str, Page], state: str, words: str = "") -> None:
    """Every screen comes to say so: by its badge and, where there are words, in its banner."""
    for name, page in screens.items():
        expect(page.locator("html"), name).to_have_attribute("data-alive", state, timeout=SOON)
        expect(page.locator(".alive"), name).to_have_attribute("data-liveness", state, timeout=SOON)
        told = page.locator(".alive-told")
        if words:
            expect(told, name).to_contain_text(words, timeout=SOON)
            expect(told, name).to_be_visible()


def ready(running: Running) -> tuple[int, dict[str, Any]]:
    status, body = running.get("/ready", encoding="identity")
    return status, json.loads(body)


def open_screens(visitor: BrowserContext, address: str) -> tuple[dict[str, Page], list[Seen]]:
    screens = {name: visitor.new_page() for name in SCREENS}
    seen = [follow(page, address) for page in screens.values()]
    for name, page in screens.items():
        page.goto(address + SCREENS[name])
        settled(page)
    return screens, seen


def test_every_kind_of_screen_says_when_it_is_not_of_now(city_home: Path, tmp_path: Path, chromium: Browser) -> None:
    home = Path(shutil.copytree(city_home, tmp_path / "home"))
    with serving(home) as running:
        address = f"http://127.0.0.1:{running.port}"
        visitor = chromium.new_context(storage_state=state_of(chromium, address))
        screens, seen = open_screens(visitor, address)
        become(screens, "live")
        they_move(screens)

        with hung(home, "simulator"):
            become(screens, "dead", "没有新的读数")
            signs_are_not_called_normal(screens["vitals"])
            assert ready(running)[0] == 503
        become(screens, "live")
        status, told = ready(running)
        assert (status, told["state"], told["liveness"]["state"]) == (200, "up", "live")

        with hung(home, "monitor"):
            become(screens, "dead", "不会再有新警情")
            expect(screens["vitals"].locator(".vitals-health .stopped")).to_be_visible(timeout=SOON)
        become(screens, "live")

        change(home / "readings.db", "INSERT INTO feed SELECT 'gateway-7', 5, last_at - 900 FROM feed LIMIT 1")
        become(screens, "late")
        expect(screens["wall"].locator(".alive-told")).to_contain_text("gateway-7")
        screens["overview"].locator(".alive summary").click()
        expect(screens["overview"].locator(".alive-parts")).to_contain_text("gateway-7")
        change(home / "readings.db", "DELETE FROM feed WHERE id = 'gateway-7'")
        become(screens, "live")

        with hung(home, "refresher"):
            back = "UPDATE heartbeat SET beat_at = beat_at - ? WHERE name = 'refresher'"
            change(home / "operations.db", back, HANGS)
            become(screens, "late")
            expect(screens["wall"].locator(".alive-told")).to_contain_text("指标刷新")
        become(screens, "live")

        assert all(one.clean() for one in seen)
        shown = screens["vitals"].locator(HEALTH).inner_text()
        for process in [running.process, *running.process.children(recursive=True)]:
            process.kill()
    for name, page in screens.items():
        expect(page.locator("html"), name).to_have_attribute("data-alive", "dead", timeout=SOON)
        expect(page.locator(".alive-away"), name).to_be_visible()
        expect(page.locator(".alive .alive-lost"), name).to_be_visible()
    assert screens["vitals"].locator(HEALTH).inner_text() == shown
    assert weight(screens["vitals"]) == "400", "grey, and no longer bold"
    visitor.close()


def they_move(screens: Mapping[str, Page]) -> None:
    """The clock of every screen ticks, and the signs change."""
    for page in screens.values():
        clock = page.locator("[data-clock]")
        then = clock.inner_text()
        expect(clock).not_to_have_text(then)
    health = screens["vitals"].locator(HEALTH)
    expect(health).not_to_have_attribute("data-status", "unknown", timeout=SOON)
    moment = health.get_attribute("data-period") or ""
    expect(health).not_to_have_attribute("data-period", moment, timeout=SOON)


def signs_are_not_called_normal(page: Page) -> None:
    health = page.locator(HEALTH)
    expect(health).to_have_attribute("data-status", "unknown", timeout=SOON)
    raised = page.locator(".raised li")
    expect(raised.filter(has_text="已静默").first).to_be_visible(timeout=SOON)
    assert raised.count() == raised.filter(has_text="已静默").count() > 0, "no level is cleared by silence"
    expect(page.locator(".feed-silent")).to_have_count(1)
    assert weight(page) == "400", "grey, and no longer bold"
    assert "全部正常" not in page.locator("main").inner_text()


def weight(page: Page) -> str:
    return str(page.locator(f"{HEALTH} b").evaluate("place => getComputedStyle(place).fontWeight"))
