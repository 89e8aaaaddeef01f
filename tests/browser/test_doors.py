"""The doors in a real browser: every role by one press, passwords and second factors, administrators at work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from access.administration import administration
from access.administration.administration import IssuedPassword
from access.authentication.auth_service import AuthService
from access.authorization.roles import shipped
from data.core.actor import Actor
from data.core.clock import WallClock
from data.operations.accounts import accounts
from data.operations.accounts.account_types import Grants
from tests.browser.conftest import PATIENCE
from tests.browser.entering import press, state_of
from tests.browser.test_every_page import LEVELS
from tests.browser.watching import follow, settled

PASSWORD = "correct horse battery 7"
SCREENS = {
    "/sign-in": "",
    "/account": "leader",
    "/admin": "system-admin",
    "/admin/rights": "security-admin",
    "/admin/audit": "audit-admin",
    "/data/quarantine": "steward",
}
WAYS = [("zh", "dark", 1920, 1080), ("en", "light", 390, 844)]


@pytest.fixture
def visitor(chromium: Browser) -> Iterator[BrowserContext]:
    """Somebody with a fresh browser who has not signed in."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def tab(visitor: BrowserContext) -> Page:
    return visitor.new_page()


def doors_of(server: Flask) -> AuthService:
    auth: AuthService = server.extensions["doors"]
    return auth


def account(server: Flask, login: str, role: str = "analyst", temporary: int = 0) -> int:
    """An account whose password is PASSWORD."""
    auth = doors_of(server)
    regions = () if shipped().roles[role].alone else (440600,)
    made = administration.create(auth, Actor.cockpit(), login, login, f"staff {login}", Grants((role,), regions))
    assert isinstance(made, IssuedPassword), made
    with auth.operations.writing() as connection:
        kept = auth.keeper.hash(PASSWORD)
        accounts.change(connection, made.number, password=kept, password_at=auth.now, temporary=temporary)
    return made.number


def type_in(tab: Page, address: str, login: str, password: str = PASSWORD) -> None:
    """Sign in with name and password."""
    tab.goto(f"{address}/sign-in")
    tab.fill('input[name="login"]', login)
    tab.fill('input[name="password"]', password)
    tab.locator(".door-account button").click()


@pytest.mark.parametrize("role", list(shipped().roles))
def test_one_press_enters_the_demonstration_as_any_role(role: str, tab: Page, address: str) -> None:
    seen = follow(tab, address)
    tab.goto(address)
    expect(tab).to_have_url(re.compile(r"/sign-in"))

    tab.locator(f'[data-role="{role}"]').first.click()

    name = shipped().roles[role].name.zh
    expect(tab.locator(".person")).to_contain_text(name)
    settled(tab)
    assert "/sign-in" not in tab.url
    assert (seen.console, seen.errors, seen.outside) == ([], [], [])


@pytest.mark.parametrize("path", SCREENS)
@pytest.mark.parametrize("way", WAYS, ids=lambda way: f"{way[0]} {way[1]}")
def test_the_doors_screens_are_sound_in_both_languages_and_themes(
    path: str, way: Any, chromium: Browser, address: str
) -> None:
    lang, theme, width, height = way
    state = state_of(chromium, address, SCREENS[path]) if SCREENS[path] else None
    context = chromium.new_context(viewport={"width": width, "height": height}, storage_state=state)
    tab = context.new_page()
    seen = follow(tab, address)
    tab.goto(f"{address}{path}?lang={lang}&theme={theme}")
    if state:
        settled(tab)

    found = Axe().run(tab, options={"runOnly": {"type": "tag", "values": LEVELS}, "resultTypes": ["violations"]})

    assert [f"{v['id']}: {[n['target'] for n in v['nodes']][:4]}" for v in found.response["violations"]] == []
    assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert tab.evaluate("[document.documentElement.lang.slice(0, 2), document.documentElement.dataset.theme]") == [
        lang,
        theme,
    ]
    assert (seen.console, seen.errors, seen.outside) == ([], [], [])
    assert tab.evaluate("noted.refused") == []
    context.close()


