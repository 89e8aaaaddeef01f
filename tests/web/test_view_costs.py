"""What a view costs the server, counted: statements, drawings, bytes. Nothing here is a time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, event

from components.framework.markup import to_html
from data.core.actor import Actor
from pages import PAGES
from runtime.container import Container
from tests.visitors import Visitor
from web.dash_adapter import LAYOUT
from web.dash_app import CockpitDash
from web.rendering.bundle import build
from web.server import ASSETS

READS = ("operations.db", "readings.db", "warehouse.db")  # one look at what has changed in each
WHO = re.compile(r"\b(FROM|UPDATE|JOIN) (session|account)\w*")
KEPT_WITH_PARTS = {"overview": "/", "indicator": "/indicators/I108", "region": "/regions/440605"}


@contextmanager
def statements() -> Iterator[list[str]]:
    """What databases are asked within the block: which, and the statement; BEGIN is none.

    Who asks is looked at again after some seconds of real time, which may pass between two views: left out.
    """
    asked: list[str] = []

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        if statement not in {"BEGIN", "BEGIN IMMEDIATE"} and not WHO.search(statement):
            database = str(connection.engine.url.database).split("/")[-1].split("?")[0]  # type: ignore[attr-defined]
            asked.append(f"{database}: {statement}")

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.parametrize("path", KEPT_WITH_PARTS.values())
def test_a_warm_view_asks_each_database_once_what_has_changed(path: str, leader: Visitor) -> None:
    leader.get(path)
    with statements() as asked:
        leader.get(path)

    assert sorted(one.partition(":")[0] for one in asked) == sorted(READS)


def test_another_address_of_a_page_does_not_ask_again_what_stands_in_the_frame(leader: Visitor) -> None:
    leader.get("/?map=economy")
    with statements() as asked:
        leader.get("/?map=market")

    assert [one for one in asked if "FROM alert" in one or "FROM notice" in one] == []


def test_kept_pages_with_live_parts_are_those_tried_here() -> None:
    assert {page.name for page in PAGES if page.kept and page.parts} == KEPT_WITH_PARTS.keys()


@pytest.mark.parametrize("path", KEPT_WITH_PARTS.values())
def test_a_live_part_is_drawn_the_same_with_its_page_and_alone(
    path: str, cockpit: Flask, city_office: Container
) -> None:
    dash: CockpitDash = cockpit.extensions["cockpit"]
    with cockpit.test_request_context(path):
        route = dash.router.visit(path, {})
        context = city_office.context(Actor.cockpit())
        assert route.page is not None
        whole = to_html(route.page.layout(route.view, context, **route.variables).content)
        parts = {part.id: to_html(part.draw(route.view, context, **route.variables)) for part in route.page.parts}

    for name, markup in parts.items():
        assert f">{markup}</div>" in whole, name
        assert re.search(rf'id="{name}"', whole)


def test_what_the_overview_brings_is_one_script_and_few_components(leader: Visitor) -> None:
    page = leader.get("/").get_data(as_text=True)
    boot = re.search(r'<script id="boot" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert boot is not None
    layout = json.loads(boot[1])[LAYOUT]

    assert re.findall(r'<script[^>]* src="([^"]+)"', page) == [build(ASSETS).address], "no map, no chart"
    assert components(layout) <= 20, "all else is adopted as it stands"
    assert len(json.dumps(layout)) <= 3_500
    assert len(page.encode()) <= 70_000
    assert len(leader.get("/", headers={"Accept-Encoding": "br"}).data) <= 18_500


def components(node: Any) -> int:
    """How many components a layout has that Dash takes over."""
    if isinstance(node, list):
        return sum(map(components, node))
    return 1 + components(node["props"].get("children")) if isinstance(node, dict) and "props" in node else 0


def test_the_script_of_every_page_grows_by_nothing_but_ours() -> None:
    ours = sum(file.stat().st_size for file in (ASSETS / "js").glob("*.js"))

    assert ours <= 22_500
    assert len(build(ASSETS).body) <= 1_145_000
