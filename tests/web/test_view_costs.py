"""What a view costs the server, counted: statements, drawings, bytes. Nothing here is a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import Engine, event

from components.framework.markup import to_html
from data.core.actor import Actor
from pages import PAGES
from runtime.container import Container
from tests.visitors import Visitor
from web.dash_app import CockpitDash

READS = ("operations.db", "readings.db", "warehouse.db")  # one look at what has changed in each
KEPT_WITH_PARTS = {"overview": "/", "indicator": "/indicators/I108", "region": "/regions/440605"}


@contextmanager
def statements() -> Iterator[list[str]]:
    """What databases are asked within the block: which, and the statement; BEGIN is none."""
    asked: list[str] = []

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        if statement != "BEGIN":
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