def test_the_doors_open_without_a_script(chromium: Browser, address: str, cockpit: Flask) -> None:
    account(cockpit, "plain")
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    type_in(tab, address, "plain", "a wrong password")
    expect(tab.locator('[role="alert"]')).to_have_text("账号或口令不正确。")

    type_in(tab, address, "plain")
    expect(tab.locator(".person")).to_contain_text("plain")
    tab.locator(".person > summary").click()
    tab.locator(".person button").click()

    expect(tab).to_have_url(re.compile(r"/sign-in$"))
    tab.goto(f"{address}/plan")
    expect(tab).to_have_url(re.compile(r"/sign-in\?next=/plan"))
    context.close()


def test_language_and_theme_go_along_through_the_door(tab: Page, address: str) -> None:
    tab.goto(f"{address}/plan?lang=en&theme=light")
    expect(tab.locator("h1")).to_have_text("Sign in")
    assert tab.locator("html").get_attribute("data-theme") == "light"

    tab.locator('[data-role="leader"]').click()

    expect(tab).to_have_url(f"{address}/plan?lang=en&theme=light")


def test_a_first_password_is_changed_before_anything_else(tab: Page, address: str, cockpit: Flask) -> None:
    account(cockpit, "newcomer", temporary=1)
    type_in(tab, address, "newcomer")
    expect(tab.locator("h1")).to_have_text("请先修改口令")
    tab.goto(f"{address}/plan")
    expect(tab.locator("h1")).to_have_text("请先修改口令")

    for name, text in (("current", PASSWORD), ("new", "another fine password"), ("again", "another fine password")):
        tab.fill(f'input[name="{name}"]', text)
    tab.locator("form button").click()

    expect(tab).to_have_url(f"{address}/plan")


def test_a_second_factor_is_set_up_by_its_picture_and_asked_for_from_then_on(
    tab: Page, address: str, cockpit: Flask
) -> None:
    account(cockpit, "careful")
    type_in(tab, address, "careful")
    tab.goto(f"{address}/account")
    settled(tab)
    tab.fill('form[action$="/act/factor.begin"] input[name="password"]', PASSWORD)
    tab.get_by_role("button", name="开始设置").click()
    expect(tab.locator(".qr svg")).to_be_visible()
    secret = tab.locator("code").first.inner_text().replace(" ", "")
    now = int(WallClock().now().timestamp())

    tab.fill('input[name="code"]', pyotp.TOTP(secret).at(now))
    tab.get_by_role("button", name="完成设置").click()
    expect(tab.locator(".codes code")).to_have_count(10)
    recovery = tab.locator(".codes code").first.inner_text()

    tab.goto(address)
    tab.locator(".person > summary").click()
    tab.locator(".person button").click()
    type_in(tab, address, "careful")
    expect(tab.locator("h1")).to_have_text("第二步验证")
    tab.fill('input[name="code"]', "000000")
    tab.get_by_role("button", name="验证").click()
    expect(tab.locator('[role="alert"]')).to_have_text("验证码不正确，或已经用过。")
    tab.fill('input[name="code"]', recovery)
    tab.get_by_role("button", name="验证").click()
    expect(tab.locator(".person")).to_contain_text("careful")


def test_ones_own_sessions_are_listed_and_ended(chromium: Browser, tab: Page, address: str, cockpit: Flask) -> None:
    account(cockpit, "twice")
    other = chromium.new_context().new_page()
    for one in (other, tab):
        type_in(one, address, "twice")
        expect(one.locator(".person")).to_contain_text("twice")
    tab.goto(f"{address}/account")
    settled(tab)
    expect(tab.locator(".account-sessions tbody tr")).to_have_count(2)

    tab.locator(".account-sessions .act-inline button").click()

    expect(tab.locator(".account-sessions tbody tr")).to_have_count(1)
    other.goto(f"{address}/plan")
    expect(other).to_have_url(re.compile("/sign-in"))
    other.context.close()


