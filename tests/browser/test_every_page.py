"""What must hold on every page, whoever wrote it: each is visited in four ways and looked at closely."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.addresses import SIZES, addresses
from tests.browser.watching import Seen, look

WAYS = {
    "zh dark desk": ("zh", "dark", "desk"),
    "en light phone": ("en", "light", "phone"),
    "zh light laptop": ("zh", "light", "laptop"),
    "en dark wall": ("en", "dark", "wall"),
}
CHECKED = {"zh dark desk", "en light phone"}  # by axe-core: both themes, both languages, both layouts
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
Look = Callable[[str, str], Seen]

every_page = pytest.mark.parametrize("path", addresses())
every_way = pytest.mark.parametrize("way", WAYS)


@pytest.fixture(scope="session")
def visited(chromium: Browser, address: str, signed_in: Any) -> Iterator[Look]:
    """Visits a page in one of the ways, once; further tests look at what was noted. The first way is always cold."""
    noted: dict[tuple[str, str], Seen] = {}
    visitors: dict[str, BrowserContext] = {}

    def visitor(way: str) -> BrowserContext:
        width, height = SIZES[WAYS[way][2]]
        return chromium.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", storage_state=signed_in
        )

    def visit(path: str, way: str) -> Seen:
        if (path, way) not in noted:
            cold = way == next(iter(WAYS))
            context = visitor(way) if cold else visitors.setdefault(way, visitor(way))
            tab = context.new_page()
            noted[path, way] = _visit(tab, f"{address}{path}?lang={WAYS[way][0]}&theme={WAYS[way][1]}", way, cold)
            tab.close()
            if cold:
                context.close()
        return noted[path, way]

    yield visit
    for context in visitors.values():
        context.close()


def _visit(tab: Page, address: str, way: str, cold: bool) -> Seen:
    seen = look(tab, address, cold)
    if way in CHECKED:
        seen.facts["axe"] = _violations(tab)
    return seen


def _violations(tab: Page) -> list[str]:
    options: dict[str, Any] = {"runOnly": {"type": "tag", "values": LEVELS}, "resultTypes": ["violations"]}
    found = Axe().run(tab, options=options).response["violations"]
    return [f"{v['id']}: {v['help']}: {[n['target'] for n in v['nodes']][:4]}" for v in found]


@every_page
@every_way
def test_a_page_opens_without_a_word_on_the_console_and_asks_no_other_host(path: str, way: str, visited: Look) -> None:
    seen = visited(path, way)

    assert (seen.console, seen.errors, seen.outside) == ([], [], [])
    assert seen.facts["refused"] == [], "the content security policy refused something"


@every_page
@every_way
def test_a_page_does_not_overflow_sideways(path: str, way: str, visited: Look) -> None:
    facts = visited(path, way).facts

    assert facts["overflow"] == 0, facts["wide"]


@every_page
@every_way
def test_nothing_moves_and_no_word_changes_when_the_script_takes_over(path: str, way: str, visited: Look) -> None:
    facts = visited(path, way).facts

    assert facts["before"] == facts["after"]
    assert facts["shift"] <= (0.001 if facts["ages"] else 0), "more than an age that is a letter longer has moved"
    assert facts["coming"] <= 0.1, "too much moves while the page comes in"


@every_page
def test_a_page_is_in_the_language_and_theme_asked_for(path: str, visited: Look) -> None:
    for way, (lang, theme, _) in WAYS.items():
        facts = visited(path, way).facts
        assert (facts["lang"][:2], facts["theme"]) == (lang, theme)


@every_page
def test_every_number_says_what_it_is_where_when_how_good_and_on_what_basis(path: str, visited: Look) -> None:
    facts = visited(path, "zh dark desk").facts

    assert facts["numbers"] + facts["counts"] > 0 or path == "/notices"  # which may have nothing to tell
    assert facts["unmarked"] == []
    assert facts["loose"] == []
    assert set(facts["statuses"]) <= {"on_track", "watch", "off_track", "unknown"}
    assert set(facts["levels"]) <= {"normal", "white", "blue", "yellow", "orange", "red", "unknown"}
    assert set(facts["bases"]) <= {"published", "plan", "reported", "demo", "unknown"}


@every_page
def test_a_page_keeps_to_four_charts_thirty_callbacks_and_two_megabytes(path: str, visited: Look) -> None:
    seen = visited(path, "zh dark desk")

    assert seen.facts["graphs"] <= 4
    assert seen.facts["callbacks"] <= 30
    assert seen.bytes <= 2_000_000
    assert len(seen.requests) == len(set(seen.requests)), "something was asked for twice"


@every_page
def test_the_charting_library_comes_only_where_there_is_a_chart(path: str, visited: Look) -> None:
    seen = visited(path, "zh dark desk")

    assert any("plotly" in request for request in seen.requests) == (seen.facts["graphs"] > 0)
    assert seen.facts["plotly"] == (seen.facts["graphs"] > 0)


@every_page
def test_the_map_library_comes_only_where_there_is_a_big_map(path: str, visited: Look) -> None:
    seen = visited(path, "zh dark desk")

    assert len([request for request in seen.requests if "/assets/maps." in request]) == (seen.facts["bigMaps"] > 0)
    assert seen.facts["leaflet"] == (seen.facts["bigMaps"] > 0)


@every_page
@pytest.mark.parametrize("way", sorted(CHECKED))
def test_axe_finds_no_violation_of_wcag_22_aa(path: str, way: str, visited: Look) -> None:
    assert visited(path, way).facts["axe"] == []


@pytest.mark.parametrize("way", ["zh dark desk"])
def test_the_overview_fits_one_screen_and_travels_light(way: str, visited: Look) -> None:
    seen = visited("/", way)

    assert seen.facts["height"] <= SIZES["desk"][1]
    assert len(seen.requests) <= 6
    assert seen.bytes <= 400_000
