"""Whatever text comes from data, the markup stays ours; and a page split for the browser is the page as it was."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from dash import dcc, html
from hypothesis import given
from hypothesis import strategies as st

from components.framework.hydration import split
from components.framework.markup import to_html
from components.framework.raw_html import RawHtml
from components.framework.view import View

TEXTS = st.text() | st.sampled_from(["</p><script>alert(1)</script>", '" onclick="x', "<!--", "&lt;", "'><img src=x>"])


class Reader(HTMLParser):
    """Reads markup back: the tags, the attributes and the text a browser would see."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


@given(TEXTS, TEXTS, TEXTS)
def test_any_text_stays_text(inside: str, title: str, mark: str) -> None:
    page = html.P([html.B(inside, title=title, **{"data-mark": mark}), inside])

    read = Reader(to_html(page))

    assert read.tags == ["p", "b"]
    assert read.text == inside * 2
    assert dict(read.attributes) == {"title": title, "data-mark": mark}


@given(st.text())
def test_a_style_value_stays_inside_its_attribute(value: str) -> None:
    read = Reader(to_html(html.I(style={"width": value})))

    assert read.attributes == [("style", f"width:{value}")]


FOREIGN = [
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    " javascript:alert(1)",
    "http://elsewhere.example/",
    "//elsewhere.example/",
    "/\\elsewhere.example/",
    "/\t/elsewhere.example/",
    "data:text/html,<script>1</script>",
    "vbscript:x",
    "elsewhere",
]


@pytest.mark.parametrize("address", FOREIGN)
@pytest.mark.parametrize("element", [lambda a: html.A("x", href=a), lambda a: html.Img(src=a)])
def test_an_address_of_another_host_or_scheme_is_left_out_and_the_rest_stands(element: Any, address: str) -> None:
    read = Reader(to_html([html.B("before"), element(address), html.B("after")]))

    assert read.attributes == []
    assert (read.tags[0], read.tags[-1]) == ("b", "b")


@pytest.mark.parametrize(
    "wild", ["\\\\evil.com", "//evil.com", "?x=1#y", "a b", "\ud800", "javascript:x", "%2f..", "/x"]
)
def test_an_id_in_a_path_stays_one_path_of_ours(wild: str) -> None:
    (found,) = Reader(to_html(html.A("x", href=View("/").href(f"/devices/{wild}", lang="en")))).attributes

    parts = urlsplit(str(found[1]))
    assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "lang=en", "")
    assert unquote(parts.path) == f"/devices/{wild}".replace("\ud800", "?")


def test_half_a_character_in_a_text_can_be_sent() -> None:
    markup = to_html(html.P("a\ud800b", title="\udfff"))

    assert markup.encode() == b'<p title="?">a?b</p>'


@given(st.text(min_size=1))
def test_an_address_is_left_out_or_stays_on_this_host(address: str) -> None:
    read = Reader(to_html(html.A("x", href=address)))
    if not read.attributes:
        return

    assert read.attributes == [("href", address)]
    assert (
        address.startswith(("#", "?", "data:image/", "mailto:"))
        or (address[0] == "/" and address[1:2] not in "/\\")
        or address == "/"
    )


LEAVES = st.builds(html.B, st.text(max_size=5)) | st.text(max_size=5) | st.none() | st.integers()
TREES = st.recursive(
    LEAVES,
    lambda inner: st.builds(lambda c, n: html.Div(c, className=n), st.lists(inner, max_size=4), st.text(max_size=3)),
)


@given(st.lists(TREES, max_size=4), st.lists(TREES, max_size=4))
def test_the_split_page_says_what_the_whole_page_says(before: list[Any], after: list[Any]) -> None:
    page = html.Main([*before, html.Div(id="live", children="…"), *after])

    island = split(page, {"live"})

    whole, parted = Reader(to_html(page)), Reader(island.markup)
    assert parted.text == whole.text
    assert [a for a in parted.attributes if a[0] == "class" and a[1] != "piece"] == [
        a for a in whole.attributes if a[0] == "class"
    ]


def test_still_runs_are_adopted_and_living_parts_kept() -> None:
    page = html.Main([html.H1("a"), html.P("b"), dcc.Store(id="store"), html.Div("c", id="live"), html.P("d")])

    island = split(page, {"live"})
    children = island.layout.children

    assert [type(child).__name__ for child in children] == ["RawHtml", "Store", "Div", "RawHtml"]
    assert [child.piece for child in children if isinstance(child, RawHtml)] == ["p1", "p3"]
    assert island.markup.count("data-piece") == 3
    assert "<h1>a</h1><p>b</p>" in island.markup


def test_markup_that_a_callback_may_replace_keeps_its_id_and_is_sent_once() -> None:
    island = split(html.Main(RawHtml("<b>1</b>", id="map")), {"map"})

    assert '<div class="piece" id="map"><b>1</b></div>' in island.markup
    assert not hasattr(island.layout.children[0], "html")
