"""The state of a screen is its address: written, read back, and never believed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.framework.page import Page, Screen
from components.framework.view import View
from data.core.clock import parse_moment
from web.rendering.route import Router

PAGES = [
    Page("one", "/", lambda view, context: Screen("", []), frozenset({"map"})),
    Page("two", "/things/<name>", lambda view, context, name: Screen("", []), frozenset({"grain", "q"})),
]
ROUTER = Router(PAGES)
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/"), min_size=1, max_size=20)
VIEWS = st.builds(
    View,
    NAMES.filter(lambda name: name not in {".", ".."}).map(lambda name: f"/things/{name}"),
    st.sampled_from(["zh", "en"]),
    st.sampled_from(["dark", "light"]),
    st.none() | st.dates().map(str),
    st.dictionaries(
        st.sampled_from(["grain", "q"]), st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
    ),
)


@given(VIEWS)
def test_an_address_leads_back_to_the_view_it_was_written_from(view: View) -> None:
    visit = ROUTER.visit_address(view.href())

    assert visit.view == view
    assert visit.page is PAGES[1]


@given(VIEWS, st.sampled_from(["zh", "en"]), st.sampled_from(["dark", "light"]))
def test_changing_language_or_theme_changes_nothing_else(view: View, lang: str, theme: str) -> None:
    turned = ROUTER.visit_address(view.href(lang=lang, theme=theme)).view

    assert (turned.path, turned.as_of, turned.options) == (view.path, view.as_of, view.options)
    assert (turned.lang, turned.theme) == (lang, theme)


@given(st.text(max_size=60))
def test_no_text_from_a_browser_breaks_the_reading_of_addresses(text: str) -> None:
    view = ROUTER.visit_address(text).view

    assert view.href().startswith("/")
    assert not view.href().startswith(("//", "/\\"))


@pytest.mark.parametrize("path", ["//elsewhere.example/x", "/\\elsewhere.example", "/\t/elsewhere.example", "http://["])
def test_links_on_a_strange_page_stay_here(path: str) -> None:
    href = ROUTER.visit(path, {}).view.href(lang="en")

    assert href.startswith("/")
    assert not href.startswith(("//", "/\\", "/\t"))


def test_what_is_not_understood_is_dropped() -> None:
    query = {"lang": "fr", "theme": "pink", "map": "x" * 65, "other": "1"}

    assert ROUTER.visit("/", query).view == View("/")


def test_of_two_values_the_first_holds_for_page_and_callback_alike() -> None:
    assert ROUTER.visit_address("/?lang=en&lang=zh").view.lang == "en"


@pytest.mark.parametrize("text", ["2025-03-03", "2025-03-03T08:00", "0001-01-01"])
def test_a_day_or_a_minute_is_a_moment(text: str) -> None:
    assert parse_moment(text)


@pytest.mark.parametrize("text", ["2025-02-30", "2025-13-01", "2025-03-03T25:00", "٢٠٢٥-03-03", "2025-3-3", "", "now"])
def test_what_the_calendar_does_not_know_is_no_moment(text: str) -> None:
    assert parse_moment(text) is None


def test_a_moment_that_is_none_stays_in_the_view_so_that_it_can_be_refused() -> None:
    assert ROUTER.visit("/", {"as_of": "2025-13-45"}).view.as_of == "2025-13-45"
