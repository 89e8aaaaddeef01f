"""A page is finished when the server has sent it: a visitor without scripts reads the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.addresses import addresses

NUMBERS = "[data-indicator] b, text[data-indicator], main [data-sign], main [data-number]"


@pytest.fixture(scope="module")
def plain_page(chromium: Browser, signed_in: Any) -> Iterator[Page]:
    """A tab in which no script runs."""
    context = chromium.new_context(
        java_script_enabled=False, viewport={"width": 1366, "height": 768}, locale="zh-CN", storage_state=signed_in
    )
    yield context.new_page()
    context.close()


def test_numbers_and_headings_are_there_before_any_script(plain_page: Page, address: str) -> None:
    """Walks all screens."""
    lacking = []
    for path in addresses():
        plain_page.goto(address + path, wait_until="domcontentloaded")
        if not plain_page.locator("h1").count():
            lacking.append(f"{path}: a heading")
        if path != "/notices" and not plain_page.locator(NUMBERS).count():  # which may have nothing to tell
            lacking.append(f"{path}: numbers")

    assert lacking == []


def test_links_lead_on_without_a_script(plain_page: Page, address: str) -> None:
    plain_page.goto(address + "/?lang=en")

    plain_page.locator(".overview-map .chips a").nth(1).click()
    assert "map=" in plain_page.url
    assert plain_page.locator(".overview-map .chips a").nth(1).get_attribute("aria-current") == "true"

    plain_page.locator(".menu-line a").nth(1).click()
    assert plain_page.url.endswith("/plan?lang=en")


def test_every_link_of_the_overview_leads_somewhere(plain_page: Page, address: str) -> None:
    plain_page.goto(address + "/")
    links = {(link.get_attribute("href") or "").split("#")[0] for link in plain_page.locator("a[href^='/']").all()}

    dead = [link for link in sorted(links) if plain_page.request.get(address + link).status != 200]

    assert dead == []
