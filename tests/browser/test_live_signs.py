"""Live vital signs in a real browser over the whole house: they move, go grey when their source hangs, and the
last picture stays when the server is gone."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

import psutil
from playwright.sync_api import Browser, Page, expect

from tests.browser.entering import state_of
from tests.browser.watching import follow, settled
from tests.serving import process_of, serving

HEALTH = '.num[data-sign="health:city"]'
FIRST_PICTURE, SILENT = 30_000, 40_000  # milliseconds that a test waits; how long it really takes is the benchmark's


def stop(home: Path, name: str) -> None:
    """Make a process hang: one that ends is started again."""
    psutil.Process(process_of(home, name)).send_signal(signal.SIGSTOP)


def test_signs_are_alive_go_grey_with_their_source_and_their_watch_and_stay_when_the_server_goes(
    city_home: Path, tmp_path: Path, chromium: Browser
) -> None:
    home = Path(shutil.copytree(city_home, tmp_path / "home"))
    with serving(home) as running:
        address = f"http://127.0.0.1:{running.port}"
        visitor = chromium.new_context(storage_state=state_of(chromium, address))
        page = visitor.new_page()
        seen = follow(page, address)
        page.goto(f"{address}/vitals")
        settled(page)
        health = page.locator(HEALTH)
        expect(health).not_to_have_attribute("data-status", "unknown", timeout=FIRST_PICTURE)
        moment = health.get_attribute("data-period") or ""
        expect(health).not_to_have_attribute("data-period", moment, timeout=FIRST_PICTURE)

        stop(home, "simulator")
        expect(health).to_have_attribute("data-status", "unknown", timeout=SILENT)
        raised = page.locator(".raised li")
        assert raised.count() == raised.filter(has_text="已静默").count() > 0, "no level is cleared by silence"
        assert page.locator(".feed-silent").count() == 1
        assert weight(page) == "400", "grey, and no longer bold"

        stop(home, "monitor")
        expect(page.locator(".vitals-health .stopped")).to_be_visible(timeout=SILENT)
        assert seen.clean()
        shown = health.inner_text()
        for process in [running.process, *running.process.children(recursive=True)]:
            process.kill()
    page.wait_for_timeout(1500)
    assert page.locator(HEALTH).inner_text() == shown
    visitor.close()


def weight(page: Page) -> str:
    return str(page.locator(f"{HEALTH} b").evaluate("place => getComputedStyle(place).fontWeight"))
