"""Files for maps: kept for ever, given to who may see them, and only under the name that holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from flask import Flask
from flask.testing import FlaskClient

from components.maps.places import Place, places_file
from data.core.scope import Scope
from data.geography.grids import load_grids
from web.api.map_files import MapFile, offer_map_files
from web.rendering.compression import Compression
from web.security.headers import guard

TOWN = 440604010


@dataclass
class Asker:
    """Who asks, and what there is."""

    scope: Scope = field(default_factory=Scope.everything)
    places: list[Place] = field(default_factory=lambda: [Place(113.1, 23.0, "甲", "/a", TOWN)])


@pytest.fixture
def actor() -> Asker:
    return Asker()


@pytest.fixture
def visitor(actor: Asker) -> FlaskClient:
    server, grids = Flask("x"), load_grids(None)
    Compression(server)
    guard(server, over_tls=False)
    sources: dict[str, Callable[[], MapFile]] = {
        "grids": lambda: grids.file(actor.scope),
        "devices": lambda: places_file(actor.places, "devices"),
    }
    offer_map_files(server, sources)
    return server.test_client()


def test_a_file_is_kept_by_the_browser_for_ever_and_by_nobody_between(visitor: FlaskClient) -> None:
    answer = visitor.get(f"/map/{load_grids(None).file(Scope.everything()).name}")

    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"


def test_a_file_travels_packed(visitor: FlaskClient) -> None:
    name = load_grids(None).file(Scope.everything()).name

    packed = visitor.get(f"/map/{name}", headers={"Accept-Encoding": "br"})

    assert packed.headers["Content-Encoding"] == "br"
    assert len(packed.data) < 40_000


def test_nobody_gets_the_file_of_somebody_who_may_see_more(visitor: FlaskClient, actor: Asker) -> None:
    everything = load_grids(None).file(Scope.everything()).name
    actor.scope = Scope.of_regions([TOWN])

    assert visitor.get(f"/map/{everything}").status_code == 404
    own = visitor.get(f"/map/{load_grids(None).file(actor.scope).name}")
    assert [code for code, _ in own.get_json()["town"]] == [TOWN]


def test_a_file_that_was_replaced_is_not_found(visitor: FlaskClient, actor: Asker) -> None:
    old = places_file(actor.places, "devices")
    assert visitor.get(old.url).status_code == 200

    actor.places = [*actor.places, Place(113.2, 23.0, "乙", "/b", TOWN)]

    assert visitor.get(old.url).status_code == 404
    assert visitor.get(places_file(actor.places, "devices").url).status_code == 200


@pytest.mark.parametrize("name", ["grids.json", "grids.000000000000.json", "nothing.0.json", "..", "%2e%2e%2fapp.py"])
def test_what_is_not_there_is_not_found(visitor: FlaskClient, name: str) -> None:
    answer = visitor.get(f"/map/{name}")

    assert answer.status_code == 404
    assert "immutable" not in answer.headers["Cache-Control"]
