"""Signing in with a real browser, as a visitor of the demonstration does: by pressing a role's button."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, Page


def press(page: Page, address: str, login: str = "leader") -> None:
    """Open the sign-in page and enter as one of its identities."""
    page.goto(f"{address}/sign-in")
    page.locator(f'[data-login="demo-{login}"]').click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def state_of(browser: Browser, address: str, login: str = "leader") -> Any:
    """What a browser keeps after signing in: given to other visitors, they are signed in as well."""
    visitor = browser.new_context(locale="zh-CN")
    press(visitor.new_page(), address, login)
    state = visitor.storage_state()
    visitor.close()
    return state
