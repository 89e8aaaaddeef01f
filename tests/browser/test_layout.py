"""Every screen holds at every size, in both languages and themes; the usual run looks at a choice that covers them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.addresses import SIZES, addresses
from tests.browser.entering import state_of
from tests.browser.layout import COVERING, EVERY, FAULTS, faults
from tests.browser.stillness import Stillness
from tests.browser.test_doors import SCREENS
from tests.campaign import LONG, campaign

VIEWS = EVERY if LONG else COVERING
CLOSER = ("/?district=440606", "/indicators/I007?district=440606", "/?as_of=2025-03-03", "/tasks?list=all")
PLANTED = {  # a small fault of each kind, and the view that it is one in
    "texts over each other": ("desk", "<p>above</p><p style='margin-top:-2.4em'>below</p>"),
    "leaves its card": (
        "desk",
        "<div style='width:9em;border:1px solid'><p style='width:30em'>far too long for its card</p>",
    ),
    "leaves the screen": ("phone", "<p style='margin-left:20em;width:9em'>out of the picture</p>"),
    "narrower than four characters": ("desk", "<p style='width:2em'>一网统管平台</p>"),
    "cut without a way to read it": (
        "desk",
        "<p style='width:4em;overflow:hidden;white-space:nowrap'>a sentence</p>",
    ),
    "letters under 12 px": ("laptop", "<p style='font-size:11px'>small</p>"),
    "target under 44 px": ("phone", "<a href='/' style='display:inline-block'>go</a>"),
    "input under 16 px": ("phone", "<input style='font-size:15px;height:44px;width:9em'>"),
    "header of two lines": ("desk", "<header class=top><p>one</p><p>two</p></header>"),
}
OLD_RULE = "details.panel { margin: 0.75rem 0; max-width: 44rem; }"  # of one subject for all, as it once was


@pytest.fixture(scope="module")
def visitor(chromium: Browser, signed_in: Any) -> Iterator[BrowserContext]:
    """The city's leader with a browser that keeps what it was sent."""
    context = chromium.new_context(locale="zh-CN", storage_state=signed_in)
    yield context
    context.close()


@campaign
@pytest.mark.parametrize("path", [*addresses(), *CLOSER])
def test_a_screen_holds(path: str, visitor: BrowserContext, address: str) -> None:
    assert [str(fault) for fault in faults(visitor, address + path, VIEWS)] == []


@campaign
@pytest.mark.parametrize("path", SCREENS)
def test_a_screen_of_the_doors_holds(path: str, chromium: Browser, address: str) -> None:
    state = state_of(chromium, address, SCREENS[path]) if SCREENS[path] else None
    context = chromium.new_context(locale="zh-CN", storage_state=state)

    found = [str(fault) for fault in faults(context, address + path, VIEWS)]

    context.close()
    assert found == []


def looked_at(page: Page) -> list[str]:
    return [fault["kind"] for fault in page.evaluate(FAULTS)]


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_fault_is_found_and_nothing_else(kind: str, page: Page) -> None:
    size, markup = PLANTED[kind]
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.set_content(f"<div id=page><p>a quiet line</p>{markup}</div>")

    assert looked_at(page) == [kind]


def test_cards_that_a_rule_for_all_panels_narrows_are_found(page: Page, address: str) -> None:
    still = Stillness(page)
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(address + "/plan")
    still.wait()
    assert looked_at(page) == []

    page.evaluate("rule => document.styleSheets[0].insertRule(rule, document.styleSheets[0].cssRules.length)", OLD_RULE)

    assert {"leaves its card", "narrower than four characters"} <= set(looked_at(page))


@campaign
def test_the_form_of_a_task_and_the_task_that_was_sent_by_it_hold(visitor: BrowserContext, address: str) -> None:
    form = f"{address}/tasks/new?place=440607103&where=test"
    page = visitor.new_page()
    page.goto(form)
    page.fill('[name="title"]', "排涝泵站二号机组抢修并调用移动泵车")
    page.locator('[name="unit"]').select_option("water-bureau")
    page.locator("button.send").click()
    page.wait_for_url(re.compile(r"/tasks/\d+$"))
    sent = page.url
    page.close()

    assert [str(fault) for one in (form, sent) for fault in faults(visitor, one, VIEWS)] == []
