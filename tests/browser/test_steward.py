"""A day of the data steward with a real browser: reminding, loading a file, correcting what was refused."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.conftest import PATIENCE
from tests.browser.entering import state_of
from tests.browser.watching import follow

FILE = "指标,地区,期间,数值\n数据中心机架,禅城区,2019-02,61\n数据中心机架,南海区,2019-02,六十\n"


@pytest.fixture
def steward(chromium: Browser, address: str) -> Iterator[BrowserContext]:
    """The data steward, signed in."""
    context = chromium.new_context(
        viewport={"width": 1366, "height": 768}, locale="zh-CN", storage_state=state_of(chromium, address, "steward")
    )
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


def test_a_steward_reminds_loads_and_corrects(steward: BrowserContext, address: str) -> None:
    tab = steward.new_page()
    seen = follow(tab, address)
    tab.goto(f"{address}/data")
    tab.locator(".data-overdue form button").first.click()
    expect(tab.locator(".data-overdue")).to_contain_text("已催报")

    tab.get_by_role("link", name="载入数据").click()
    tab.locator('select[name="source"]').select_option("industry-it-bureau")
    tab.set_input_files(
        'input[type="file"]', {"name": "二月.csv", "mimeType": "text/csv", "buffer": FILE.encode("gb18030")}
    )
    tab.get_by_role("button", name="上传并识别").click()
    tab.wait_for_url(re.compile(r"/data/load/[0-9a-f]{32}"))
    expect(tab.locator('[data-number="refused"]')).to_have_text("1")
    expect(tab.locator(".sheet-as-delivered .refused")).to_have_count(1)
    tab.get_by_role("button", name="签字并入库").click()
    tab.wait_for_url(re.compile(r"/data/load/batch-\d+"))

    tab.goto(f"{address}/data/quarantine")
    tab.get_by_role("link", name="处理").first.click()
    tab.fill('[name="column.value"]', "60")
    tab.get_by_role("button", name="改正后重新报送").click()
    expect(tab.locator(".quarantined")).to_contain_text(re.compile(r"改正，入第 \d+ 批"))
    assert (seen.console, seen.errors, seen.outside) == ([], [], [])
