"""What is printed says whose figures these are, of when, and whether they are made up; and all of it is on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.layout import FAULTS
from tests.browser.stillness import Stillness

A4: ViewportSize = {"width": 703, "height": 1009}
SCREENS = (
    "/",
    "/plan",
    "/indicators/I007",
    "/functions/economy",
    "/regions/440605",
    "/supervision/bulletins/2025-06-30",
)
BEYOND = """() => [...document.querySelectorAll('svg, .bar, table, .legend')]
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1)
  .map(one => one.outerHTML.slice(0, 80))"""
INKED = "one => [getComputedStyle(one).printColorAdjust, getComputedStyle(one).backgroundColor]"


@pytest.fixture(params=SCREENS)
def sheet(request: pytest.FixtureRequest, page: Page, address: str) -> Page:
    """A screen in the dark theme as it lies on paper."""
    still = Stillness(page)
    page.set_viewport_size(A4)
    page.goto(address + request.param)
    still.wait()
    page.emulate_media(media="print")
    return page


def test_a_sheet_says_of_which_city_and_when_it_is_and_that_it_is_a_demonstration(sheet: Page) -> None:
    expect(sheet.locator(".brand")).to_contain_text("佛山城市运行")
    expect(sheet.locator(".mark-demo")).to_be_visible()
    expect(sheet.locator(".clock")).to_contain_text("2025-06-30")
    expect(sheet.locator(".data-until").first).to_be_visible()


def test_nothing_of_a_sheet_is_cut_off_or_lies_over_something_else(sheet: Page) -> None:
    kinds = {"texts over each other", "leaves the screen", "leaves its card", "cut without a way to read it"}

    assert sheet.evaluate(BEYOND) == []
    assert [one for one in sheet.evaluate(FAULTS) if one["kind"] in kinds] == []


def test_a_sheet_is_dark_on_light_and_keeps_its_bars(sheet: Page) -> None:
    assert sheet.evaluate("getComputedStyle(document.querySelector('h2')).color") == "rgb(68, 84, 95)"
    for fill in sheet.locator(".bar .fill").all()[:3]:
        adjust, colour = fill.evaluate(INKED)
        assert adjust == "exact"
        assert colour != "rgba(0, 0, 0, 0)"


def test_on_paper_the_chart_of_the_browser_gives_way_to_the_one_of_the_server(page: Page, address: str) -> None:
    still = Stillness(page)
    page.goto(address + "/indicators/I007")
    still.wait()
    page.emulate_media(media="print")

    expect(page.locator(".dash-graph")).to_be_hidden()
    expect(page.locator(".trend-box svg.trend:visible")).to_have_count(1)
