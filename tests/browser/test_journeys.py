"""What people do: look closer at the map, ask where a number comes from, change language, go back, come again."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from access.authorization.roles import shipped
from components.shell.header import WAYS
from tests.browser.stillness import Stillness
from tests.browser.watching import Seen, follow, settled, weigh

LAYERS = ".overview-map .chips a"


@pytest.fixture
def opened(page: Page, address: str) -> Seen:
    """The overview in Chinese, taken over by the script."""
    seen = follow(page, address)
    page.goto(address + "/")
    settled(page)
    return seen


def chosen(page: Page) -> str:
    """The map's heading: what it shows, and where."""
    return page.locator(".overview-map h2").inner_text()


def test_another_layer_changes_map_and_address_by_a_request_and_asks_once_for_the_live_parts(
    page: Page, opened: Seen
) -> None:
    before, asked = chosen(page), len(opened.requests)

    page.locator(LAYERS).nth(2).click()
    expect(page.locator(LAYERS).nth(2)).to_have_attribute("aria-current", "true")

    assert chosen(page) != before
    assert "map=" in page.url
    assert asked + 1 <= len(opened.requests) <= asked + 2
    assert opened.clean()


def test_the_address_of_a_changed_map_shows_the_next_person_the_same(page: Page, opened: Seen, address: str) -> None:
    page.locator(LAYERS).nth(2).click()
    expect(page.locator(LAYERS).nth(2)).to_have_attribute("aria-current", "true")
    shown = page.locator("#overview-map").inner_text()

    page.reload()
    settled(page)

    assert page.locator("#overview-map").inner_text() == shown


def test_the_back_button_brings_the_earlier_map_back(page: Page, opened: Seen) -> None:
    before = chosen(page)
    page.locator(LAYERS).nth(2).click()
    expect(page.locator(LAYERS).nth(2)).to_have_attribute("aria-current", "true")

    page.go_back()
    settled(page)

    assert chosen(page) == before
    assert "map=" not in page.url


def test_a_district_opens_its_towns_and_a_town_its_page(page: Page, opened: Seen) -> None:
    page.locator("#overview-map svg.map a").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("district=4406"))
    settled(page)
    expect(page.locator("#overview-map svg.map a").first).to_have_attribute("href", re.compile(r"^/regions/\d{9}"))

    page.locator("#overview-map svg.map a").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/regions/\d{9}"))
    assert opened.clean()


@pytest.mark.parametrize("key", ["click", "Enter", " "])
def test_a_number_tells_where_it_comes_from_and_gives_the_focus_back(page: Page, opened: Seen, key: str) -> None:
    number = page.locator(".attention .num").first
    number.focus()
    if key == "click":
        number.click()
    else:
        page.keyboard.press(key)

    sheet = page.locator("#sheet")
    expect(sheet.locator(".close")).to_be_focused()
    expect(sheet.locator("[data-indicator]").first).to_have_attribute(
        "data-indicator", number.get_attribute("data-indicator") or ""
    )

    page.keyboard.press("Escape")
    expect(sheet).to_be_empty()
    expect(number).to_be_focused()
    assert opened.clean()


def test_the_citys_score_opens_into_parts_that_add_up(page: Page, opened: Seen) -> None:
    page.locator(".overview-city .num").click()
    rows = page.locator("#sheet table.sums tbody tr")
    expect(rows.first).to_be_visible()

    points = [float(cell.replace("−", "-")) for cell in rows.locator("td:last-child").all_inner_texts()]

    assert round(sum(points[:-1]), 1) == points[-1]
    assert abs(float(page.locator(".overview-city .num b").inner_text()) - points[-1]) <= 0.5


def test_a_number_pressed_before_the_script_is_there_opens_when_it_has_come(page: Page, address: str) -> None:
    seen = follow(page, address)
    page.add_init_script(
        "document.addEventListener('DOMContentLoaded', () => document.querySelector('.overview-city .num').click());"
    )
    page.goto(address + "/")

    expect(page.locator("#sheet table.sums")).to_be_visible()
    assert page.url == address + "/"
    assert seen.clean()


def switch(page: Page, what: str) -> None:
    """Turn to the other language or theme by the menu of whoever is signed in."""
    page.locator(".person > summary").click()
    page.locator(".person a.switch[hreflang]" if what == "lang" else ".person a.switch:not([hreflang])").click()


