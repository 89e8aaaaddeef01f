"""What the cache of drawn pages holds apart: language, theme, the rest of the address, version and scope."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from flask import Flask
from flask_caching import Cache

from components.framework.live import live
from components.framework.page import LiveFragment, Page, Screen
from components.framework.view import View
from data.core.actor import Actor
from data.core.change_version import ChangeVersion
from data.core.scope import Scope
from queries.request_context import RequestContext
from web.dash_app import CockpitDash
from web.live.fragments import Fragments
from web.rendering.bundle import build, maps, stylesheet
from web.rendering.route import Route
from web.server import ASSETS

TODAY = date(2025, 6, 30)


@dataclass
class Table:
    """A page that counts how often it is drawn."""

    drawn: list[View] = field(default_factory=list)

    def layout(self, view: View, context: Any) -> Screen:
        self.drawn.append(view)
        return Screen("title", [f"{view.lang} {context.version}"])


@dataclass(frozen=True)
class Desk:
    """What of a desk the frame and the cache look at."""

    version: int = 1
    state: str = "up"
    scope: Scope = field(default_factory=Scope.everything)
    today: date = TODAY
    now: datetime = datetime(2025, 6, 30, 2, 0, tzinfo=UTC)
    data_until: str = "2025-06-30"
    demo: bool = True
    topmost: int = 440600
    actor: Actor = field(default_factory=Actor.cockpit)
    changes: ChangeVersion = field(default_factory=lambda: ChangeVersion({}))
    as_of: datetime | None = None
    foreseen: int = 0

    def key(self) -> str:
        return RequestContext.key(cast(RequestContext, self))  # the key of the real context, over these facts


@pytest.fixture
def table() -> Table:
    return Table()


@pytest.fixture
def draw(table: Table, tmp_path: Path) -> Callable[..., Any]:
    return drawer(Page("table", "/", table.layout, frozenset({"map"})), tmp_path)


def drawer(page: Page, folder: Path) -> Callable[..., Any]:
    """Draws a page for a query and a desk, through the cache."""
    server = Flask("x")
    cache = Cache(server, config={"CACHE_TYPE": "FileSystemCache", "CACHE_DIR": str(folder)})
    cockpit = CockpitDash(
        server,
        [page],
        lambda view: Screen("", []),
        lambda view: cast(RequestContext, Desk()),
        ASSETS,
        build(ASSETS),
        stylesheet(ASSETS),
        maps(ASSETS),
        cache,
        folder,
        lambda view, context: {},
        lambda: ChangeVersion({}),
    )

    def drawn(query: dict[str, str], context: Desk = Desk()) -> Any:
        with server.test_request_context("/"):
            return cockpit.drawn(cockpit.router.visit("/", query), cast(RequestContext, context))

    return drawn


def test_the_same_picture_is_drawn_once(table: Table, draw: Callable[..., Any]) -> None:
    assert draw({"map": "x"}) == draw({"map": "x"})
    assert len(table.drawn) == 1


@pytest.mark.parametrize("query", [{"lang": "en"}, {"theme": "light"}, {"map": "score"}, {"as_of": "2025-01-01"}])
def test_another_way_to_look_is_another_picture(query: dict[str, str], table: Table, draw: Callable[..., Any]) -> None:
    draw({})
    draw(query)

    assert len(table.drawn) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"state": "stale"},
        {"scope": Scope.of_regions([440605])},
        {"scope": Scope(None, frozenset({"u"}))},
        {"actor": Actor(1, "x", "leader", Scope.everything(), frozenset({"task.dispatch"}))},
    ],
)
def test_another_version_state_scope_or_right_is_another_picture(
    change: dict[str, Any], table: Table, draw: Callable[..., Any]
) -> None:
    draw({})
    draw({}, replace(Desk(), **change))

    assert len(table.drawn) == 2


def test_the_same_rights_of_another_person_are_the_same_picture(table: Table, draw: Callable[..., Any]) -> None:
    for number in (1, 2):
        draw({}, replace(Desk(), actor=Actor(number, f"person {number}", "leader", Scope.everything(), frozenset())))

    assert len(table.drawn) == 1


def test_what_is_personal_is_drawn_anew_each_time(tmp_path: Path) -> None:
    table = Table()
    draw = drawer(Page("table", "/", table.layout, kept=False), tmp_path)

    draw({})
    draw({})

    assert len(table.drawn) == 2


def test_what_a_live_part_follows_draws_the_part_and_not_the_page(tmp_path: Path) -> None:
    table, told = Table(), Table()
    part = LiveFragment("now", lambda view, context: told.layout(view, context).content, frozenset({"signs"}))

    def layout(view: View, context: Any) -> Screen:
        return replace(table.layout(view, context), content=[live(view, part, part.draw(view, context))])

    draw = drawer(Page("table", "/", layout, parts=(part,)), tmp_path)
    route, desk = Route(None, {}, View("/")), Desk()

    pages = {draw({}, replace(desk, changes=ChangeVersion({"signs": beat}))) for beat in (1, 2, 3)}
    fragments = Fragments()
    for beat in (1, 2, 2):
        fragments.markup(part, route, replace(desk, changes=ChangeVersion({"signs": beat})))  # type: ignore[arg-type]

    assert (len(table.drawn), len(pages)) == (1, 1)
    assert len(told.drawn) == 1 + 2, "once with its page, then once for each beat"
    assert "zh 1" not in next(iter(pages)).markup


@pytest.mark.parametrize(("reads", "drawings"), [(False, 1), (True, 2)])
def test_a_part_that_does_not_look_at_the_options_is_the_same_under_all(reads: bool, drawings: int) -> None:
    told = Table()
    fragments = Fragments()

    def drawn(view: View, context: Any) -> str:
        told.drawn.append(view)
        return view.option("map") if reads else "x"

    part = LiveFragment("now", drawn, frozenset({"signs"}))
    for option in ("a", "b", "a"):
        fragments.markup(part, Route(None, {}, View("/", options={"map": option})), Desk())  # type: ignore[arg-type]

    assert len(told.drawn) == drawings


def test_what_a_page_does_not_understand_makes_no_new_picture(table: Table, draw: Callable[..., Any]) -> None:
    draw({})
    draw({"utm": "1"})

    assert len(table.drawn) == 1