def test_an_open_page_whose_session_ended_leads_to_the_door_and_back(tab: Page, address: str, cockpit: Flask) -> None:
    number = account(cockpit, "thrown")
    type_in(tab, address, "thrown")
    settled(tab)
    administration.end_sessions(doors_of(cockpit), Actor.cockpit(), number)

    tab.locator(".overview-map .chips a").nth(2).click()

    expect(tab).to_have_url(re.compile(r"/sign-in\?why=expired&next=%2F%3Fmap%3D"))
    expect(tab.locator('[role="alert"]')).to_have_text("登录已过期或已结束，请重新登录。")
    tab.fill('input[name="login"]', "thrown")
    tab.fill('input[name="password"]', PASSWORD)
    tab.locator(".door-account button").click()
    expect(tab).to_have_url(re.compile(r"/\?map="))


def test_one_administrator_makes_an_account_another_grants_and_the_person_comes_in(
    chromium: Browser, address: str
) -> None:
    tabs = {}
    for role in ("system-admin", "security-admin", "audit-admin"):
        context = chromium.new_context(viewport={"width": 1366, "height": 900}, locale="zh-CN")
        tabs[role] = context.new_page()
        press(tabs[role], address, role)
        settled(tabs[role])
    system, security, auditor = tabs.values()
    for name, text in (("login", "wang"), ("name", "王小明"), ("staff", "4407")):
        system.fill(f'.admin input[name="{name}"]', text)
    system.get_by_role("button", name="新建").click()
    password = system.locator("#told").inner_text()

    security.reload()
    settled(security)
    security.get_by_label("修改授权: wang").click()
    settled(security)
    security.get_by_label("承办单位").check()
    security.get_by_label("三水区", exact=True).check()
    security.get_by_text("代表单位").first.click()
    security.get_by_label("市水利局", exact=True).check()
    security.get_by_role("button", name="保存授权").click()
    expect(security.get_by_role("row", name=re.compile("wang"))).to_contain_text("三水区")

    context = chromium.new_context(locale="zh-CN")
    person = context.new_page()
    type_in(person, address, "wang", password)
    for name, text in (("current", password), ("new", "a river runs by here"), ("again", "a river runs by here")):
        person.fill(f'input[name="{name}"]', text)
    person.locator("form button").click()
    expect(person.locator(".overview-city h2")).to_have_text("三水区运行指数")

    auditor.reload()
    settled(auditor)
    expect(auditor.locator(".audit")).to_contain_text("rights.grant")
    auditor.get_by_role("button", name="核验全部记录").click()
    expect(auditor.locator('[role="status"]')).to_contain_text("记录完整")
    for one in (*tabs.values(), person):
        one.context.close()


def test_a_wall_is_connected_by_its_token(tab: Page, address: str, chromium: Browser) -> None:
    admin = chromium.new_context(locale="zh-CN").new_page()
    press(admin, address, "system-admin")
    settled(admin)
    admin.fill('form[action*="device.create"] input[name="name"]', "大厅")
    admin.get_by_label("南海区", exact=True).check()
    admin.get_by_role("button", name="发放令牌").click()
    token = admin.locator("#told").inner_text()
    admin.context.close()

    tab.goto(f"{address}/sign-in")
    tab.locator(".door-device summary").click()
    tab.fill('input[name="device"]', token)
    tab.get_by_role("button", name="接入").click()

    expect(tab.locator(".overview-city h2")).to_have_text("南海区运行指数")
    expect(tab.locator(".person")).to_contain_text("大屏设备")


def test_a_page_of_others_is_not_there_and_leads_back(tab: Page, address: str) -> None:
    press(tab, address, "sanshui")
    answer = tab.goto(f"{address}/regions/440605")

    assert answer is not None
    assert answer.status == 404
    expect(tab.locator("h1")).to_have_text("没有这个页面")
    tab.locator("main a").click()
    expect(tab.locator(".overview-city h2")).to_have_text("三水区运行指数")