def test_the_menus_of_the_header_work_by_keyboard(page: Page, opened: Seen) -> None:
    for menu in (page.locator(".menu-more"), page.locator(".person")):
        menu.locator("summary").focus()
        page.keyboard.press("Enter")
        expect(menu).to_have_attribute("open", "")
        page.keyboard.press("Tab")
        expect(menu.locator("a:visible").first).to_be_focused()

        page.keyboard.press("Escape")

        expect(menu).not_to_have_attribute("open", "")
        expect(menu.locator("summary")).to_be_focused()


def test_opening_one_menu_shuts_the_other_and_a_click_elsewhere_shuts_both(page: Page, opened: Seen) -> None:
    page.locator(".menu-more > summary").click()
    page.locator(".person > summary").click()
    expect(page.locator("details.dropdown[open]")).to_have_count(1)

    page.locator("main h2").first.click()

    expect(page.locator("details.dropdown[open]")).to_have_count(0)


def test_on_a_phone_the_menu_leads_to_every_screen(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address + "/")
    settled(page)

    page.get_by_text("菜单", exact=True).click()

    rights = shipped().roles["leader"].rights
    expect(page.locator(".menu-more a:visible")).to_have_count(len([way for way in WAYS if way.right in rights]))


def test_language_and_theme_keep_the_rest_of_the_address(page: Page, opened: Seen, address: str) -> None:
    page.goto(address + "/?district=440605&map=services")
    settled(page)

    switch(page, "lang")
    settled(page)
    assert all(part in page.url for part in ("lang=en", "district=440605", "map=services"))
    assert page.locator("html").get_attribute("lang") == "en"

    switch(page, "theme")
    settled(page)
    assert all(part in page.url for part in ("theme=light", "lang=en", "district=440605", "map=services"))
    assert page.locator("html").get_attribute("data-theme") == "light"


def test_after_a_swap_the_language_switch_leads_to_what_is_shown(page: Page, opened: Seen) -> None:
    page.locator(LAYERS).nth(2).click()
    expect(page.locator(LAYERS).nth(2)).to_have_attribute("aria-current", "true")

    switch(page, "lang")
    settled(page)

    assert "map=" in page.url
    assert "lang=en" in page.url


def test_two_visitors_do_not_see_each_others_choices(chromium: Browser, address: str, signed_in: Any) -> None:
    visitors: list[BrowserContext] = [chromium.new_context(locale="zh-CN", storage_state=signed_in) for _ in range(2)]
    first, second = (visitor.new_page() for visitor in visitors)
    for tab, query in ((first, "?lang=en"), (second, "")):
        tab.goto(f"{address}/{query}")
        settled(tab)
    before = second.locator(LAYERS).evaluate_all("all => all.map(one => one.getAttribute('aria-current'))")

    first.locator(LAYERS).nth(3).click()
    expect(first.locator(LAYERS).nth(3)).to_have_attribute("aria-current", "true")
    first.locator(".overview-city .num").click()
    expect(first.locator("#sheet .close")).to_be_visible()

    for reloaded in (False, True):  # its words may change by themselves, its choices not
        if reloaded:
            second.reload()
            settled(second)
        assert second.locator(LAYERS).evaluate_all("all => all.map(one => one.getAttribute('aria-current'))") == before
        expect(second.locator("#sheet .close")).to_have_count(0)
    for visitor in visitors:
        visitor.close()


def test_the_skip_link_leads_past_the_menu_without_loading_anew(page: Page, opened: Seen) -> None:
    asked = len(opened.requests)
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()

    page.keyboard.press("Enter")
    page.wait_for_timeout(300)

    expect(page.locator("#main")).to_be_focused()
    assert len(opened.requests) == asked


def test_a_second_visit_costs_one_request_or_two(page: Page, address: str) -> None:
    page.goto(address + "/")
    settled(page)
    again, still = Seen(), Stillness(page)
    weigh(page, again)

    page.goto(address + "/?theme=light")
    still.wait()

    assert 1 <= len([size for size in again.sizes if size]) <= 2, "what the browser keeps counts nothing"


def test_a_missing_page_says_so_and_leads_back(page: Page, address: str) -> None:
    seen = follow(page, address)
    answer = page.goto(address + "/no/such/page?lang=en")

    assert answer is not None
    assert answer.status == 404
    settled(page)
    page.locator("main a").first.click()
    expect(page).to_have_url(address + "/?lang=en")
    assert seen.outside == []
