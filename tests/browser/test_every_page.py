"""Every page, whoever wrote it, is visited in four ways and looked at closely."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.addresses import SIZES, addresses
from tests.browser.page_checks import AT_FIRST, IN_EVERY_WAY
from tests.browser.watching import Seen, look

WAYS = {
    "zh dark desk": ("zh", "dark", "desk"),
    "en light phone": ("en", "light", "phone"),
    "zh light laptop": ("zh", "light", "laptop"),
    "en dark wall": ("en", "dark", "wall"),
}
FIRST = next(iter(WAYS))
CHECKED = {"zh dark desk", "en light phone"}  # by axe-core: both themes, both languages, both layouts
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
Visit = Callable[[str, str], Seen]


@pytest.fixture(scope="module")
def visit(chromium: Browser, address: str, signed_in: Any) -> Iterator[Visit]:
    """Visits a page in one of the ways. The first is always cold: in a browser that has kept nothing."""
    warm: dict[str, BrowserContext] = {}

    def visitor(way: str) -> BrowserContext:
        width, height = SIZES[WAYS[way][2]]
        return chromium.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", storage_state=signed_in
        )

    def make(path: str, way: str) -> Seen:
        lang, theme, _ = WAYS[way]
        if way != FIRST and way not in warm:
            warm[way] = visitor(way)
        context = visitor(way) if way == FIRST else warm[way]
        tab = context.new_page()
        seen = look(tab, f"{address}{path}?lang={lang}&theme={theme}", cold=way == FIRST)
        seen.facts["axe"] = _violations(tab) if way in CHECKED else []
        (context if way == FIRST else tab).close()
        return seen

    yield make
    for context in warm.values():
        context.close()


def _violations(tab: Page) -> list[str]:
    options: dict[str, Any] = {"runOnly": {"type": "tag", "values": LEVELS}, "resultTypes": ["violations"]}
    found = Axe().run(tab, options=options).response["violations"]
    return [f"{v['id']}: {v['help']}: {[n['target'] for n in v['nodes']][:4]}" for v in found]


@pytest.mark.parametrize("path", addresses())
def test_a_page_is_sound_in_every_language_theme_and_size(path: str, visit: Visit) -> None:
    """Walks the four ways, all checks of `page_checks` and WCAG 2.2 AA; tells every one that found something."""
    wrong: dict[str, dict[str, list[str]]] = {}
    for way, (lang, theme, _) in WAYS.items():
        seen = visit(path, way)
        checks = IN_EVERY_WAY + (AT_FIRST if way == FIRST else ())
        found = {check.__name__: check(path, seen) for check in checks}
        found["it is in the language and theme asked for"] = [
            is_ for is_, asked in ((seen.facts["lang"][:2], lang), (seen.facts["theme"], theme)) if is_ != asked
        ]
        found["axe-core finds no violation of WCAG 2.2 AA"] = seen.facts["axe"]
        wrong |= {f"{way}: {name}": said for name, said in found.items() if said}

    assert wrong == {}


def test_the_overview_fits_one_screen_and_travels_light(visit: Visit) -> None:
    seen = visit("/", FIRST)

    assert seen.facts["height"] <= SIZES["desk"][1]
    assert len(seen.requests) <= 6
    assert seen.bytes <= 400_000
