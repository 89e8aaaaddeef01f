"""What the cockpit needs of Dash beyond its documented interface. Each test says what breaks without it.

Run by itself it needs no city, so that it can be tried against any version of Dash.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import dash
import pytest
from dash import Dash, Input, Output, dcc, html
from flask import Flask, Response

from components.framework.page import Page, Screen
from components.framework.raw_html import RawHtml
from web.dash_adapter import DEPENDENCIES, ENTRY, LAYOUT, PACKAGE, SCRIPTS, DocumentDash, as_json
from web.rendering.bundle import build
from web.server import ASSETS

PAGES = (
    Page("first", "/", lambda view, context: Screen("", [])),
    Page("device", "/devices/<path:device>", lambda view, context: Screen("", []), right="vitals.see"),
)


class OneDocument(DocumentDash):
    """Answers every page with its configuration."""

    def index(self, *_args: object, **_kwargs: object) -> Response:
        return Response(self.configuration())


@pytest.fixture
def made() -> Iterator[OneDocument]:
    before = dict(dash.page_registry)
    app = OneDocument(Flask("x"), ASSETS, "_token", "X-Token", PAGES)
    app.callback(Output("a", "children"), Output("b", "data"), Input("c", "data"))(lambda asked: (asked, asked))
    yield app
    dash.page_registry.clear()
    dash.page_registry.update(before)


def test_the_files_that_are_joined_to_one_script_are_there_under_their_names() -> None:
    assert [name for name in SCRIPTS if not (PACKAGE / name).is_file()] == []
    assert b"new DashRenderer()" in build(ASSETS).body


def test_the_script_asks_and_draws_where_the_document_answers() -> None:
    renderer = (PACKAGE / "dash-renderer/build/dash_renderer.min.js").read_text("utf-8")
    for name in (LAYOUT, DEPENDENCIES, ENTRY, "_dash-config", "set_props", "dash_clientside"):
        assert name in renderer, f"the first paint needs {name}"


def test_every_address_is_answered_by_our_document(made: OneDocument) -> None:
    client = made.server.test_client()

    assert {client.get(path).status_code for path in ("/", "/any/where?else=1")} == {200}


def test_the_configuration_comes_through_the_documented_door_and_is_made_once(made: OneDocument) -> None:
    client = made.server.test_client()
    element = client.get("/").get_data(as_text=True)
    told = json.loads(re.fullmatch(r'<script id="_dash-config"[^>]*>(.*)</script>', element.strip(), re.DOTALL)[1])  # type: ignore[index]

    assert (told["csrf_token_name"], told["csrf_header_name"]) == ("_token", "X-Token")
    assert told["suppress_callback_exceptions"], "otherwise every page is drawn at the first request"
    assert client.get("/plan").get_data(as_text=True) == element


def test_a_background_callback_is_refused_rather_than_tied_to_somebody_elses_page(
    made: OneDocument,
) -> None:
    made.callback_map["a.children"] = {"inputs": [], "state": [], "background": {"interval": 1000}}
    with made.server.test_request_context("/"), pytest.raises(ValueError, match="background"):
        made.configuration()


def test_callbacks_are_known_by_their_outputs_with_what_they_read(made: OneDocument) -> None:
    with made.server.test_request_context("/"):
        told = json.loads(made.described_callbacks())

    assert [one["output"] for one in told] == list(made.callbacks)
    assert made.touched_ids() == {"a", "b", "c"}
    assert all("callback" in known for known in made.callbacks.values()), "what runs on the server is told apart so"


def test_a_tree_of_components_is_json_with_the_names_that_the_script_looks_up() -> None:
    found = json.loads(as_json(html.Div([RawHtml(piece="p1"), dcc.Store(id="s", data={"n": 1})])))
    first, second = found["props"]["children"]

    assert (found["namespace"], found["type"]) == ("dash_html_components", "Div")
    assert first == {"props": {"piece": "p1"}, "type": "RawHtml", "namespace": "cockpit"}
    assert (second["namespace"], second["props"]["data"]) == ("dash_core_components", {"n": 1})


def test_pages_stand_in_dashs_registry_with_path_and_right(made: OneDocument) -> None:
    told = {one["name"]: (one["path_template"] or one["path"], one["right"]) for one in dash.page_registry.values()}

    assert told["first"] == ("/", "view.screens")
    assert told["device"] == ("/devices/<device>", "vitals.see")


def test_dash_itself_takes_no_page_over(made: OneDocument) -> None:
    made.server.test_client().get("/")

    assert not made.use_pages
    assert list(made.callbacks) == ["..a.children...b.data.."]


def test_only_the_adapter_reaches_behind_dashs_interface() -> None:
    private = re.compile(r"dash\._|_generate_\w+_html|callback_map|_callback_list|_layout_value|GLOBAL_CALLBACK")
    found = [
        path
        for room in ("app.py", "components", "pages", "queries", "runtime", "web")
        for path in ([ASSETS.parent / room] if room.endswith(".py") else sorted((ASSETS.parent / room).rglob("*.py")))
        if private.search(path.read_text("utf-8")) and path.name != "dash_adapter.py"
    ]

    assert found == []
    assert issubclass(DocumentDash, Dash)
