"""A red alert while somebody looks: it stands there by itself, is said aloud, and one click answers for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from app import open_container
from data.core.actor import Actor
from data.core.clock import to_epoch
from data.core.settings import Settings
from data.operations.alerts.commands import act_on_alert, take_readings
from indicators.alerts import AlertKey, AlertPayload, AlertTransition, SignReading
from indicators.workflow import AcceptedTransition
from runtime.container import Container
from tests.browser.entering import state_of
from tests.browser.watching import follow, settled

POWER = AlertKey("V85", "energy", "440606", 440606, "power")


@pytest.fixture
def container(city_home: Path) -> Iterator[Container]:
    """The data side of the city that is looked at."""
    opened = open_container(Settings.from_environment({"COCKPIT_HOME": str(city_home)}))
    yield opened
    opened.dispose()


def now(container: Container) -> int:
    """The cockpit's moment."""
    return to_epoch(container.clock.now())


def test_a_new_red_alert_appears_is_said_aloud_and_is_answered_with_one_click(
    chromium: Browser, address: str, container: Container
) -> None:
    state = state_of(chromium, address, "duty-chief")
    visitor = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN", storage_state=state)
    page = visitor.new_page()
    seen = follow(page, address)
    page.goto(f"{address}/alerts")
    settled(page)

    made = take_readings(container.operations, container.grounds, [SignReading(POWER, now(container), "step", 5, 61.0)])
    number = made[0].alert.id

    expect(page.locator(f'.alert-line[data-alert="{number}"]')).to_be_visible(timeout=20_000)
    expect(page.locator(".red-bar")).to_contain_text("顺德区")
    expect(page.locator("#said-loud")).to_contain_text("红色")
    assert page.title().startswith("(")

    page.locator(f"#ack-{number}").click()
    expect(page.locator(f'.alert-line[data-alert="{number}"]')).to_contain_text("确认")
    expect(page.locator(".red-bar")).to_have_count(0)
    assert seen.clean()
    visitor.close()

    ended = act_on_alert(
        container.operations,
        container.grounds,
        Actor.cockpit(),
        number,
        AlertTransition.CLOSE,
        AlertPayload("drill", sure=True),
        now(container),
    )
    assert isinstance(ended, AcceptedTransition)
