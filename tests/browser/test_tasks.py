"""The whole way of a task in real browsers: a leader, a unit on its phone, the supervision; open screens follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.entering import press

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1920, "height": 1080}
Open = Callable[[str, str, dict[str, int]], Page]


@pytest.fixture
def visit(chromium: Browser, address: str) -> Iterator[Open]:
    """Opens an address as somebody, on a screen of some size."""
    contexts = []

    def opened(login: str, path: str, size: dict[str, int]) -> Page:
        context = chromium.new_context(viewport=size, locale="zh-CN")  # type: ignore[arg-type]
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        press(page, address, login)
        page.goto(address + path)
        page.wait_for_selector('html[data-ready="true"]')
        return page

    yield opened
    for context in contexts:
        context.close()


def test_from_a_red_number_to_a_rated_task(visit: Open, tmp_path: Path) -> None:
    picture = tmp_path / "现场.jpg"
    Image.new("RGB", (800, 600), "teal").save(picture)
    leader = visit("leader", "/regions/440607", DESK)
    overview = visit("leader", "/", DESK)
    count = overview.locator('[data-number="tasks-open"]')
    before = int(count.inner_text())
    row = leader.locator(".attention > li", has=leader.locator(".dispatch")).first

    # two clicks from sight to sent; the second is a double click and sends one
    row.locator(".dispatch").click()
    sheet = leader.locator("#sheet form")
    expect(sheet.locator('[name="title"]')).not_to_have_value("")
    sheet.locator('[name="unit"]').select_option("sanshui-government")
    sheet.locator("button.send").dblclick()
    mark = leader.locator(".attention .task-mark").first
    mark.wait_for()
    number = mark.get_attribute("data-task")
    expect(count).to_have_text(str(before + 1))  # by itself

    unit = visit("sanshui", f"/tasks/{number}", PHONE)
    assert unit.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    unit.locator('[data-move="accept"]').click()
    unit.locator(".story .told-accept").wait_for()
    form = unit.locator("form.move-report")
    form.locator("textarea").fill("已整改到位")
    form.locator("input[type=file]").set_input_files(picture)
    form.locator('[data-move="report"]').click()
    unit.locator(".story .photo img").wait_for()

    supervisor = visit("supervisor", f"/tasks/{number}", DESK)
    watching = visit("supervisor", f"/tasks/{number}", DESK)
    supervisor.locator('[data-move="verify"]').click()
    supervisor.locator('[data-move="close"]').click()
    supervisor.locator(".story .told-close").wait_for()
    expect(count).to_have_text(str(before))
    expect(watching.locator(".story .told-close")).to_be_visible()  # an open screen of the same task follows

    leader.goto(leader.url.split("/regions")[0] + f"/tasks/{number}")
    leader.locator('[data-move="rate"]').click()
    leader.locator(".story .told-rate").wait_for()

    audit = visit("audit-admin", "/admin/audit", DESK)
    audit.locator('form[action^="/act/audit.verify"] button').click()
    expect(audit.locator("main")).to_contain_text("记录完整")


def test_two_people_at_once_one_is_told_who_was_quicker(visit: Open, address: str) -> None:
    leader = visit("leader", "/tasks/new?place=440607103", PHONE)
    leader.locator('[name="unit"]').select_option("leping-government")
    leader.locator("button.send").click()
    leader.wait_for_url("**/tasks/*")
    number = leader.url.rsplit("/", 1)[1]
    first = visit("leping", f"/tasks/{number}", PHONE)
    second = visit("leping", f"/tasks/{number}", PHONE)
    second.locator('[data-fold="note"] summary').click()
    second.locator('[data-fold="note"] textarea').fill("正在核实")  # what somebody writes is not taken from them

    first.locator('[data-move="accept"]').click()
    first.locator(".story .told-accept").wait_for()
    expect(second.locator(".story .told-accept")).to_be_visible()
    expect(second.locator('[data-fold="note"] textarea')).to_have_value("正在核实")
    second.locator('[data-move="accept"]').click()

    expect(second.locator(".refused")).to_contain_text("已先行办理")
