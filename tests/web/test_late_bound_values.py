"""What is filled in for each reader has places of its own: what people typed comes out as they typed it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from dash import dcc, html

from components.forms.inputs import hidden
from components.framework.late_bound_values import ALERTS, CSRF, NAME, fill
from components.framework.markup import to_html
from components.framework.page import LiveFragment, Page, Screen
from components.framework.view import View
from data.core.actor import Actor
from data.core.change_version import ChangeVersion
from data.core.scope import Scope
from tests.web.test_fragments import Desk, drawer
from web.live.fragments import Fragments
from web.live.live_updates import LiveUpdates
from web.rendering.document import DocumentFrame, PageState, write
from web.rendering.route import Route

TYPED = 'a @@csrf@@ @@name@@ @@alerts@@ <?csrf?> <?alerts?> {"late-bound":"csrf"} &lt;?csrf?&gt; \x00csrf\x00 b'
TOKEN, PERSON, BAR = "the-token-of-this-reader", "Chen of the third office", "<b>what is alarming now</b>"
FACTS = {CSRF: TOKEN, NAME: PERSON, ALERTS: BAR}
DESK = Desk(actor=Actor(1, "x", "leader", Scope.everything(), frozenset({"view.screens"})))


def content() -> list[Any]:
    """What people typed as a text, in an attribute, in a form of ours, and where the browser's script takes over."""
    form = html.Form([hidden("csrf", CSRF), hidden("note", TYPED)], title=TYPED)
    return [html.P(TYPED), form, dcc.Store(id="theirs", data={"note": TYPED}), dcc.Store(id="ours", data=NAME)]


@pytest.fixture
def document(tmp_path: Path) -> str:
    """A kept page as one reader gets it: drawn once for another reader before."""
    draw = drawer(Page("table", "/", lambda view, context: Screen(TYPED, content())), tmp_path)
    draw({}, DESK)
    return write(DocumentFrame("/s", "/c", "/m", "/i", "[]"), draw({}, DESK), "", FACTS, PageState(0, "b", "v"))


def test_a_kept_page_shows_what_was_typed_and_fills_its_own_places(document: str) -> None:
    markup, _, rest = document.partition('<div id="react-entry-point"')
    boot = json.loads(re.search(r'<script id="boot" type="application/json">(.*?)</script>', rest, re.DOTALL)[1])  # type: ignore[index]
    stores = {name: data for name, data in _stores(boot["_dash-layout"]) if name in {"theirs", "ours"}}

    assert f"<p>{to_html(TYPED)}</p>" in markup
    assert unescape(markup).count(TYPED) == 5, "the window's title, the page's, a text, an attribute, a field"
    assert (markup.count(TOKEN), markup.count(BAR)) == (2, 1), "the way out and the form; the frame"
    assert stores == {"theirs": {"note": TYPED}, "ours": PERSON}
    assert TOKEN not in rest


def test_a_live_part_shows_what_was_typed(tmp_path: Path) -> None:
    part = LiveFragment("notes", lambda view, context: html.Div(content()[:2]), frozenset({"tasks"}))
    page = Page("table", "/", lambda view, context: Screen("", []), parts=(part,))
    visit = Route(page, {}, View("/"))
    desk = replace(DESK, changes=ChangeVersion({"tasks": 2}))
    fresh = LiveUpdates(lambda _: (visit, desk), lambda *_: FACTS, Fragments())  # type: ignore[arg-type, return-value]

    for _ in range(2):
        drawn = fresh.answer({"address": "/", "version": str(ChangeVersion({"tasks": 1}))})["parts"]["notes"]

        assert unescape(drawn).count(TYPED) == 3
        assert drawn.count(TOKEN) == 1


def test_what_is_not_given_leaves_nothing() -> None:
    assert fill(to_html(html.B(NAME)), {}) == "<b></b>"


def _stores(node: Any) -> list[tuple[str, Any]]:
    if isinstance(node, list):
        return [found for child in node for found in _stores(child)]
    if not isinstance(node, dict):
        return []
    props = node.get("props", {})
    own = [(props["id"], props.get("data"))] if node.get("type") == "Store" else []
    return own + _stores(props.get("children"))
